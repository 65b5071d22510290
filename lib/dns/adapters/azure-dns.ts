import { z } from "zod";
import type { Adapter, AdapterFacts, CredentialField, Zone } from "@/lib/dns/adapters/adapter";
import { createBearerToken, sendForm, tokenFault } from "@/lib/dns/adapters/bearer-token";
import { caaFields, caaValue } from "@/lib/dns/adapters/caa-fields";
import { credentialValue, saidWithout } from "@/lib/dns/adapters/credential-values";
import { faultOfStatus } from "@/lib/dns/adapters/fault-of-status";
import { type JsonRequest, type JsonResponse, readAnswer, sendJson } from "@/lib/dns/adapters/json-api";
import { createSentSets, repeatValues } from "@/lib/dns/adapters/sent-sets";
import { createSetDriver, type ProviderSet, type SetApi } from "@/lib/dns/adapters/set-driver";
import { normaliseName } from "@/lib/dns/domain-name";
import { absoluteName, bytesOfText, canonicalValue, normalValue, relativeName } from "@/lib/dns/zones/canonical-value";
import { ProviderFault, type ProviderFaultCode } from "@/lib/dns/zones/provider-fault";
import type { RecordSet } from "@/lib/dns/zones/record-set";

const fields = {
  tenant: field(
    "tenant_id",
    "Directory (tenant) ID",
    "On the overview of your app registration in Microsoft Entra.",
    false,
  ),
  client: field("client_id", "Application (client) ID", "On the same overview.", false),
  secret: field(
    "client_secret",
    "Client secret",
    "The value, not the ID, of a secret under “Certificates & secrets”. It is shown once.",
    true,
  ),
  subscription: field("subscription_id", "Subscription ID", "Of the subscription that holds the DNS zone.", false),
  group: field("resource_group", "Resource group", "The name of the group that holds the DNS zone.", false),
};

const facts: AdapterFacts = {
  provider: "azure_dns",
  fields: Object.values(fields),
  tokenUrl: "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade",
  permissions:
    "Register an application in Microsoft Entra, without any API permissions, and create a client secret for it. Then open your DNS zone in the Azure portal, “Access control (IAM)”, and give the application the role “DNS Zone Contributor” on this zone alone. Secrets end after two years at most: note the date, and store a new one here before then.",
  gates: [],
  types: ["A", "AAAA", "CAA", "CNAME", "MX", "SRV", "TXT"],
  minTtl: 1,
  batch: 1,
  rate: { requests: 40, seconds: 60 },
  publishedAfterSeconds: 60,
  checkedAt: "2026-11-27",
};

const apiVersion = "2018-05-01";
const maxTtl = 2_147_483_647;
const maxPages = 200;
const maxTextLength = 255;

const zoneSchema = z.object({
  name: z.string(),
  properties: z.object({ zoneType: z.string().nullish(), nameServers: z.array(z.string()).nullish() }).nullish(),
});

const propertiesSchema = z.looseObject({
  TTL: z.number().int().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  targetResource: z.object({ id: z.string().nullish() }).nullish(),
  trafficManagementProfile: z.object({ id: z.string().nullish() }).nullish(),
});
type Properties = z.infer<typeof propertiesSchema>;
const setSchema = z.object({
  name: z.string(),
  /** `Microsoft.Network/dnszones/TXT` */
  type: z.string(),
  etag: z.string().nullish(),
  properties: propertiesSchema,
});
type AzureSet = z.infer<typeof setSchema>;

const problemSchema = z.object({ code: z.string().nullish(), message: z.string().nullish() });
const errorSchema = z.union([z.object({ error: problemSchema }).transform(({ error }) => error), problemSchema]);

const faultCodes: Record<string, ProviderFaultCode> = {
  authenticationfailed: "credential_invalid",
  invalidauthenticationtoken: "credential_invalid",
  invalidauthenticationtokentenant: "credential_invalid",
  expiredauthenticationtoken: "credential_invalid",
  authorizationfailed: "permission_missing",
  linkedauthorizationfailed: "permission_missing",
  resourcenotfound: "zone_not_here",
  parentresourcenotfound: "zone_not_here",
  resourcegroupnotfound: "zone_not_here",
  subscriptionnotfound: "zone_not_here",
  // A lock on the zone, its group or its subscription.
  scopelocked: "zone_read_only",
  readonlydisabledsubscription: "zone_read_only",
  toomanyrequests: "rate_limited",
};

/** How Azure keeps the records of each type: a list of objects, and for CNAME one object. */
type RecordForm = {
  key: string;
  read(record: Record<string, unknown>): string;
  write(value: string): Record<string, unknown>;
};

const forms: Record<string, RecordForm> = {
  A: { key: "ARecords", read: (record) => text(record.ipv4Address), write: (value) => ({ ipv4Address: value }) },
  AAAA: { key: "AAAARecords", read: (record) => text(record.ipv6Address), write: (value) => ({ ipv6Address: value }) },
  CNAME: { key: "CNAMERecord", read: (record) => text(record.cname), write: (value) => ({ cname: value }) },
  NS: { key: "NSRecords", read: (record) => text(record.nsdname), write: (value) => ({ nsdname: value }) },
  PTR: { key: "PTRRecords", read: (record) => text(record.ptrdname), write: (value) => ({ ptrdname: value }) },
  MX: {
    key: "MXRecords",
    read: ({ preference, exchange }) => `${preference ?? 0} ${text(exchange)}`,
    write: (value) => {
      const [preference, exchange] = value.split(" ");
      return { preference: Number(preference), exchange };
    },
  },
  SRV: {
    key: "SRVRecords",
    read: ({ priority, weight, port, target }) => `${priority ?? 0} ${weight ?? 0} ${port ?? 0} ${text(target)}`,
    write: (value) => {
      const [priority, weight, port, target] = value.split(" ");
      return { priority: Number(priority), weight: Number(weight), port: Number(port), target };
    },
  },
  CAA: {
    key: "caaRecords",
    read: ({ flags, tag, value }) => caaValue(typeof flags === "number" ? flags : 0, text(tag), text(value)),
    write: caaFields,
  },
  TXT: {
    key: "TXTRecords",
    read: ({ value }) => (Array.isArray(value) ? value.map(text).join("") : text(value)),
    write: (value) => ({ value: inStrings(value) }),
  },
};

export const azure_dns: Adapter = {
  facts,
  connect(credential, { http, now, baseUrl }) {
    const [tenant, client, secret, subscription] = [
      fields.tenant,
      fields.client,
      fields.secret,
      fields.subscription,
    ].map((field) => credentialValue(credential, field));
    // Azure takes spaces and letters of every script here.
    const group = credential[fields.group.name]?.trim() ?? "";
    if (group === "") throw new ProviderFault("credential_invalid");
    const secrets = [secret ?? ""];
    const loginUrl = baseUrl ?? "https://login.microsoftonline.com";
    const managementUrl = baseUrl ?? "https://management.azure.com";
    const segments = ["subscriptions", subscription ?? "", "resourceGroups", group].map(encodeURIComponent).join("/");
    const zonesPath = `/${segments}/providers/Microsoft.Network/dnsZones`;
    const sentSets = createSentSets<AzureSet>();

    const token = createBearerToken(now, async () => {
      const response = await sendForm(http, `${loginUrl}/${encodeURIComponent(tenant ?? "")}/oauth2/v2.0/token`, {
        grant_type: "client_credentials",
        client_id: client ?? "",
        client_secret: secret ?? "",
        scope: "https://management.azure.com/.default",
      });
      if (response.status < 300) return response;
      throw tokenFault(response, now(), secrets);
    });

    async function call(
      method: JsonRequest["method"],
      path: string,
      { query = "", condition = {}, json }: { query?: string; condition?: Record<string, string>; json?: unknown } = {},
    ): Promise<JsonResponse> {
      const url = `${managementUrl}${zonesPath}${path}?api-version=${apiVersion}${query}`;
      const headers = { authorization: `Bearer ${await token.get()}`, ...condition };
      const response = await sendJson(http, { method, url, headers, json });
      if (response.status < 300) return response;
      if (response.status === 401) token.forget();
      throw faultOf(response);
    }

    function faultOf(response: JsonResponse): ProviderFault {
      const error = errorSchema.safeParse(response.json).data;
      const said = saidWithout(secrets, error?.message);
      const common = faultOfStatus(response, said, now());
      const known = faultCodes[error?.code?.toLowerCase() ?? ""];
      const code = known ?? codeOfStatus(response.status, said ?? "") ?? common.code;
      return new ProviderFault(code, { said, status: response.status, retryAfterMs: common.retryAfterMs ?? undefined });
    }

    async function listAll<T>(path: string, schema: z.ZodType<T>): Promise<{ items: T[]; complete: boolean }> {
      const items: T[] = [];
      const pageSchema = z.object({ value: z.array(schema), nextLink: z.string().nullish() });
      let query = "";
      for (let page = 0; page < maxPages; page += 1) {
        const { value, nextLink } = readAnswer(pageSchema, await call("GET", path, { query }));
        items.push(...value);
        if (!nextLink) return { items, complete: true };
        // Only the position of the link is used: the request goes where the others go.
        const link = new URLSearchParams(nextLink.slice(nextLink.indexOf("?") + 1));
        const position = ["$skipToken", "$skiptoken"].map((name) => link.get(name)).find((value) => value !== null);
        if (position === undefined) break;
        query = `&$skipToken=${encodeURIComponent(position ?? "")}`;
      }
      return { items, complete: false };
    }

    const api: SetApi = {
      async listZones() {
        const { items, complete } = await listAll("", zoneSchema);
        return { zones: items.filter(isPublic).map(zoneOf), complete };
      },

      async findZoneAt(name) {
        try {
          const zone = readAnswer(zoneSchema, await call("GET", `/${encodeURIComponent(name)}`));
          return isPublic(zone) && normaliseName(zone.name) === name ? zoneOf(zone) : null;
        } catch (error) {
          const isAbsent = error instanceof ProviderFault && error.status === 404;
          // The group or the subscription is not there: that is not about one name.
          if (!isAbsent || /^(resource group|the subscription) '/i.test(error.said ?? "")) throw error;
          return null;
        }
      },

      /** Records of one name are not to be had without those of the zone, unless their types are known. */
      async listSets(zone) {
        const { items, complete } = await listAll(`/${encodeURIComponent(zone.id)}/all`, setSchema);
        if (!complete) throw new ProviderFault("read_incomplete");
        return items.map((set) => sentSets.keep(setOf(set, zone), set));
      },

      async writeSet(zone, { before, after }) {
        const changed = after ?? before;
        if (changed === null) return;
        const label = encodeURIComponent(relativeName(changed.name, zone.name)).replace("%40", "@");
        const path = `/${encodeURIComponent(zone.id)}/${changed.type}/${label}`;
        const sent = before === null ? null : sentSets.of(before);
        const condition = conditionOf(sent);
        if (after === null) {
          await call("DELETE", path, { condition }).catch(ignoreAbsent);
          return;
        }
        await call("PUT", path, { condition, json: { properties: newProperties(after, sent) } });
      },
    };
    return createSetDriver(api, facts);
  },
};

function field(name: string, label: string, help: string, secret: boolean): CredentialField {
  return { name, label, help, secret, required: true, placeholder: null };
}

/** Nothing is overwritten that was not read. */
function conditionOf(sent: AzureSet | null): Record<string, string> {
  if (sent === null) return { "if-none-match": "*" };
  return sent.etag ? { "if-match": sent.etag } : {};
}

function codeOfStatus(status: number, said: string): ProviderFaultCode | null {
  if (status === 412) return "read_incomplete";
  if (status !== 409) return null;
  return /another record|same name|cname/i.test(said) ? "conflict_existing" : "provider_unavailable";
}

function isPublic({ properties }: z.infer<typeof zoneSchema>): boolean {
  return properties?.zoneType?.toLowerCase() !== "private";
}

function zoneOf({ name, properties }: z.infer<typeof zoneSchema>): Zone {
  const nameservers = properties?.nameServers?.map(normaliseName) ?? [];
  return { id: name, name: normaliseName(name), nameservers: nameservers.length > 0 ? nameservers : null };
}

function setOf({ name, type: path, properties }: AzureSet, zone: Zone): ProviderSet {
  const type = path.slice(path.lastIndexOf("/") + 1).toUpperCase();
  const target = properties.targetResource?.id ?? properties.trafficManagementProfile?.id;
  const records = recordsOf(type, properties);
  const values = records.map((record) => readRecord(type, record));
  return {
    name: absoluteName(name, zone.name),
    type,
    ttl: properties.TTL ?? 0,
    values: target ? [target] : values,
    // An alias points at a resource of Azure, and follows it.
    ...(target && { locked: true }),
  };
}

function recordsOf(type: string, properties: Properties): Record<string, unknown>[] {
  const records = properties[forms[type]?.key ?? `${type}Records`];
  const list = Array.isArray(records) ? records : records == null ? [] : [records];
  return list.filter((record) => typeof record === "object" && record !== null);
}

/** A type that we do not know is shown as it came; it is never written. */
function readRecord(type: string, record: Record<string, unknown>): string {
  const form = forms[type];
  if (form === undefined) return JSON.stringify(record);
  const value = form.read(record);
  return type === "TXT" ? normalValue(type, value) : canonicalValue(type, value);
}

function newProperties({ type, ttl, values }: RecordSet, sent: AzureSet | null): Record<string, unknown> {
  const form = forms[type];
  if (form === undefined) throw new ProviderFault("record_refused");
  const existing = sent === null ? [] : recordsOf(type, sent.properties);
  const records = repeatValues(values, existing, (record) => readRecord(type, record), form.write);
  const metadata = sent?.properties.metadata;
  return {
    TTL: Math.min(ttl, maxTtl),
    ...(metadata && { metadata }),
    [form.key]: type === "CNAME" ? records[0] : records,
  };
}

/** Azure wants the strings of a TXT record as a list, each of at most 255 octets. */
function inStrings(value: string): string[] {
  const strings: string[] = [];
  let current: string[] = [];
  for (const character of value) {
    if (current.length > 0 && bytesOfText(current.join("") + character).length > maxTextLength) {
      strings.push(current.join(""));
      current = [];
    }
    current.push(character);
  }
  return [...strings, current.join("")];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function ignoreAbsent(error: unknown): void {
  if (!(error instanceof ProviderFault) || error.status !== 404) throw error;
}
