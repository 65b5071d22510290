import { z } from "zod";
import type { Adapter, AdapterFacts, CredentialField, Zone } from "@/lib/dns/adapters/adapter";
import { asciiNameOf } from "@/lib/dns/adapters/ascii-name-of";
import { credentialValue, saidWithout } from "@/lib/dns/adapters/credential-values";
import { faultOfStatus } from "@/lib/dns/adapters/fault-of-status";
import { type JsonRequest, type JsonResponse, readAnswer, sendJson } from "@/lib/dns/adapters/json-api";
import { withoutPriority, withPriority } from "@/lib/dns/adapters/priority-field";
import { createOrExplain } from "@/lib/dns/adapters/refused-row";
import { createRowDriver, type Row, type RowApi } from "@/lib/dns/adapters/row-driver";
import { absoluteName, canonicalValue, relativeName } from "@/lib/dns/zones/canonical-value";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";

const keyField: CredentialField = {
  name: "api_key",
  label: "API key",
  help: "The personal access token on the page “API” of your account.",
  secret: true,
  required: true,
  placeholder: null,
};

const facts: AdapterFacts = {
  provider: "vultr",
  fields: [keyField],
  tokenUrl: "https://my.vultr.com/settings/#settingsapi",
  permissions:
    "Enable the API, and add the address of your Latchkey server under “Access control”. A key can do whatever its user can: create a sub-user whose only permission is “Manage DNS”, and use that user's key.",
  gates: [
    {
      code: "gate_ip_allowlist",
      text: "Vultr accepts a key only from the addresses under “Access control” on the same page. Add the address that the error names; IPv4 and IPv6 are listed apart.",
      url: "https://my.vultr.com/settings/#settingsapi",
    },
  ],
  types: ["A", "AAAA", "CAA", "CNAME", "MX", "SRV", "TXT"],
  minTtl: 120,
  batch: 1,
  rate: { requests: 20, seconds: 1 },
  publishedAfterSeconds: 60,
  checkedAt: "2026-11-28",
};

const perPage = 500;
const maxPages = 40;
/** Vultr gives every zone the same. */
const nameservers = ["ns1.vultr.com", "ns2.vultr.com"];

const metaSchema = z.object({
  meta: z.object({ total: z.number().int(), links: z.object({ next: z.string().nullish() }) }),
});
const domainSchema = z.object({ domain: z.string() });
const domainsSchema = metaSchema.extend({ domains: z.array(domainSchema) });
const recordsSchema = metaSchema.extend({
  records: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      name: z.string(),
      data: z.string(),
      priority: z.number().int().nullish(),
      ttl: z.number().int(),
    }),
  ),
});
type VultrRecord = z.infer<typeof recordsSchema>["records"][number];

const errorSchema = z.object({ error: z.string() });

export const vultr: Adapter = {
  facts,
  connect(credential, { http, now, baseUrl = "https://api.vultr.com/v2" }) {
    const key = credentialValue(credential, keyField);

    async function call(method: JsonRequest["method"], path: string, json?: unknown): Promise<JsonResponse> {
      const headers = { authorization: `Bearer ${key}` };
      const response = await sendJson(http, { method, url: baseUrl + path, headers, json });
      if (response.status < 300) return response;
      throw faultOf(response);
    }

    function faultOf(response: JsonResponse): ProviderFault {
      const said = saidWithout([key], errorSchema.safeParse(response.json).data?.error);
      const address = /unauthorized ip address:?\s*([0-9a-f.:]+)/i.exec(said ?? "")?.[1];
      if (address !== undefined) {
        return new ProviderFault("gate_ip_allowlist", { said, status: response.status, address });
      }
      const fault = faultOfStatus(response, said, now());
      const isLimited = response.status === 503 && /rate limit/i.test(said ?? "");
      return isLimited
        ? new ProviderFault("rate_limited", { said, status: 503, retryAfterMs: fault.retryAfterMs ?? 1_000 })
        : fault;
    }

    /** @throws ProviderFault read_incomplete: the list changed between two pages */
    async function listAll<T>(
      path: string,
      read: (response: JsonResponse) => z.infer<typeof metaSchema> & { items: readonly T[] },
    ): Promise<{ items: T[]; complete: boolean }> {
      const items: T[] = [];
      const totals = new Set<number>();
      let cursor = "";
      for (let page = 0; page < maxPages; page += 1) {
        const query = new URLSearchParams({ per_page: String(perPage), ...(cursor !== "" && { cursor }) });
        const { meta, items: some } = read(await call("GET", `${path}?${query}`));
        items.push(...some);
        totals.add(meta.total);
        cursor = meta.links.next ?? "";
        if (cursor !== "") continue;
        if (totals.size > 1 || items.length !== meta.total) throw new ProviderFault("read_incomplete");
        return { items, complete: true };
      }
      return { items, complete: false };
    }

    const api: RowApi = {
      async listZones() {
        const { items, complete } = await listAll("/domains", (response) => {
          const { domains, meta } = readAnswer(domainsSchema, response);
          return { meta, items: domains };
        });
        return { zones: items.map(({ domain }) => zoneOf(domain)), complete };
      },

      async findZoneAt(name) {
        try {
          const response = await call("GET", `/domains/${encodeURIComponent(name)}`);
          const { domain } = readAnswer(z.object({ domain: domainSchema }), response).domain;
          return asciiNameOf(domain) === name ? zoneOf(domain) : null;
        } catch (error) {
          if (error instanceof ProviderFault && (error.status === 404 || isInvalidDomain(error))) return null;
          throw error;
        }
      },

      async listRows(zone) {
        const { items, complete } = await listAll(`/domains/${encodeURIComponent(zone.id)}/records`, (response) => {
          const { records, meta } = readAnswer(recordsSchema, response);
          return { meta, items: records };
        });
        if (!complete) throw new ProviderFault("read_incomplete");
        return items.map((record) => rowOf(record, zone));
      },

      async createRow(zone, row) {
        const { priority, content } = withoutPriority(row.type, row.value);
        const body = {
          name: relativeName(row.name, zone.name, ""),
          type: row.type,
          data: row.type === "TXT" ? quoted(content) : content,
          ttl: row.ttl,
          priority: priority ?? 0,
        };
        await createOrExplain(api, zone, row, async () => {
          await call("POST", `/domains/${encodeURIComponent(zone.id)}/records`, body);
        });
      },

      async deleteRow(zone, row) {
        try {
          await call("DELETE", `/domains/${encodeURIComponent(zone.id)}/records/${encodeURIComponent(row.id)}`);
        } catch (error) {
          if (!(error instanceof ProviderFault) || error.status !== 404) throw error;
        }
      },
    };
    return createRowDriver(api, facts);
  },
};

function isInvalidDomain({ code, said }: ProviderFault): boolean {
  return code === "record_refused" && /invalid domain/i.test(said ?? "");
}

function zoneOf(domain: string): Zone {
  const name = asciiNameOf(domain);
  return { id: name, name, nameservers };
}

function rowOf({ id, type, name, data, priority, ttl }: VultrRecord, zone: Zone): Row {
  // Targets come in Unicode.
  const text = ["CNAME", "MX", "NS", "SRV"].includes(type) ? data.replace(/\S+$/, asciiNameOf) : data;
  const value = canonicalValue(type, withPriority(type, priority, text));
  return { id, name: absoluteName(name, zone.name), type, ttl, value };
}

/** One pair of quotes around the whole text, whatever its length; Vultr has no way to write a quote inside. */
function quoted(text: string): string {
  if (/["\\]/.test(text)) {
    throw new ProviderFault("record_refused", { said: "Vultr takes no quotes or backslashes in TXT records." });
  }
  return `"${text}"`;
}
