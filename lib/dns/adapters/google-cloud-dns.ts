import { importPKCS8, SignJWT } from "jose";
import { z } from "zod";
import type { Adapter, AdapterFacts, Credential, CredentialField, Zone } from "@/lib/dns/adapters/adapter";
import { createBearerToken, sendForm, tokenFault } from "@/lib/dns/adapters/bearer-token";
import { chooseZone } from "@/lib/dns/adapters/choose-zone";
import { credentialValue, saidWithout } from "@/lib/dns/adapters/credential-values";
import { faultOfStatus } from "@/lib/dns/adapters/fault-of-status";
import { type JsonRequest, type JsonResponse, readAnswer, sendJson } from "@/lib/dns/adapters/json-api";
import { createSentSets, repeatValues } from "@/lib/dns/adapters/sent-sets";
import { createSetDriver, type ProviderSet, type SetApi, type SetWrite } from "@/lib/dns/adapters/set-driver";
import { normaliseName } from "@/lib/dns/domain-name";
import { canonicalValue, presentationValue } from "@/lib/dns/zones/canonical-value";
import { ProviderFault, type ProviderFaultCode } from "@/lib/dns/zones/provider-fault";

const accountField: CredentialField = {
  name: "service_account",
  label: "Service account key (JSON)",
  help: "The whole file that Google Cloud downloads when you create a key for the service account.",
  secret: true,
  required: true,
  placeholder: '{"type": "service_account", …}',
};

const zoneField: CredentialField = {
  name: "managed_zone",
  label: "Managed zone",
  help: "The zone's name in Google Cloud, such as example-com. Needed where the service account has its role on this zone only, because it cannot list zones then.",
  secret: false,
  required: false,
  placeholder: "example-com",
};

const facts: AdapterFacts = {
  provider: "google_cloud_dns",
  fields: [accountField, zoneField],
  tokenUrl: "https://console.cloud.google.com/iam-admin/serviceaccounts",
  permissions:
    "Create a service account in the project that holds the zone, without any role on the project. Give it the role “DNS Administrator” (roles/dns.admin) on the zone: Cloud DNS, your zone, “Permissions”, or gcloud dns managed-zones set-iam-policy. Then create a key of type JSON for it, and name the zone in the field “Managed zone”. A custom role with dns.managedZones.get, dns.managedZones.list, dns.resourceRecordSets.list, .create, .delete and .update, dns.changes.create and .get is enough.",
  gates: [],
  types: ["A", "AAAA", "CAA", "CNAME", "MX", "SRV", "TXT"],
  minTtl: 0,
  batch: 200,
  rate: { requests: 300, seconds: 60 },
  publishedAfterSeconds: 60,
  checkedAt: "2026-11-27",
};

const perPage = 500;
const maxPages = 100;
/** More names than this are read with the whole zone. */
const maxSingleNames = 4;
const scope = "https://www.googleapis.com/auth/ndev.clouddns.readwrite";
const audience = "https://oauth2.googleapis.com/token";

const accountSchema = z.object({
  type: z.literal("service_account"),
  project_id: z.string().regex(/^[a-z0-9.:-]+$/),
  private_key: z.string(),
  client_email: z.string(),
});
const managedZoneSchema = z.object({
  name: z.string(),
  dnsName: z.string(),
  visibility: z.string().nullish(),
  nameServers: z.array(z.string()).nullish(),
});
type ManagedZone = z.infer<typeof managedZoneSchema>;
const rrsetSchema = z.object({
  name: z.string(),
  type: z.string(),
  ttl: z.number().int().nullish(),
  rrdatas: z.array(z.string()).nullish(),
  routingPolicy: z.unknown().optional(),
});
type Rrset = z.infer<typeof rrsetSchema>;
const pageSchema = z.object({ nextPageToken: z.string().nullish() });
const errorSchema = z.object({
  error: z.object({
    message: z.string().nullish(),
    errors: z.array(z.object({ reason: z.string().nullish(), message: z.string().nullish() })).nullish(),
  }),
});

const faultCodes: Record<string, ProviderFaultCode> = {
  // What was to be deleted is not there as it was read, or what was to be added is there already.
  conditionNotMet: "read_incomplete",
  alreadyExists: "read_incomplete",
  cnameResourceRecordSetConflict: "conflict_existing",
  rateLimitExceeded: "rate_limited",
  userRateLimitExceeded: "rate_limited",
  quotaExceeded: "rate_limited",
  accessNotConfigured: "permission_missing",
  invalid: "record_refused",
};

export const google_cloud_dns: Adapter = {
  facts,
  connect(credential, { http, now, delegatedNameservers, baseUrl }) {
    const account = readAccount(credential);
    const managedZone = credentialValue(credential, zoneField);
    // The key file names a URL for tokens too; it is the tenant's, and not used.
    const tokenUrl = baseUrl === undefined ? audience : `${baseUrl}/token`;
    const projectUrl = `${baseUrl ?? "https://dns.googleapis.com"}/dns/v1/projects/${account.project_id}`;
    const sentSets = createSentSets<Rrset>();

    const token = createBearerToken(now, async () => {
      const assertion = await signAssertion(account, Math.floor(now().getTime() / 1000));
      const form = { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion };
      const response = await sendForm(http, tokenUrl, form);
      if (response.status < 300) return response;
      throw tokenFault(response, now());
    });

    async function call(method: JsonRequest["method"], path: string, json?: unknown): Promise<JsonResponse> {
      const headers = { authorization: `Bearer ${await token.get()}` };
      const response = await sendJson(http, { method, url: projectUrl + path, headers, json });
      if (response.status < 300) return response;
      if (response.status === 401) token.forget();
      throw faultOf(response);
    }

    function faultOf(response: JsonResponse): ProviderFault {
      const error = errorSchema.safeParse(response.json).data?.error;
      const said = saidWithout([], error?.message);
      const common = faultOfStatus(response, said, now());
      const reasons = error?.errors?.map(({ reason }) => reason ?? "") ?? [];
      const found = reasons.map((reason) => faultCodes[reason]).find((code) => code !== undefined);
      const isSetMissing = response.status === 404 && /entity\.change/.test(said ?? "");
      const code = isSetMissing || response.status === 412 ? "read_incomplete" : found;
      if (code === undefined) return common;
      return new ProviderFault(code, { said, status: response.status, retryAfterMs: common.retryAfterMs ?? undefined });
    }

    async function listAll<T>(path: string, query: string, read: (response: JsonResponse) => T[] | null | undefined) {
      const items: T[] = [];
      let pageToken = "";
      for (let page = 0; page < maxPages; page += 1) {
        const from = pageToken === "" ? "" : `&pageToken=${encodeURIComponent(pageToken)}`;
        const response = await call("GET", `${path}?${query}maxResults=${perPage}${from}`);
        items.push(...(read(response) ?? []));
        pageToken = readAnswer(pageSchema, response).nextPageToken ?? "";
        if (pageToken === "") return { items, complete: true };
      }
      return { items, complete: false };
    }

    async function listManagedZones(query: string): Promise<{ items: ManagedZone[]; complete: boolean }> {
      if (managedZone !== "") {
        const response = await call("GET", `/managedZones/${encodeURIComponent(managedZone)}`);
        return { items: [readAnswer(managedZoneSchema, response)], complete: true };
      }
      const schema = z.object({ managedZones: z.array(managedZoneSchema).nullish() });
      return listAll("/managedZones", query, (response) => readAnswer(schema, response).managedZones);
    }

    const api: SetApi = {
      async listZones() {
        const { items, complete } = await listManagedZones("");
        return { zones: items.filter(isPublic).map(zoneOf), complete };
      },

      async findZoneAt(name) {
        const { items } = await listManagedZones(`dnsName=${encodeURIComponent(`${name}.`)}&`);
        const zones = items
          .filter(isPublic)
          .map(zoneOf)
          .filter((zone) => zone.name === name);
        const [only, ...others] = zones;
        if (only === undefined || others.length === 0) return only ?? null;
        return chooseZone(zones, (await delegatedNameservers?.(name)) ?? null);
      },

      async listSets(zone, names) {
        const path = `/managedZones/${encodeURIComponent(zone.id)}/rrsets`;
        const schema = z.object({ rrsets: z.array(rrsetSchema).nullish() });
        const queries =
          names.length > maxSingleNames ? [""] : names.map((name) => `name=${encodeURIComponent(`${name}.`)}&`);
        const sets: ProviderSet[] = [];
        for (const query of queries) {
          const { items, complete } = await listAll(path, query, (response) => readAnswer(schema, response).rrsets);
          if (!complete) throw new ProviderFault("read_incomplete");
          sets.push(...items.map((rrset) => sentSets.keep(setOf(rrset), rrset)));
        }
        return sets;
      },

      writeSet: (zone, write) => writeSets(zone, [write]),
      writeSets,
    };

    /** All or nothing; what is deleted must be exactly what is there. */
    async function writeSets(zone: Zone, writes: readonly SetWrite[]): Promise<void> {
      const deletions = writes.flatMap(({ before }) => (before === null ? [] : [plainRrset(sentSets.of(before))]));
      const additions = writes.flatMap(({ before, after }) =>
        after === null ? [] : [newRrset(after, before === null ? [] : (sentSets.of(before).rrdatas ?? []))],
      );
      await call("POST", `/managedZones/${encodeURIComponent(zone.id)}/changes`, { additions, deletions });
    }

    return createSetDriver(api, facts);
  },
};

function readAccount(credential: Credential): z.infer<typeof accountSchema> {
  try {
    return accountSchema.parse(JSON.parse(credential[accountField.name] ?? ""));
  } catch {
    throw new ProviderFault("credential_invalid", { said: "Not the JSON key of a service account." });
  }
}

async function signAssertion(account: z.infer<typeof accountSchema>, issuedAt: number): Promise<string> {
  try {
    const key = await importPKCS8(account.private_key, "RS256");
    const jwt = new SignJWT({ scope }).setProtectedHeader({ alg: "RS256", typ: "JWT" }).setIssuer(account.client_email);
    return await jwt
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + 3600)
      .sign(key);
  } catch {
    throw new ProviderFault("credential_invalid", { said: "The private key of the service account cannot be read." });
  }
}

function isPublic({ visibility }: ManagedZone): boolean {
  return visibility !== "private";
}

function zoneOf({ name, dnsName, nameServers }: ManagedZone): Zone {
  const nameservers = nameServers?.map(normaliseName) ?? [];
  return { id: name, name: normaliseName(dnsName), nameservers: nameservers.length > 0 ? nameservers : null };
}

/** What a routing policy answers cannot be written as values. */
function setOf({ name, type, ttl, rrdatas, routingPolicy }: Rrset): ProviderSet {
  const values = routingPolicy == null ? (rrdatas ?? []) : ["(routing policy)"];
  return {
    name: normaliseName(name),
    type,
    ttl: ttl ?? 0,
    values: values.map((value) => canonicalValue(type, value)),
    ...(routingPolicy != null && { locked: true }),
  };
}

function plainRrset({ name, type, ttl, rrdatas }: Rrset): Rrset {
  return { name, type, ttl, rrdatas };
}

function newRrset({ name, type, ttl, values }: SetWrite["after"] & object, sent: readonly string[]): Rrset {
  const read = (value: string) => canonicalValue(type, value);
  const write = (value: string) => presentationValue(type, value);
  return { name: `${name}.`, type, ttl, rrdatas: repeatValues(values, sent, read, write) };
}
