import { z } from "zod";
import type { Adapter, AdapterFacts, CredentialField, Zone } from "@/lib/dns/adapters/adapter";
import { credentialValue, saidWithout } from "@/lib/dns/adapters/credential-values";
import { faultOfStatus } from "@/lib/dns/adapters/fault-of-status";
import { type JsonRequest, type JsonResponse, readAnswer, sendJson } from "@/lib/dns/adapters/json-api";
import { createSentSets, repeatValues } from "@/lib/dns/adapters/sent-sets";
import { createSetDriver, type ProviderSet, type SetApi, type SetWrite } from "@/lib/dns/adapters/set-driver";
import { normaliseName } from "@/lib/dns/domain-name";
import { canonicalValue, presentationValue, relativeName } from "@/lib/dns/zones/canonical-value";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";

const tokenField: CredentialField = {
  name: "token",
  label: "Token",
  help: "From desec.io, “Token management”. It is shown once, when it is created.",
  secret: true,
  required: true,
  placeholder: null,
};

const facts: AdapterFacts = {
  provider: "desec",
  fields: [tokenField],
  tokenUrl: "https://desec.io/tokens",
  permissions:
    "Create a token without any of the permissions to create or delete domains or to manage tokens. Then add two policies to it: a default policy (domain, subname and type empty) without write permission, and one for your domain (subname and type empty) with write permission. Reading cannot be restricted. If you set a maximum age, store a new token here before it ends.",
  gates: [],
  types: ["A", "AAAA", "CAA", "CNAME", "MX", "SRV", "TXT"],
  minTtl: 3600,
  batch: 200,
  // Reads: 10 a second and 50 a minute. Writes to one domain: 2 a second, 15 a minute, 100 an hour, 300 a day.
  rate: { requests: 15, seconds: 60 },
  publishedAfterSeconds: 60,
  checkedAt: "2026-11-28",
};

const maxTtl = 86_400;
const maxPages = 100;
/** More names than this are read with the whole zone. */
const maxSingleNames = 3;
const nameservers = ["ns1.desec.io", "ns2.desec.org"];

const domainSchema = z.object({ name: z.string() });
const rrsetSchema = z.object({
  name: z.string(),
  type: z.string(),
  ttl: z.number().int(),
  records: z.array(z.string()),
});

export const desec: Adapter = {
  facts,
  connect(credential, { http, now, baseUrl = "https://desec.io/api/v1" }) {
    const token = credentialValue(credential, tokenField);
    const sentSets = createSentSets<readonly string[]>();

    async function call(method: JsonRequest["method"], path: string, json?: unknown): Promise<JsonResponse> {
      const headers = { authorization: `Token ${token}` };
      const response = await sendJson(http, { method, url: baseUrl + path, headers, json });
      if (response.status < 300) return response;
      throw faultOf(response);
    }

    function faultOf(response: JsonResponse): ProviderFault {
      const said = saidWithout([token], wordsOf(response.json));
      const isConflict = response.status === 400 && /conflicting type/i.test(said ?? "");
      if (isConflict) return new ProviderFault("conflict_existing", { said, status: 400 });
      // Two requests for one domain at the same time.
      if (response.status === 409) return new ProviderFault("read_incomplete", { said, status: 409 });
      return faultOfStatus(response, said, now());
    }

    /** `query` without the cursor. A list of more than 500 items is refused where a request names no cursor. */
    async function listAll<T>(
      path: string,
      query: string,
      schema: z.ZodType<T>,
    ): Promise<{ items: T[]; complete: boolean }> {
      const items: T[] = [];
      let cursor: string | null = "";
      for (let page = 0; page < maxPages; page += 1) {
        const response: JsonResponse = await call("GET", `${path}?${query}cursor=${encodeURIComponent(cursor)}`);
        items.push(...readAnswer(z.array(schema), response));
        cursor = nextCursor(response.headers.link);
        if (cursor === null) return { items, complete: true };
      }
      return { items, complete: false };
    }

    function setOf(rrset: z.infer<typeof rrsetSchema>): ProviderSet {
      const set = {
        name: normaliseName(rrset.name),
        type: rrset.type,
        ttl: rrset.ttl,
        values: rrset.records.map((value) => canonicalValue(rrset.type, value)),
      };
      return sentSets.keep(set, rrset.records);
    }

    function rrsetOf(zone: Zone, { before, after }: SetWrite): unknown {
      const changed = after ?? before;
      if (changed === null) return null;
      const { type } = changed;
      const place = { subname: relativeName(changed.name, zone.name, ""), type };
      if (after === null) return { ...place, records: [] };
      const records = repeatValues(
        after.values,
        before === null ? [] : sentSets.of(before),
        (value) => canonicalValue(type, value),
        (value) => presentationValue(type, value),
      );
      return { ...place, ttl: Math.min(after.ttl, maxTtl), records };
    }

    const api: SetApi = {
      async listZones() {
        const { items, complete } = await listAll("/domains/", "", domainSchema);
        return { zones: items.map(({ name }) => zoneOf(normaliseName(name))), complete };
      },

      async findZoneAt(name) {
        try {
          const domain = readAnswer(domainSchema, await call("GET", `/domains/${encodeURIComponent(name)}/`));
          return normaliseName(domain.name) === name ? zoneOf(name) : null;
        } catch (error) {
          if (error instanceof ProviderFault && error.status === 404) return null;
          throw error;
        }
      },

      async listSets(zone, names) {
        const path = `/domains/${encodeURIComponent(zone.id)}/rrsets/`;
        const queries =
          names.length > maxSingleNames
            ? [""]
            : names.map((name) => `subname=${encodeURIComponent(relativeName(name, zone.name, ""))}&`);
        const sets: ProviderSet[] = [];
        for (const query of queries) {
          const { items, complete } = await listAll(path, query, rrsetSchema);
          if (!complete) throw new ProviderFault("read_incomplete");
          sets.push(...items.map((rrset) => setOf(rrset)));
        }
        return sets;
      },

      writeSet: (zone, write) => writeSets(zone, [write]),
      writeSets,
    };

    /** One signing operation for all, and all or nothing. A set without records is one that is deleted, or was absent. */
    async function writeSets(zone: Zone, writes: readonly SetWrite[]): Promise<void> {
      const rrsets = writes.map((write) => rrsetOf(zone, write)).filter((rrset) => rrset !== null);
      await call("PATCH", `/domains/${encodeURIComponent(zone.id)}/rrsets/`, rrsets);
    }

    return createSetDriver(api, facts);
  },
};

function zoneOf(name: string): Zone {
  return { id: name, name, nameservers };
}

/** Only the cursor of the link is used: the request goes where the others go. */
function nextCursor(link: string | undefined): string | null {
  const next = /<([^<>]*)>\s*;\s*rel="next"/.exec(link ?? "")?.[1];
  return next === undefined ? null : new URLSearchParams(next.slice(next.indexOf("?") + 1)).get("cursor");
}

/** Errors are a text, or lists of texts by field, or for several sets a list of those with an empty object for each right one. */
function wordsOf(json: unknown): string | undefined {
  if (typeof json === "string") return json;
  if (Array.isArray(json)) return json.map(wordsOf).filter(Boolean).join(" ") || undefined;
  if (typeof json !== "object" || json === null) return undefined;
  const words = Object.entries(json).map(([field, value]) => {
    const text = wordsOf(value);
    return text === undefined || field === "detail" || field === "non_field_errors" ? text : `${field}: ${text}`;
  });
  return words.filter(Boolean).join(" ") || undefined;
}
