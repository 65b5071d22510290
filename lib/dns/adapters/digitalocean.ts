import { z } from "zod";
import type { Adapter, AdapterFacts, CredentialField, Zone } from "@/lib/dns/adapters/adapter";
import { credentialValue, saidWithout } from "@/lib/dns/adapters/credential-values";
import { faultOfStatus } from "@/lib/dns/adapters/fault-of-status";
import { type JsonRequest, type JsonResponse, readAnswer, sendJson } from "@/lib/dns/adapters/json-api";
import { withoutPriority, withPriority } from "@/lib/dns/adapters/priority-field";
import { createOrExplain } from "@/lib/dns/adapters/refused-row";
import { createRowDriver, type Row, type RowApi } from "@/lib/dns/adapters/row-driver";
import { normaliseName } from "@/lib/dns/domain-name";
import {
  absoluteName,
  canonicalValue,
  normalValue,
  quoteText,
  relativeName,
  unquoteText,
} from "@/lib/dns/zones/canonical-value";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";

const tokenField: CredentialField = {
  name: "api_token",
  label: "Personal access token",
  help: "DigitalOcean shows it once, when you generate it.",
  secret: true,
  required: true,
  placeholder: "dop_v1_…",
};

const facts: AdapterFacts = {
  provider: "digitalocean",
  fields: [tokenField],
  tokenUrl: "https://cloud.digitalocean.com/account/api/tokens",
  permissions:
    "Generate New Token → Custom Scopes → domain: read, create, update and delete, and nothing else. A token reaches every domain of its team; DigitalOcean has no narrower ones.",
  gates: [],
  types: ["A", "AAAA", "CAA", "CNAME", "MX", "SRV", "TXT"],
  minTtl: 30,
  batch: 1,
  // 5,000 an hour, and 250 a minute.
  rate: { requests: 200, seconds: 60 },
  publishedAfterSeconds: 10,
  checkedAt: "2026-11-28",
};

const perPage = 200;
const maxPages = 50;
/** Up to so many names are asked for one by one; more, and the whole zone is read. */
const maxNameQueries = 3;
/** DigitalOcean counts the octets of the quoted form; undocumented, found by others. */
const maxQuotedText = 509;
/** DigitalOcean gives every zone the same. */
const nameservers = ["ns1.digitalocean.com", "ns2.digitalocean.com", "ns3.digitalocean.com"];

const pageSchema = z.object({ meta: z.object({ total: z.number().int() }) });
const domainSchema = z.object({ name: z.string() });
const domainsSchema = pageSchema.extend({ domains: z.array(domainSchema) });
const recordSchema = z.object({
  id: z.number().int(),
  type: z.string(),
  name: z.string(),
  data: z.string(),
  ttl: z.number().int(),
  priority: z.number().int().nullish(),
  port: z.number().int().nullish(),
  weight: z.number().int().nullish(),
  flags: z.number().int().nullish(),
  tag: z.string().nullish(),
});
const recordsSchema = pageSchema.extend({ domain_records: z.array(recordSchema) });
const errorSchema = z.object({ id: z.string(), message: z.string() });

export const digitalocean: Adapter = {
  facts,
  connect(credential, { http, now, baseUrl = "https://api.digitalocean.com/v2" }) {
    const token = credentialValue(credential, tokenField);

    async function call(method: JsonRequest["method"], path: string, json?: unknown): Promise<JsonResponse> {
      const headers = { authorization: `Bearer ${token}` };
      const response = await sendJson(http, { method, url: baseUrl + path, headers, json });
      if (response.status < 300) return response;
      const said = saidWithout([token], errorSchema.safeParse(response.json).data?.message);
      throw faultOfStatus(response, said, now());
    }

    /** @throws read_incomplete: the list changed between two pages */
    async function listAll<T>(
      path: string,
      query: Record<string, string>,
      read: (response: JsonResponse) => { items: T[]; total: number },
    ): Promise<{ items: T[]; complete: boolean }> {
      const items: T[] = [];
      for (let page = 1; page <= maxPages; page += 1) {
        const search = new URLSearchParams({ ...query, per_page: String(perPage), page: String(page) });
        const answer = read(await call("GET", `${path}?${search}`));
        items.push(...answer.items);
        if (items.length >= answer.total) return { items, complete: true };
        if (answer.items.length === 0) throw new ProviderFault("read_incomplete");
      }
      return { items, complete: false };
    }

    const path = (zone: Zone) => `/domains/${encodeURIComponent(zone.id)}/records`;

    const api: RowApi = {
      async listZones() {
        const { items, complete } = await listAll("/domains", {}, (response) => {
          const { domains, meta } = readAnswer(domainsSchema, response);
          return { items: domains, total: meta.total };
        });
        return { zones: items.map(zoneOf), complete };
      },

      async findZoneAt(name) {
        try {
          const response = await call("GET", `/domains/${encodeURIComponent(name)}`);
          const zone = zoneOf(readAnswer(z.object({ domain: domainSchema }), response).domain);
          return zone.name === name ? zone : null;
        } catch (error) {
          if (error instanceof ProviderFault && error.status === 404) return null;
          throw error;
        }
      },

      async listRows(zone, names) {
        const queries = names.length <= maxNameQueries ? names.map((name) => ({ name })) : [{}];
        const rows: Row[] = [];
        for (const query of queries) {
          const { items, complete } = await listAll(path(zone), query, (response) => {
            const { domain_records, meta } = readAnswer(recordsSchema, response);
            return { items: domain_records, total: meta.total };
          });
          if (!complete) throw new ProviderFault("read_incomplete");
          rows.push(...items.map((record) => rowOf(record, zone)));
        }
        return rows;
      },

      async createRow(zone, row) {
        const body = bodyOf(row, zone);
        await createOrExplain(api, zone, row, async () => void (await call("POST", path(zone), body)));
      },

      async deleteRow(zone, row) {
        try {
          await call("DELETE", `${path(zone)}/${encodeURIComponent(row.id)}`);
        } catch (error) {
          if (!(error instanceof ProviderFault) || error.status !== 404) throw error;
        }
      },
    };
    return createRowDriver(api, facts);
  },
};

function zoneOf({ name }: z.infer<typeof domainSchema>): Zone {
  const normal = normaliseName(name);
  return { id: normal, name: normal, nameservers };
}

function rowOf(record: z.infer<typeof recordSchema>, zone: Zone): Row {
  const { id, type, name, ttl } = record;
  return { id: String(id), name: absoluteName(name, zone.name), type, ttl, value: readValue(record, zone) };
}

function readValue(
  { type, data, priority, weight, port, flags, tag }: z.infer<typeof recordSchema>,
  zone: Zone,
): string {
  // The zone's own name is sent as @, also as a target.
  const target = data === "@" ? zone.name : data;
  switch (type) {
    case "TXT":
      return data;
    case "SRV":
      return canonicalValue(type, `${priority ?? 0} ${weight ?? 0} ${port ?? 0} ${target}`);
    case "CAA":
      return canonicalValue(type, `${flags ?? 0} ${tag ?? ""} ${quoteText(data)}`);
    default:
      return normalValue(type, withPriority(type, priority, target));
  }
}

function bodyOf({ name, type, ttl, value }: Omit<Row, "id">, zone: Zone): Record<string, unknown> {
  const common = { type, name: relativeName(name, zone.name, "@"), ttl };
  switch (type) {
    case "A":
    case "AAAA":
      return { ...common, data: value };
    case "TXT":
      assertText(value);
      return { ...common, data: value };
    case "SRV": {
      const [priority, weight, port, target] = value.split(" ");
      return { ...common, priority: Number(priority), weight: Number(weight), port: Number(port), data: `${target}.` };
    }
    case "CAA": {
      const [, flags, tag, written = ""] = /^(\d+) (\S+) (.*)$/s.exec(value) ?? [];
      const data = unquoteText(written);
      if (/\s/.test(data)) refuse("DigitalOcean takes no spaces in the value of CAA records.");
      // The API requires a final dot, and answers without it.
      return { ...common, flags: Number(flags), tag, data: `${data}.` };
    }
    default: {
      const { priority, content } = withoutPriority(type, value);
      if (content === ".") refuse("DigitalOcean takes no null MX records.");
      return { ...common, data: `${content}.`, ...(priority !== null && { priority }) };
    }
  }
}

/** What the API refuses or changes without a word. */
function assertText(text: string): void {
  if (text === "" || text.includes("\\")) refuse("DigitalOcean takes no empty text and no backslashes in TXT records.");
  if (Buffer.byteLength(quoteText(text)) > maxQuotedText)
    refuse("DigitalOcean takes TXT records of 500 characters at most.");
}

function refuse(said: string): never {
  throw new ProviderFault("record_refused", { said });
}
