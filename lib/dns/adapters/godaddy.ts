import { z } from "zod";
import type { Adapter, AdapterDeps, AdapterFacts, CredentialField, Zone, ZoneWriter } from "@/lib/dns/adapters/adapter";
import { caaFields, caaValue } from "@/lib/dns/adapters/caa-fields";
import { credentialValue, saidWithout } from "@/lib/dns/adapters/credential-values";
import { faultOfStatus } from "@/lib/dns/adapters/fault-of-status";
import { type JsonRequest, type JsonResponse, readAnswer, sendJson } from "@/lib/dns/adapters/json-api";
import { createRowDriver, type Row, type RowApi } from "@/lib/dns/adapters/row-driver";
import { createSentSets, repeatValues } from "@/lib/dns/adapters/sent-sets";
import { createSetDriver, type ProviderSet, type SetApi } from "@/lib/dns/adapters/set-driver";
import { isEqualOrBelow, normaliseName } from "@/lib/dns/domain-name";
import {
  absoluteName,
  canonicalValue,
  joinPriority,
  relativeName,
  splitPriority,
} from "@/lib/dns/zones/canonical-value";
import { ProviderFault, type ProviderFaultCode } from "@/lib/dns/zones/provider-fault";

const tokensUrl = "https://developer.godaddy.com/personal-access-token";

const tokenField: CredentialField = {
  name: "token",
  label: "Personal access token",
  help: "From developer.godaddy.com; it begins with gd_pat_ and is shown once. A key of the former kind is accepted as key:secret while GoDaddy accepts it.",
  secret: true,
  required: true,
  placeholder: "gd_pat_…",
};

const facts: AdapterFacts = {
  provider: "godaddy",
  fields: [tokenField],
  tokenUrl: tokensUrl,
  permissions:
    "Create a personal access token with the scopes “domains.domain:read” and “domains.dns:update”, nothing else. It reaches every domain of the account. If you set an expiry, store a new token here before then.",
  gates: [
    {
      code: "gate_account_tier",
      text: "GoDaddy accepts keys of the former kind (key:secret) from larger accounts only: ten domains or a Discount Domain Club plan, by its rule of 2024. Personal access tokens have no such condition. Create one and store it here in place of the key.",
      url: tokensUrl,
    },
    {
      code: "credential_retired",
      text: "GoDaddy has announced that keys of the former kind (key:secret) end with 2026. Create a personal access token.",
      url: tokensUrl,
    },
  ],
  types: ["A", "AAAA", "CAA", "CNAME", "MX", "SRV", "TXT"],
  minTtl: 600,
  batch: 1,
  // 60 a minute for each credential, and 20,000 a month for each account.
  rate: { requests: 50, seconds: 60 },
  publishedAfterSeconds: 60,
  checkedAt: "2026-11-28",
};

/**
 * Two APIs: personal access tokens go with version 3, a row per record; keys with version 1, which replaces record sets.
 * Neither takes the other's credentials.
 */
export const godaddy: Adapter = {
  facts,
  connect(credential, { baseUrl = "https://api.godaddy.com", ...deps }) {
    const token = credentialValue(credential, tokenField);
    const isKey = !token.startsWith("gd_pat_") && token.includes(":");
    if (isKey) return connectByKey(token, { ...deps, baseUrl: `${baseUrl}/v1/domains` });
    return connectByToken(token, { ...deps, baseUrl: `${baseUrl}/v3/domains` });
  },
};

const maxTtl = 86_400;
const maxPages = 100;
const pageSize = 100;
/** More names than this are read with the whole zone. */
const maxSingleNames = 3;

const recordSchema = z.object({
  recordId: z.string().optional(),
  name: z.string(),
  type: z.string(),
  data: z.string(),
  ttl: z.number().int(),
  priority: z.number().int().nullish(),
  weight: z.number().int().nullish(),
  port: z.number().int().nullish(),
  service: z.string().nullish(),
  protocol: z.string().nullish(),
  flag: z.number().int().nullish(),
  tag: z.string().nullish(),
});
type GodaddyRecord = z.infer<typeof recordSchema>;

/** GoDaddy's zones are served by names below this one. */
const ownNameservers = "domaincontrol.com";

const domainSchema = z.object({ domain: z.string(), nameServers: z.array(z.string()).nullish() });

/** Version 1 has `fields`, version 3 may have `details`, each with its own names. */
const problemSchema = z.object({
  code: z.string().nullish(),
  name: z.string().nullish(),
  message: z.string().nullish(),
  description: z.string().nullish(),
});
const errorSchema = problemSchema.extend({
  fields: z.array(problemSchema).nullish(),
  details: z.array(problemSchema).nullish(),
  retryAfterSec: z.number().nullish(),
});

type Api = {
  call(method: JsonRequest["method"], path: string, json?: unknown): Promise<JsonResponse>;
};

/** `codeOf`: what an error means in this version of the API, where its status does not say it. */
function createApi(
  authorization: string,
  secrets: readonly string[],
  codeOf: (status: number, code: string, words: string) => ProviderFaultCode | null,
  { http, now, baseUrl = "" }: AdapterDeps,
): Api {
  return {
    async call(method, path, json) {
      const response = await sendJson(http, { method, url: baseUrl + path, headers: { authorization }, json });
      if (response.status < 300) return response;
      const error = errorSchema.safeParse(response.json).data;
      const words = wordsOf(error);
      const said = saidWithout(secrets, words);
      const common = faultOfStatus(response, said, now());
      const code = codeOf(response.status, (error?.code ?? error?.name ?? "").toUpperCase(), words) ?? common.code;
      const bodySeconds = error?.retryAfterSec ?? undefined;
      const retryAfterMs = common.retryAfterMs ?? (bodySeconds === undefined ? undefined : bodySeconds * 1000);
      throw new ProviderFault(code, { said, status: response.status, retryAfterMs });
    },
  };
}

function connectByToken(token: string, deps: AdapterDeps): ZoneWriter {
  const { call } = createApi(`Bearer ${token}`, [token], codeOfVersion3, deps);

  async function listRecords(zone: string, filter: string): Promise<GodaddyRecord[]> {
    const records: GodaddyRecord[] = [];
    const schema = z.object({ items: z.array(recordSchema), totalItems: z.number().int().nullish() });
    for (let page = 1; page <= maxPages; page += 1) {
      const path = `/zones/${encodeURIComponent(zone)}/dns-records?${filter}page=${page}&pageSize=${pageSize}&totalRequired=true`;
      const { items, totalItems } = readAnswer(schema, await call("GET", path));
      records.push(...items);
      // The total is missing where there is nothing.
      const isLast = totalItems == null ? items.length < pageSize : records.length === totalItems;
      if (isLast) return records;
      if (items.length === 0) break;
    }
    throw new ProviderFault("read_incomplete");
  }

  const api: RowApi = {
    async listZones() {
      const zones: Zone[] = [];
      const schema = z.object({
        items: z.array(domainSchema),
        links: z.array(z.object({ rel: z.string().nullish(), href: z.string() })).nullish(),
      });
      let pageToken = "";
      for (let page = 0; page < maxPages; page += 1) {
        const query = pageToken === "" ? "" : `&pageToken=${encodeURIComponent(pageToken)}`;
        const { items, links } = readAnswer(schema, await call("GET", `/domain-names?pageSize=200${query}`));
        zones.push(...items.map(zoneOf));
        const next = links?.find(({ rel }) => rel === "next")?.href;
        // Only the token of the link is used: the request goes where the others go.
        pageToken = new URLSearchParams(next?.slice(next.indexOf("?") + 1)).get("pageToken") ?? "";
        if (pageToken === "") return { zones, complete: true };
      }
      return { zones, complete: false };
    },

    async findZoneAt(name) {
      try {
        const servers = await listRecords(name, "type=NS&name=%40&");
        const nameservers = servers.filter(({ type }) => type === "NS").map(({ data }) => normaliseName(data));
        return { id: name, name, nameservers: nameservers.length > 0 ? nameservers : null };
      } catch (error) {
        // 400: a name that no zone at GoDaddy can have, such as one below a registered domain.
        if (error instanceof ProviderFault && (error.status === 404 || error.status === 400)) return null;
        throw error;
      }
    },

    async listRows(zone, names) {
      // The name of an SRV record is kept without its first two labels, and cannot be asked for.
      const isSingle = names.length <= maxSingleNames && !names.some((name) => /^_[^.]+\._/.test(name));
      const filters = isSingle
        ? names.map((name) => `name=${encodeURIComponent(relativeName(name, zone.name))}&`)
        : [""];
      const rows: Row[] = [];
      for (const filter of filters) {
        for (const record of await listRecords(zone.id, filter)) rows.push(rowOf(record, zone));
      }
      return rows;
    },

    async createRow(zone, { name, type, ttl, value }) {
      const body = { ...fieldsOf(name, type, value, zone), ttl: Math.min(ttl, maxTtl) };
      try {
        await call("POST", `/zones/${encodeURIComponent(zone.id)}/dns-records`, body);
      } catch (error) {
        if (!(error instanceof ProviderFault) || error.code !== "read_incomplete") throw error;
      }
    },

    // There is no PUT of one record: GoDaddy answers it with 200 and deletes the rest of the zone.
    async deleteRow(zone, { id }) {
      await call("DELETE", `/zones/${encodeURIComponent(zone.id)}/dns-records/${encodeURIComponent(id)}`).catch(
        ignoreAbsent,
      );
    },
  };
  return createRowDriver(api, facts);
}

function codeOfVersion3(status: number, code: string, words: string): ProviderFaultCode | null {
  // The record exists already.
  if (code === "DUPLICATE_RECORD") return "read_incomplete";
  if (code === "DNS_RECORD_NOT_MUTABLE") return "zone_read_only";
  if ((status === 409 || status === 422) && /cname|conflict/i.test(`${code} ${words}`)) return "conflict_existing";
  return status === 409 ? "zone_read_only" : null;
}

function connectByKey(key: string, deps: AdapterDeps): ZoneWriter {
  const { call } = createApi(`sso-key ${key}`, [key, ...key.split(":")], codeOfVersion1, deps);
  const sentSets = createSentSets<readonly GodaddyRecord[]>();

  /** While a change is being published, GoDaddy answers others to the same domain with 409, for some seconds. */
  async function write(method: "PATCH" | "PUT" | "DELETE", path: string, json?: unknown): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await call(method, path, json);
        return;
      } catch (error) {
        const isBusy = error instanceof ProviderFault && error.status === 409 && error.code === "zone_read_only";
        if (!isBusy || tries === 3) throw error;
        await deps.sleep(1_000 * tries);
      }
    }
  }

  const api: SetApi = {
    async listZones() {
      const zones: Zone[] = [];
      for (let page = 0; page < maxPages; page += 1) {
        const marker = zones.at(-1)?.id;
        const query = marker === undefined ? "" : `&marker=${encodeURIComponent(marker)}`;
        const path = `?statuses=ACTIVE&includes=nameServers&limit=500${query}`;
        const domains = readAnswer(z.array(domainSchema), await call("GET", path));
        zones.push(...domains.map(zoneOf));
        if (domains.length < 500) return { zones, complete: true };
      }
      return { zones, complete: false };
    },

    async findZoneAt(name) {
      try {
        const domain = readAnswer(domainSchema, await call("GET", `/${encodeURIComponent(name)}`));
        return normaliseName(domain.domain) === name ? zoneOf(domain) : null;
      } catch (error) {
        if (error instanceof ProviderFault && (error.status === 404 || error.status === 422)) return null;
        throw error;
      }
    },

    async listSets(zone) {
      return setsOf(await listRecords(zone), zone);
    },

    async writeSet(zone, { before, after }) {
      const changed = after ?? before;
      if (changed === null) return;
      const { name, type } = changed;
      const records = `/${encodeURIComponent(zone.id)}/records`;
      const label = encodeURIComponent(relativeName(name, zone.name)).replace("%40", "@");
      if (after === null) {
        await write("DELETE", `${records}/${type}/${label}`).catch(ignoreAbsent);
        return;
      }
      const ttl = Math.min(after.ttl, maxTtl);
      const isKept = before?.values.every((value) => after.values.includes(value)) ?? true;
      if (isKept && type !== "CNAME") {
        // Appending cannot lose what somebody else has added since.
        const added = after.values.filter((value) => !before?.values.includes(value));
        await write(
          "PATCH",
          records,
          added.map((value) => ({ ...fieldsOf(name, type, value, zone), ttl })),
        );
        return;
      }
      const sent = before === null ? [] : sentSets.of(before);
      const body = repeatValues<GodaddyRecord>(after.values, sent, readValue, (value) => ({
        ...fieldsOf(name, type, value, zone),
        ttl,
      }));
      await write("PUT", `${records}/${type}/${label}`, body);
    },
  };

  async function listRecords(zone: Zone): Promise<GodaddyRecord[]> {
    const records = new Map<string, GodaddyRecord>();
    const limit = 500;
    for (let page = 0; page < maxPages; page += 1) {
      const before = records.size;
      // Offsets count pages, from 1; a server that does not know them sends everything, again.
      const path = `/${encodeURIComponent(zone.id)}/records?offset=${page + 1}&limit=${limit}`;
      const found = readAnswer(z.array(recordSchema), await call("GET", path));
      for (const record of found) records.set(JSON.stringify(record), record);
      if (found.length < limit || records.size === before) return [...records.values()];
    }
    throw new ProviderFault("read_incomplete");
  }

  function setsOf(records: readonly GodaddyRecord[], zone: Zone): ProviderSet[] {
    const groups = new Map<string, GodaddyRecord[]>();
    for (const record of records) {
      const key = `${nameOf(record, zone)} ${record.type}`;
      groups.set(key, [...(groups.get(key) ?? []), record]);
    }
    return [...groups.values()].flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const { type, ttl } = first;
      const set = { name: nameOf(first, zone), type, ttl, values: group.map(readValue) };
      const mixedTtl = group.some((record) => record.ttl !== ttl);
      return [sentSets.keep({ ...set, ...(mixedTtl && { mixedTtl }) }, group)];
    });
  }

  // A PUT of SRV records at a name would replace those of every service there.
  const types = facts.types.filter((type) => type !== "CAA" && type !== "SRV");
  return createSetDriver(api, { ...facts, types });
}

function codeOfVersion1(status: number, code: string, words: string): ProviderFaultCode | null {
  // It is the account that is refused: a wrong key is answered with 401.
  if (status === 403 && code === "ACCESS_DENIED") return "gate_account_tier";
  if (code === "DUPLICATE_RECORD") return "read_incomplete";
  if (status === 422 && /cname|conflict/i.test(`${code} ${words}`)) return "conflict_existing";
  return status === 409 ? "zone_read_only" : null;
}

function zoneOf({ domain, nameServers }: z.infer<typeof domainSchema>): Zone {
  const name = normaliseName(domain);
  // Those of the registration. Of other companies they say where the domain is delegated, and nothing about this zone.
  const nameservers = (nameServers ?? []).map(normaliseName).filter((server) => isEqualOrBelow(server, ownNameservers));
  return { id: name, name, nameservers: nameservers.length > 0 ? nameservers : null };
}

function rowOf(record: GodaddyRecord, zone: Zone): Row {
  const { recordId, type, ttl } = record;
  return {
    id: recordId ?? "",
    name: nameOf(record, zone),
    type,
    ttl,
    value: readValue(record),
    ...(recordId === undefined && { locked: true }),
  };
}

/** `_sip` and `_tcp` of an SRV record stand in fields of their own. */
function nameOf({ type, name, service, protocol }: GodaddyRecord, zone: Zone): string {
  const absolute = absoluteName(name, zone.name);
  if (type !== "SRV" || !service || !protocol) return absolute;
  return normaliseName(`${service}.${protocol}.${absolute}`);
}

function readValue({ type, data, priority, weight, port, flag, tag }: GodaddyRecord): string {
  if (type === "MX") return canonicalValue(type, joinPriority(priority ?? 0, data));
  if (type === "SRV") return canonicalValue(type, `${priority ?? 0} ${weight ?? 0} ${port ?? 0} ${data}`);
  if (type === "CAA" && tag) return caaValue(flag, tag, data);
  return canonicalValue(type, data);
}

function fieldsOf(name: string, type: string, value: string, zone: Zone): Omit<GodaddyRecord, "ttl"> {
  const label = relativeName(name, zone.name);
  if (type === "MX") {
    const { priority, rest } = splitPriority(value);
    return { type, name: label, data: rest, priority };
  }
  if (type === "SRV") {
    const [priority, weight, port, data = ""] = value.split(" ");
    const [service = "", protocol = "", ...rest] = label.split(".");
    const place = { name: rest.join(".") || "@", service, protocol };
    return { type, ...place, data, priority: Number(priority), weight: Number(weight), port: Number(port) };
  }
  if (type === "CAA") {
    const { flags: flag, tag, value: data } = caaFields(value);
    return { type, name: label, data, flag, tag };
  }
  return { type, name: label, data: value };
}

function wordsOf(error: z.infer<typeof errorSchema> | undefined): string {
  const fields = [...(error?.fields ?? []), ...(error?.details ?? [])];
  return [error?.message, ...fields.map(({ message, description }) => message ?? description)]
    .filter(Boolean)
    .join(" ");
}

function ignoreAbsent(error: unknown): void {
  if (!(error instanceof ProviderFault) || error.status !== 404) throw error;
}
