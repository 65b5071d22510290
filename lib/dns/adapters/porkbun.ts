import { z } from "zod";
import type { Adapter, AdapterFacts, CredentialField, Zone } from "@/lib/dns/adapters/adapter";
import { asciiNameOf } from "@/lib/dns/adapters/ascii-name-of";
import { credentialValue, saidWithout } from "@/lib/dns/adapters/credential-values";
import { faultOfStatus } from "@/lib/dns/adapters/fault-of-status";
import { type JsonResponse, readAnswer, sendJson } from "@/lib/dns/adapters/json-api";
import { withoutPriority, withPriority } from "@/lib/dns/adapters/priority-field";
import { createOrExplain } from "@/lib/dns/adapters/refused-row";
import { createRowDriver, type Row, type RowApi } from "@/lib/dns/adapters/row-driver";
import { isRegistrable } from "@/lib/dns/public-suffix";
import { normalValue, relativeName } from "@/lib/dns/zones/canonical-value";
import { ProviderFault, type ProviderFaultCode } from "@/lib/dns/zones/provider-fault";

const keyField: CredentialField = {
  name: "api_key",
  label: "API key",
  help: "Starts with pk1_. Porkbun shows it once, when you create it.",
  secret: true,
  required: true,
  placeholder: "pk1_…",
};
const secretField: CredentialField = {
  name: "secret_api_key",
  label: "Secret key",
  help: "Starts with sk1_. Porkbun shows it once, together with the API key.",
  secret: true,
  required: true,
  placeholder: "sk1_…",
};

const facts: AdapterFacts = {
  provider: "porkbun",
  fields: [keyField, secretField],
  tokenUrl: "https://porkbun.com/account/api",
  permissions:
    "Create an API key, then switch “API access” on for each domain that Latchkey may write. The key reaches those domains and no others; Porkbun has no narrower keys.",
  gates: [
    {
      code: "gate_domain_switch",
      text: "API access is off for every new domain. In the list of domains, open the details of this one and switch “API access” on. “Opt in all domains” does it for the whole account.",
      url: "https://porkbun.com/account/domainsSpeedy",
    },
  ],
  types: ["A", "AAAA", "CAA", "CNAME", "MX", "SRV", "TXT"],
  minTtl: 600,
  batch: 1,
  rate: { requests: 1, seconds: 1 },
  publishedAfterSeconds: 60,
  checkedAt: "2026-11-28",
};

const domainsPerPage = 1_000;
const maxPages = 10;
/** The limit is answered without a `Retry-After`, and retries within a second count against it. */
const limitedForMs = 2_000;

const number = z.union([z.string(), z.number()]).transform(Number).pipe(z.number().int().min(0));
const domainsSchema = z.object({ domains: z.array(z.object({ domain: z.string() })) });
const recordsSchema = z.object({
  records: z.array(
    z.object({
      id: z.union([z.string(), z.number()]).transform(String),
      name: z.string(),
      type: z.string(),
      content: z.string(),
      ttl: number,
      prio: number.nullish(),
    }),
  ),
});
type PorkbunRecord = z.infer<typeof recordsSchema>["records"][number];

const errorSchema = z.object({ message: z.string().optional(), code: z.string().optional() });

/** By message: the codes are newer than most of the answers that are known. */
const errors: readonly (readonly [RegExp, ProviderFaultCode])[] = [
  [/not opted in to api access/i, "gate_domain_switch"],
  [/api access has been disabled|invalid api ?key|require an api key|invalid secret/i, "credential_invalid"],
  [/^invalid domain/i, "zone_not_here"],
  [/rate limit|too many requests/i, "rate_limited"],
];

export const porkbun: Adapter = {
  facts,
  connect(credential, { http, now, baseUrl = "https://api.porkbun.com/api/json/v3" }) {
    const keys = {
      apikey: credentialValue(credential, keyField),
      secretapikey: credentialValue(credential, secretField),
    };

    async function post(path: string, body: Record<string, string> = {}): Promise<JsonResponse> {
      const response = await sendJson(http, { method: "POST", url: baseUrl + path, json: { ...body, ...keys } });
      // An error may come with the status 200.
      const isSuccess = z.object({ status: z.literal("SUCCESS") }).safeParse(response.json).success;
      if (isSuccess && response.status < 300) return response;
      throw faultOf(response, { isWrite: /^\/dns\/(create|delete)\//.test(path) });
    }

    function faultOf(response: JsonResponse, { isWrite }: { isWrite: boolean }): ProviderFault {
      const { status, json } = response;
      const error = errorSchema.safeParse(json);
      const said = saidWithout(Object.values(keys), error.data?.message);
      const fault = faultOfStatus(response, said, now());
      // A page instead of JSON: 503 is the rate limit, the rest says nothing about the key or the zone.
      if (!error.success || error.data.message === undefined) {
        const code = status === 503 || status === 429 ? "rate_limited" : "provider_unavailable";
        return new ProviderFault(code, { status, retryAfterMs: fault.retryAfterMs ?? limitedForMs });
      }
      const code = errors.find(([pattern]) => pattern.test(error.data.message ?? ""))?.[1];
      if (code !== undefined) {
        const wait = code === "rate_limited" ? (fault.retryAfterMs ?? limitedForMs) : undefined;
        return new ProviderFault(code, { said, status, retryAfterMs: wait });
      }
      if (status >= 300 && fault.code !== "record_refused") return fault;
      return new ProviderFault(isWrite ? "record_refused" : "provider_unavailable", { said, status });
    }

    async function retrieve(domain: string): Promise<PorkbunRecord[]> {
      return readAnswer(recordsSchema, await post(`/dns/retrieve/${encodeURIComponent(domain)}`)).records;
    }

    const api: RowApi = {
      async listZones() {
        const zones: Zone[] = [];
        for (let page = 0; page < maxPages; page += 1) {
          const start = String(page * domainsPerPage);
          const { domains } = readAnswer(domainsSchema, await post("/domain/listAll", { start }));
          zones.push(...domains.map(({ domain }) => zoneOf(domain, [])));
          if (domains.length < domainsPerPage) return { zones, complete: true };
        }
        return { zones, complete: false };
      },

      async findZoneAt(name) {
        // Its zones are domains as registered; a name below one is answered as an invalid domain.
        if (!isRegistrable(name)) return null;
        try {
          return zoneOf(name, await retrieve(name));
        } catch (error) {
          if (error instanceof ProviderFault && error.code === "zone_not_here") return null;
          throw error;
        }
      },

      listRows: async (zone) => (await retrieve(zone.id)).map(rowOf),

      async createRow(zone, row) {
        const { priority, content } = withoutPriority(row.type, row.value);
        await createOrExplain(api, zone, row, async () => {
          await post(`/dns/create/${encodeURIComponent(zone.id)}`, {
            name: relativeName(row.name, zone.name, ""),
            type: row.type,
            content,
            ttl: String(row.ttl),
            ...(priority !== null && { prio: String(priority) }),
          });
        });
      },

      async deleteRow(zone, row) {
        try {
          await post(`/dns/delete/${encodeURIComponent(zone.id)}/${encodeURIComponent(row.id)}`);
        } catch (error) {
          // The same words for an id that is gone and for one that may not be deleted.
          if (!(error instanceof ProviderFault) || error.code !== "record_refused") throw error;
          if ((await api.listRows(zone, [row.name])).some(({ id }) => id === row.id)) throw error;
        }
      },
    };
    return createRowDriver(api, facts);
  },
};

function zoneOf(domain: string, records: readonly PorkbunRecord[]): Zone {
  const name = asciiNameOf(domain);
  const nameservers = records
    .filter((record) => record.type === "NS" && asciiNameOf(record.name) === name)
    .map(({ content }) => asciiNameOf(content));
  return { id: name, name, nameservers: nameservers.length === 0 ? null : nameservers };
}

function rowOf({ id, name, type, content, ttl, prio }: PorkbunRecord): Row {
  // TXT is bare on the wire: quotes in it belong to the text.
  return { id, name: asciiNameOf(name), type, ttl, value: normalValue(type, withPriority(type, prio, content)) };
}
