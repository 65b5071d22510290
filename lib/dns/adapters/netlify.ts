import { z } from "zod";
import type { Adapter, AdapterFacts, CredentialField, Zone } from "@/lib/dns/adapters/adapter";
import { credentialValue, saidWithout } from "@/lib/dns/adapters/credential-values";
import { faultOfStatus } from "@/lib/dns/adapters/fault-of-status";
import { type JsonRequest, type JsonResponse, readAnswer, sendJson } from "@/lib/dns/adapters/json-api";
import { withoutPriority, withPriority } from "@/lib/dns/adapters/priority-field";
import { createOrExplain } from "@/lib/dns/adapters/refused-row";
import { createRowDriver, type Row, type RowApi } from "@/lib/dns/adapters/row-driver";
import { normaliseName } from "@/lib/dns/domain-name";
import { canonicalValue, normalValue, quoteText, unquoteText } from "@/lib/dns/zones/canonical-value";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";

const tokenField: CredentialField = {
  name: "api_token",
  label: "Personal access token",
  help: "From your user settings → Applications.",
  secret: true,
  required: true,
  placeholder: "nfp_…",
};
const accountField: CredentialField = {
  name: "account_slug",
  label: "Team slug",
  help: "Only where you are in several teams: the name after /teams/ in the address of Netlify's pages.",
  secret: false,
  required: false,
  placeholder: null,
};

const facts: AdapterFacts = {
  provider: "netlify",
  fields: [tokenField, accountField],
  tokenUrl: "https://app.netlify.com/user/applications#personal-access-tokens",
  permissions:
    "Create a token with an expiry, as a user who is in no other team. Netlify has no narrower tokens: it can do whatever that user can.",
  gates: [
    {
      code: "zone_not_here",
      text: "The domain must use Netlify DNS: Domains → the domain → “Set up Netlify DNS”, then Netlify's nameservers at the registrar. A domain that only points at a Netlify site has no zone here.",
      url: "https://app.netlify.com/teams/-/dns",
    },
  ],
  types: ["A", "AAAA", "CAA", "CNAME", "MX", "SRV", "TXT"],
  minTtl: 60,
  batch: 1,
  rate: { requests: 400, seconds: 60 },
  publishedAfterSeconds: 30,
  checkedAt: "2026-11-28",
};

const perPage = 100;
const maxPages = 50;
/** The suffixes of one hostname are asked for in a row, and each is in the same list of zones. */
const zonesFreshMs = 5_000;

const zoneSchema = z.object({
  id: z.string(),
  name: z.string(),
  dns_servers: z.array(z.string()).nullish(),
});
const recordSchema = z.object({
  id: z.string(),
  hostname: z.string(),
  type: z.string(),
  value: z.string().nullish(),
  ttl: z.number().int().nullish(),
  priority: z.number().int().nullish(),
  weight: z.number().int().nullish(),
  port: z.number().int().nullish(),
  flag: z.number().int().nullish(),
  tag: z.string().nullish(),
  managed: z.boolean().nullish(),
});
const errorSchema = z.object({ message: z.string() });

/** What Netlify serves where a row has no TTL of its own. */
const defaultTtl = 3_600;

type ZoneList = { zones: Zone[]; complete: boolean };

export const netlify: Adapter = {
  facts,
  connect(credential, { http, now, baseUrl = "https://api.netlify.com/api/v1" }) {
    const token = credentialValue(credential, tokenField);
    const slug = credentialValue(credential, accountField);
    let known: { at: number; list: Promise<ZoneList> } | null = null;

    async function call(method: JsonRequest["method"], path: string, json?: unknown): Promise<JsonResponse> {
      const headers = { authorization: `Bearer ${token}` };
      const response = await sendJson(http, { method, url: baseUrl + path, headers, json });
      if (response.status < 300) return response;
      const said = saidWithout([token], errorSchema.safeParse(response.json).data?.message);
      throw faultOfStatus(response, said, now());
    }

    /** Lists are documented without pages, so a second page can be the first one again. */
    async function listAll<T extends { id: string }>(
      path: string,
      schema: z.ZodType<T>,
      query: Record<string, string> = {},
    ): Promise<{ items: T[]; complete: boolean }> {
      const items = new Map<string, T>();
      for (let page = 1; page <= maxPages; page += 1) {
        const search = new URLSearchParams({ ...query, page: String(page), per_page: String(perPage) });
        const answer = readAnswer(z.array(schema), await call("GET", `${path}?${search}`));
        const before = items.size;
        for (const item of answer) items.set(item.id, item);
        if (answer.length < perPage || items.size === before) return { items: [...items.values()], complete: true };
      }
      return { items: [...items.values()], complete: false };
    }

    async function readZones(): Promise<ZoneList> {
      const { items, complete } = await listAll("/dns_zones", zoneSchema, slug === "" ? {} : { account_slug: slug });
      return { zones: items.map(zoneOf), complete };
    }

    const path = (zone: Zone) => `/dns_zones/${encodeURIComponent(zone.id)}/dns_records`;

    const api: RowApi = {
      listZones: readZones,

      async findZoneAt(name) {
        const at = now().getTime();
        if (known === null || at - known.at > zonesFreshMs) known = { at, list: readZones() };
        const { zones, complete } = await known.list.catch((error: unknown) => {
          known = null;
          throw error;
        });
        const found = zones.find((zone) => zone.name === name);
        if (found === undefined && !complete) throw new ProviderFault("read_incomplete");
        return found ?? null;
      },

      async listRows(zone) {
        const { items, complete } = await listAll(path(zone), recordSchema);
        if (!complete) throw new ProviderFault("read_incomplete");
        return items.map(rowOf);
      },

      async createRow(zone, row) {
        const body = bodyOf(row);
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

function zoneOf({ id, name, dns_servers }: z.infer<typeof zoneSchema>): Zone {
  return { id, name: normaliseName(name), nameservers: dns_servers?.map(normaliseName) ?? null };
}

function rowOf(record: z.infer<typeof recordSchema>): Row {
  const { id, hostname, type, ttl, managed } = record;
  return {
    id,
    name: normaliseName(hostname),
    type,
    ttl: ttl || defaultTtl,
    value: readValue(record),
    ...(managed === true && { locked: true }),
  };
}

function readValue({ type, value, priority, weight, port, flag, tag }: z.infer<typeof recordSchema>): string {
  const written = value ?? "";
  switch (type) {
    case "TXT":
      return written;
    case "SRV":
      return canonicalValue(type, `${priority ?? 0} ${weight ?? 0} ${port ?? 0} ${written}`);
    case "CAA":
      return canonicalValue(type, `${flag ?? 0} ${tag ?? ""} ${quoteText(unquoteText(written))}`);
    default:
      return normalValue(type, withPriority(type, priority, written));
  }
}

function bodyOf({ name, type, ttl, value }: Omit<Row, "id">): Record<string, unknown> {
  const common = { type, hostname: name, ttl };
  switch (type) {
    case "TXT":
      if (value === "") refuse("Netlify takes no empty TXT records.");
      return { ...common, value };
    case "SRV": {
      const [priority, weight, port, target] = value.split(" ");
      return { ...common, value: target, priority: Number(priority), weight: Number(weight), port: Number(port) };
    }
    case "CAA": {
      const [, flags, tag, data = ""] = /^(\d+) (\S+) (.*)$/s.exec(value) ?? [];
      return { ...common, value: unquoteText(data), flag: Number(flags), tag };
    }
    default: {
      const { priority, content } = withoutPriority(type, value);
      if (content === ".") refuse("Netlify takes no null MX records.");
      return { ...common, value: content, ...(priority !== null && { priority }) };
    }
  }
}

function refuse(said: string): never {
  throw new ProviderFault("record_refused", { said });
}
