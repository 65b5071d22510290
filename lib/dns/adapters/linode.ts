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
  help: "Linode shows it once, when you create it.",
  secret: true,
  required: true,
  placeholder: null,
};

const facts: AdapterFacts = {
  provider: "linode",
  fields: [tokenField],
  tokenUrl: "https://cloud.linode.com/profile/tokens",
  permissions:
    "Create a Personal Access Token → Domains: Read/Write, and “No Access” to everything else. A restricted user reaches only the domains that it was granted: use the token of one to narrow it further.",
  gates: [],
  types: ["A", "AAAA", "CAA", "CNAME", "MX", "SRV", "TXT"],
  minTtl: 300,
  batch: 1,
  rate: { requests: 100, seconds: 60 },
  // The nameservers load changed zones about every quarter of an hour.
  publishedAfterSeconds: 900,
  checkedAt: "2026-11-28",
};

const perPage = 500;
const maxPages = 40;
/** Others are rounded, so they are chosen here. 0 is the zone's default. */
const ttls = [300, 3600, 7200, 14400, 28800, 57600, 86400, 172800, 345600, 604800, 1209600, 2419200];
const defaultTtl = 86_400;
/** Linode gives every zone the same. */
const nameservers = [1, 2, 3, 4, 5].map((number) => `ns${number}.linode.com`);

const pageSchema = z.object({ page: z.number().int(), pages: z.number().int(), results: z.number().int() });
const domainsSchema = pageSchema.extend({
  data: z.array(z.object({ id: z.number().int(), domain: z.string(), type: z.string().nullish() })),
});
const recordSchema = z.object({
  id: z.number().int(),
  type: z.string(),
  name: z.string().nullish(),
  target: z.string().nullish(),
  ttl_sec: z.number().int(),
  priority: z.number().int().nullish(),
  weight: z.number().int().nullish(),
  port: z.number().int().nullish(),
  tag: z.string().nullish(),
});
const recordsSchema = pageSchema.extend({ data: z.array(recordSchema) });
const errorSchema = z.object({ errors: z.array(z.object({ field: z.string().nullish(), reason: z.string() })) });

export const linode: Adapter = {
  facts,
  connect(credential, { http, now, baseUrl = "https://api.linode.com/v4" }) {
    const token = credentialValue(credential, tokenField);

    async function call(
      method: JsonRequest["method"],
      path: string,
      { json, filter }: { json?: unknown; filter?: unknown } = {},
    ): Promise<JsonResponse> {
      const headers = {
        authorization: `Bearer ${token}`,
        ...(filter !== undefined && { "x-filter": JSON.stringify(filter) }),
      };
      const response = await sendJson(http, { method, url: baseUrl + path, headers, json });
      if (response.status < 300) return response;
      const errors = errorSchema.safeParse(response.json).data?.errors ?? [];
      const words = errors.map(({ field, reason }) => (field ? `${field}: ${reason}` : reason)).join("; ");
      throw faultOfStatus(response, saidWithout([token], words), now());
    }

    /** @throws read_incomplete: the list changed between two pages */
    async function listAll<T extends z.infer<typeof domainsSchema> | z.infer<typeof recordsSchema>>(
      schema: z.ZodType<T>,
      path: string,
      filter?: unknown,
    ): Promise<{ items: T["data"][number][]; complete: boolean }> {
      const items: T["data"][number][] = [];
      for (let page = 1; page <= maxPages; page += 1) {
        const search = new URLSearchParams({ page: String(page), page_size: String(perPage) });
        const answer = readAnswer(schema, await call("GET", `${path}?${search}`, { filter }));
        items.push(...answer.data);
        if (page < answer.pages) continue;
        if (items.length !== answer.results) throw new ProviderFault("read_incomplete");
        return { items, complete: true };
      }
      return { items, complete: false };
    }

    const path = (zone: Zone) => `/domains/${encodeURIComponent(zone.id)}/records`;

    const api: RowApi = {
      async listZones() {
        const { items, complete } = await listAll(domainsSchema, "/domains");
        return { zones: items.map(zoneOf), complete };
      },

      async findZoneAt(name) {
        const { items } = await listAll(domainsSchema, "/domains", { domain: name });
        const found = items.find(({ domain }) => normaliseName(domain) === name);
        if (found?.type === "slave") {
          throw new ProviderFault("zone_read_only", { said: "Linode is secondary DNS for this domain." });
        }
        return found === undefined ? null : zoneOf(found);
      },

      async listRows(zone) {
        const { items, complete } = await listAll(recordsSchema, path(zone));
        if (!complete) throw new ProviderFault("read_incomplete");
        return items.map((record) => rowOf(record, zone));
      },

      async createRow(zone, row) {
        const json = bodyOf(row, zone);
        await createOrExplain(api, zone, row, async () => {
          const created = readAnswer(recordSchema, await call("POST", path(zone), { json }));
          // Some types lose the TTL when they are created, and keep it when they are changed.
          if (created.ttl_sec !== json.ttl_sec) await call("PUT", `${path(zone)}/${created.id}`, { json });
        });
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

function zoneOf({ id, domain }: { id: number; domain: string }): Zone {
  return { id: String(id), name: normaliseName(domain), nameservers };
}

function rowOf(record: z.infer<typeof recordSchema>, zone: Zone): Row {
  const { id, type, name, ttl_sec } = record;
  return {
    id: String(id),
    name: absoluteName(name ?? "", zone.name),
    type,
    ttl: ttl_sec === 0 ? defaultTtl : ttl_sec,
    value: readValue(record),
  };
}

function readValue({ type, target, priority, weight, port, tag }: z.infer<typeof recordSchema>): string {
  const written = target ?? "";
  switch (type) {
    case "TXT":
      return written;
    case "SRV":
      return canonicalValue(type, `${priority ?? 0} ${weight ?? 0} ${port ?? 0} ${written}`);
    case "CAA":
      return canonicalValue(type, `0 ${tag ?? ""} ${quoteText(written)}`);
    default:
      // A null MX has no target here.
      return normalValue(type, withPriority(type, priority, written === "" ? "." : written));
  }
}

function bodyOf(
  { name, type, ttl, value }: Omit<Row, "id">,
  zone: Zone,
): Record<string, unknown> & { ttl_sec: number } {
  const label = relativeName(name, zone.name, "");
  const common = { type, name: label, ttl_sec: ttls.find((allowed) => allowed >= ttl) ?? 2_419_200 };
  switch (type) {
    case "SRV": {
      const [priority, weight, port, target] = value.split(" ");
      // The API makes the name of these two, below the zone's own name.
      const [, service, protocol] = /^_([^.]+)\._([^.]+)$/.exec(label) ?? [];
      if (service === undefined) {
        refuse("Linode takes SRV records only directly below the domain, as _service._protocol.");
      }
      const numbers = { priority: Number(priority), weight: Number(weight), port: Number(port) };
      return { type, ttl_sec: common.ttl_sec, service, protocol, ...numbers, target };
    }
    case "CAA": {
      const [, flags, tag, written = ""] = /^(\d+) (\S+) (.*)$/s.exec(value) ?? [];
      const target = unquoteText(written);
      if (flags !== "0") refuse("Linode takes no flags in CAA records.");
      if (/\s/.test(target)) refuse("Linode takes no spaces in the value of CAA records.");
      return { ...common, tag, target };
    }
    default: {
      const { priority, content } = withoutPriority(type, value);
      return { ...common, target: content === "." ? "" : content, ...(priority !== null && { priority }) };
    }
  }
}

function refuse(said: string): never {
  throw new ProviderFault("record_refused", { said });
}
