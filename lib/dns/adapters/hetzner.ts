import { z } from "zod";
import type { Adapter, AdapterFacts, CredentialField, Zone } from "@/lib/dns/adapters/adapter";
import { credentialValue, saidWithout } from "@/lib/dns/adapters/credential-values";
import { faultOfStatus } from "@/lib/dns/adapters/fault-of-status";
import { type JsonRequest, type JsonResponse, readAnswer, sendJson } from "@/lib/dns/adapters/json-api";
import { absoluteTarget } from "@/lib/dns/adapters/relative-target";
import { createSentSets } from "@/lib/dns/adapters/sent-sets";
import { createSetDriver, type ProviderSet, type SetApi } from "@/lib/dns/adapters/set-driver";
import { normaliseName } from "@/lib/dns/domain-name";
import { absoluteName, canonicalValue, presentationValue, relativeName } from "@/lib/dns/zones/canonical-value";
import { ProviderFault, type ProviderFaultCode } from "@/lib/dns/zones/provider-fault";
import type { RecordSet } from "@/lib/dns/zones/record-set";

const tokenField: CredentialField = {
  name: "token",
  label: "API token",
  help: "From the project that holds the zone: Hetzner Console, “Security”, “API tokens”. It has 64 characters and is shown once. Tokens of the former DNS Console (dns.hetzner.com) have 32 and no longer work.",
  secret: true,
  required: true,
  placeholder: null,
};

const facts: AdapterFacts = {
  provider: "hetzner",
  fields: [tokenField],
  tokenUrl: "https://console.hetzner.com/projects",
  permissions:
    "Create the token with “Read & Write” in the project that holds the zone. It reaches everything in that project, and cannot be limited to a zone: move the zone into a project of its own if there are servers beside it.",
  gates: [
    {
      code: "credential_retired",
      text: "The DNS Console (dns.hetzner.com) and its API were shut down in May 2026; its tokens have 32 characters. Move the zone to Hetzner Console if it is not there yet, and create an API token in its project. (The 32 characters that Hetzner Console goes on showing are only the first half of such a token.)",
      url: "https://console.hetzner.com/projects",
    },
  ],
  types: ["A", "AAAA", "CAA", "CNAME", "MX", "SRV", "TXT"],
  minTtl: 60,
  batch: 1,
  // 3600 an hour, refilled one a second.
  rate: { requests: 50, seconds: 60 },
  publishedAfterSeconds: 30,
  checkedAt: "2026-11-28",
};

const zonesPerPage = 50;
const setsPerPage = 100;
const recordsPerCall = 50;
const maxPages = 100;
/** More names than this are read with the whole zone. */
const maxSingleNames = 3;
const actionPolls = 20;
const actionPollMs = 500;

const zoneSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  ttl: z.number().int(),
  authoritative_nameservers: z.object({ assigned: z.array(z.string()) }).nullish(),
});
const rrsetSchema = z.object({
  name: z.string(),
  type: z.string(),
  /** null: the zone's. */
  ttl: z.number().int().nullable(),
  records: z.array(z.object({ value: z.string() })),
  protection: z.object({ change: z.boolean() }).nullish(),
});
const pageSchema = z.object({
  meta: z.object({
    pagination: z.object({ next_page: z.number().int().nullable(), total_entries: z.number().int().nullish() }),
  }),
});
const problemSchema = z.object({ code: z.string(), message: z.string() });
const errorSchema = z.object({
  error: problemSchema.extend({
    details: z
      .object({ fields: z.array(z.object({ name: z.string(), messages: z.array(z.string()) })).nullish() })
      .nullish(),
  }),
});
const actionSchema = z.object({
  action: z.object({ id: z.number().int(), status: z.string(), error: problemSchema.nullish() }),
});

const faultCodes: Record<string, ProviderFaultCode> = {
  unauthorized: "credential_invalid",
  token_readonly: "permission_missing",
  forbidden: "permission_missing",
  not_found: "zone_not_here",
  incorrect_zone_mode: "zone_read_only",
  protected: "zone_read_only",
  rate_limit_exceeded: "rate_limited",
  // Something else is being done to the zone, or was between our reading and now.
  locked: "read_incomplete",
  conflict: "read_incomplete",
  uniqueness_error: "read_incomplete",
  maintenance: "provider_unavailable",
  unavailable: "provider_unavailable",
  resource_unavailable: "provider_unavailable",
  deprecated_api_endpoint: "provider_unavailable",
};

export const hetzner: Adapter = {
  facts,
  connect(credential, { http, now, sleep, baseUrl = "https://api.hetzner.cloud/v1" }) {
    const token = credentialValue(credential, tokenField);
    if (isRetiredToken(token)) throw new ProviderFault("credential_retired");
    const zoneTtls = new Map<string, number>();
    const sentSets = createSentSets<ReadonlyMap<string, string>>();

    async function call(method: JsonRequest["method"], path: string, json?: unknown): Promise<JsonResponse> {
      const headers = { authorization: `Bearer ${token}` };
      const response = await sendJson(http, { method, url: baseUrl + path, headers, json });
      if (response.status < 300) return response;
      throw faultOf(response);
    }

    function faultOf(response: JsonResponse): ProviderFault {
      const error = errorSchema.safeParse(response.json).data?.error;
      const said = saidWithout([token], wordsOf(error));
      const common = faultOfStatus(response, said, now());
      const code = error === undefined ? undefined : codeOf(error);
      if (code === undefined) return common;
      const retryAfterMs = common.retryAfterMs ?? undefined;
      return new ProviderFault(code, {
        said,
        status: response.status,
        ...(code === "rate_limited" && { retryAfterMs }),
      });
    }

    async function listAll<T>(path: string, query: string, perPage: number, read: (json: unknown) => T[]) {
      const items: T[] = [];
      let next: number | null = 1;
      for (let page = 0; page < maxPages && next !== null; page += 1) {
        const response: JsonResponse = await call("GET", `${path}?${query}page=${next}&per_page=${perPage}`);
        const { pagination } = readAnswer(pageSchema, response).meta;
        items.push(...read(response.json));
        next = pagination.next_page;
        if (next === null) return { items, complete: (pagination.total_entries ?? items.length) === items.length };
      }
      return { items, complete: false };
    }

    function listHetznerZones(query: string) {
      const schema = z.object({ zones: z.array(zoneSchema) });
      return listAll("/zones", query, zonesPerPage, (json) => readAnswer(schema, { status: 200, json }).zones);
    }

    function zoneOf({ id, name, ttl, authoritative_nameservers }: z.infer<typeof zoneSchema>): Zone {
      zoneTtls.set(String(id), ttl);
      const assigned = authoritative_nameservers?.assigned.map(normaliseName) ?? [];
      return { id: String(id), name: normaliseName(name), nameservers: assigned.length > 0 ? assigned : null };
    }

    async function defaultTtlOf(zone: Zone): Promise<number> {
      const known = zoneTtls.get(zone.id);
      if (known !== undefined) return known;
      const response = await call("GET", `/zones/${encodeURIComponent(zone.id)}`);
      return readAnswer(z.object({ zone: zoneSchema }), response).zone.ttl;
    }

    async function setOf(zone: Zone, rrset: z.infer<typeof rrsetSchema>): Promise<ProviderSet> {
      const sent = new Map(rrset.records.map(({ value }) => [read(zone, rrset.type, value), value]));
      const set = {
        name: absoluteName(rrset.name, zone.name),
        type: rrset.type,
        ttl: rrset.ttl ?? (await defaultTtlOf(zone)),
        values: [...sent.keys()],
        ...(rrset.protection?.change === true && { locked: true }),
      };
      return sentSets.keep(set, sent);
    }

    /** Changes are done when their action is; most are at once. */
    async function act(method: JsonRequest["method"], path: string, json?: unknown): Promise<void> {
      let { action } = readAnswer(actionSchema, await call(method, path, json));
      for (let poll = 0; action.status === "running" && poll < actionPolls; poll += 1) {
        await sleep(actionPollMs);
        action = readAnswer(actionSchema, await call("GET", `/actions/${action.id}`)).action;
      }
      if (action.status === "success") return;
      const said = saidWithout([token], action.error?.message);
      const code = action.error && codeOf(action.error);
      throw new ProviderFault(action.status === "error" ? (code ?? "record_refused") : "provider_unavailable", {
        said,
      });
    }

    /** Adding and removing single records leaves the others as they are, with their comments, whoever changed them since. */
    async function changeRecords(
      zone: Zone,
      set: RecordSet,
      verb: "add" | "remove",
      values: readonly string[],
    ): Promise<void> {
      const path = `${setPath(zone, set)}/actions/${verb}_records`;
      for (let at = 0; at < values.length; at += recordsPerCall) {
        await act("POST", path, { records: values.slice(at, at + recordsPerCall).map((value) => ({ value })) });
      }
    }

    const api: SetApi = {
      async listZones() {
        const { items, complete } = await listHetznerZones("");
        return { zones: items.map(zoneOf), complete };
      },

      async findZoneAt(name) {
        const { items } = await listHetznerZones(`name=${encodeURIComponent(name)}&`);
        return items.map(zoneOf).find((zone) => zone.name === name) ?? null;
      },

      async listSets(zone, names) {
        const path = `/zones/${encodeURIComponent(zone.id)}/rrsets`;
        const schema = z.object({ rrsets: z.array(rrsetSchema) });
        const queries =
          names.length > maxSingleNames
            ? [""]
            : names.map((name) => `name=${encodeURIComponent(relativeName(name, zone.name))}&`);
        const sets: ProviderSet[] = [];
        for (const query of queries) {
          const { items, complete } = await listAll(
            path,
            query,
            setsPerPage,
            (json) => readAnswer(schema, { status: 200, json }).rrsets,
          );
          if (!complete) throw new ProviderFault("read_incomplete");
          for (const rrset of items) sets.push(await setOf(zone, rrset));
        }
        return sets;
      },

      async writeSet(zone, { before, after }) {
        const added = (after?.values ?? []).filter((value) => !before?.values.includes(value));
        const removed = (before?.values ?? []).filter((value) => !after?.values.includes(value));
        const sent = before === null ? new Map<string, string>() : sentSets.of(before);
        const present = (value: string) => presentationValue(after?.type ?? "", value);
        if (after !== null && before === null) {
          const { name, type, ttl } = after;
          const body = {
            name: relativeName(name, zone.name),
            type,
            ttl,
            records: added.map((value) => ({ value: present(value) })),
          };
          await act("POST", `/zones/${encodeURIComponent(zone.id)}/rrsets`, body);
        } else if (after !== null && after.type === "CNAME") {
          // There is never more than one record in it.
          await act("POST", `${setPath(zone, after)}/actions/set_records`, {
            records: added.map((value) => ({ value: present(value) })),
          });
        } else {
          if (after !== null) await changeRecords(zone, after, "add", added.map(present));
          if (before === null || removed.length === 0) return;
          await changeRecords(
            zone,
            before,
            "remove",
            removed.map((value) => sent.get(value) ?? value),
          ).catch(ignoreAbsent);
        }
      },
    };
    return createSetDriver(api, facts);
  },
};

/** Tokens of the DNS Console, and the first halves of today's: those have 64 characters. */
function isRetiredToken(token: string): boolean {
  return /^[A-Za-z0-9]{32}$/.test(token);
}

function setPath(zone: Zone, { name, type }: RecordSet): string {
  const label = encodeURIComponent(relativeName(name, zone.name));
  return `/zones/${encodeURIComponent(zone.id)}/rrsets/${label}/${type}`;
}

function read(zone: Zone, type: string, value: string): string {
  return canonicalValue(type, absoluteTarget(type, value, zone.name));
}

function codeOf({ code, message }: z.infer<typeof problemSchema>): ProviderFaultCode | undefined {
  if (/cname/i.test(message) && ["invalid_input", "conflict", "uniqueness_error"].includes(code))
    return "conflict_existing";
  return faultCodes[code];
}

function wordsOf(error: z.infer<typeof errorSchema>["error"] | undefined): string | undefined {
  const fields = error?.details?.fields?.map(({ name, messages }) => `${name}: ${messages.join(", ")}`) ?? [];
  return error && [error.message, ...fields].join(" ");
}

/** The set is gone with its last record. */
function ignoreAbsent(error: unknown): void {
  if (!(error instanceof ProviderFault) || error.status !== 404) throw error;
}
