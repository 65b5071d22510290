import { z } from "zod";
import type { Adapter, AdapterFacts, CredentialField, Zone } from "@/lib/dns/adapters/adapter";
import { credentialValue, saidWithout } from "@/lib/dns/adapters/credential-values";
import { faultOfStatus } from "@/lib/dns/adapters/fault-of-status";
import { type JsonRequest, type JsonResponse, readAnswer, sendJson } from "@/lib/dns/adapters/json-api";
import { withoutPriority, withPriority } from "@/lib/dns/adapters/priority-field";
import { createOrExplain } from "@/lib/dns/adapters/refused-row";
import { createRowDriver, type Row, type RowApi } from "@/lib/dns/adapters/row-driver";
import { normaliseName } from "@/lib/dns/domain-name";
import { absoluteName, normalValue, relativeName } from "@/lib/dns/zones/canonical-value";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";

const tokenField: CredentialField = {
  name: "api_token",
  label: "Access token",
  help: "Choose the team that owns the domain as the token's scope, and note its expiry.",
  secret: true,
  required: true,
  placeholder: null,
};
const teamField: CredentialField = {
  name: "team_id",
  label: "Team ID",
  help: "On the team's page Settings → General. Leave it empty where the domain is in your personal account.",
  secret: false,
  required: false,
  placeholder: "team_…",
};

const facts: AdapterFacts = {
  provider: "vercel",
  fields: [tokenField, teamField],
  tokenUrl: "https://vercel.com/account/settings/tokens",
  permissions:
    "Create a token whose scope is the one team that owns the domain, with an expiry. Vercel has no tokens for DNS alone: it can do whatever you can in that team. A member needs a role that may manage domains.",
  gates: [
    {
      code: "zone_not_here",
      text: "Records at Vercel are served only while the domain uses Vercel's nameservers. Set them at your registrar, or store a credential for the provider that serves the domain.",
      url: "https://vercel.com/docs/domains/working-with-nameservers",
    },
  ],
  types: ["A", "AAAA", "CAA", "CNAME", "MX", "SRV", "TXT"],
  minTtl: 60,
  batch: 1,
  // Creating records has a limit of its own, 100 an hour: beyond it, Vercel answers when to try again.
  rate: { requests: 45, seconds: 60 },
  publishedAfterSeconds: 10,
  checkedAt: "2026-11-28",
};

const perPage = 100;
const maxPages = 50;

const paginationSchema = z.object({ pagination: z.object({ next: z.number().nullish() }).nullish() });
const domainSchema = z.object({
  name: z.string(),
  zone: z.boolean().nullish(),
  intendedNameservers: z.array(z.string()).nullish(),
});
const domainsSchema = paginationSchema.extend({ domains: z.array(domainSchema) });
const recordSchema = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  value: z.string(),
  ttl: z.number().nullish(),
  creator: z.string().nullish(),
  mxPriority: z.number().nullish(),
  priority: z.number().nullish(),
});
const recordsSchema = paginationSchema.extend({ records: z.array(recordSchema) });
const errorSchema = z.object({
  error: z.object({ code: z.string(), message: z.string(), invalidToken: z.boolean().nullish() }),
});

export const vercel: Adapter = {
  facts,
  connect(credential, { http, now, baseUrl = "https://api.vercel.com" }) {
    const token = credentialValue(credential, tokenField);
    const teamId = credentialValue(credential, teamField);

    async function call(
      method: JsonRequest["method"],
      path: string,
      { query = {}, json }: { query?: Record<string, string>; json?: unknown } = {},
    ): Promise<JsonResponse> {
      const search = new URLSearchParams({ ...query, ...(teamId !== "" && { teamId }) }).toString();
      const url = `${baseUrl}${path}${search === "" ? "" : `?${search}`}`;
      const response = await sendJson(http, { method, url, headers: { authorization: `Bearer ${token}` }, json });
      if (response.status < 300) return response;
      throw faultOf(response);
    }

    function faultOf(response: JsonResponse): ProviderFault {
      const { status } = response;
      const error = errorSchema.safeParse(response.json).data?.error;
      const said = saidWithout([token], error?.message);
      if (status === 403 && error?.invalidToken === true) {
        return new ProviderFault("credential_invalid", { said, status });
      }
      return faultOfStatus(response, said, now());
    }

    /**
     * Newest first, a page of those before a moment. Several can be of that moment, so it is asked for again: what is
     * known already is dropped.
     */
    async function listAll<T>(
      path: string,
      read: (response: JsonResponse) => z.infer<typeof paginationSchema> & { items: readonly T[] },
      keyOf: (item: T) => string,
    ): Promise<{ items: T[]; complete: boolean }> {
      const items = new Map<string, T>();
      let query: Record<string, string> = { limit: String(perPage) };
      for (let page = 0; page < maxPages; page += 1) {
        const answer = read(await call("GET", path, { query }));
        const known = items.size;
        for (const item of answer.items) items.set(keyOf(item), item);
        const next = answer.pagination?.next;
        if (next == null || answer.items.length < perPage) return { items: [...items.values()], complete: true };
        if (items.size === known) throw new ProviderFault("read_incomplete");
        query = { ...query, until: String(next + 1) };
      }
      return { items: [...items.values()], complete: false };
    }

    const api: RowApi = {
      async listZones() {
        const { items, complete } = await listAll(
          "/v5/domains",
          (response) => {
            const { domains, pagination } = readAnswer(domainsSchema, response);
            return { pagination, items: domains };
          },
          ({ name }) => name,
        );
        return { zones: items.filter(({ zone }) => zone !== false).map(zoneOf), complete };
      },

      async findZoneAt(name) {
        try {
          const response = await call("GET", `/v5/domains/${encodeURIComponent(name)}`);
          const { domain } = readAnswer(z.object({ domain: domainSchema }), response);
          if (domain.zone === false) {
            throw new ProviderFault("zone_not_here", { said: `Vercel has no DNS zone for ${name}.` });
          }
          return normaliseName(domain.name) === name ? zoneOf(domain) : null;
        } catch (error) {
          if (error instanceof ProviderFault && error.status === 404) return null;
          throw error;
        }
      },

      async listRows(zone) {
        const path = `/v5/domains/${encodeURIComponent(zone.id)}/records`;
        const { items, complete } = await listAll(
          path,
          (response) => {
            const { records, pagination } = readAnswer(recordsSchema, response);
            return { pagination, items: records };
          },
          ({ id }) => id,
        );
        if (!complete) throw new ProviderFault("read_incomplete");
        // Vercel's own defaults yield to any record that is created at their name.
        return items.filter(({ creator }) => creator !== "system").map((record) => rowOf(record, zone));
      },

      async createRow(zone, row) {
        const json = bodyOf(row, zone);
        const path = `/v2/domains/${encodeURIComponent(zone.id)}/records`;
        await createOrExplain(api, zone, row, async () => void (await call("POST", path, { json })));
      },

      async deleteRow(zone, row) {
        try {
          await call("DELETE", `/v2/domains/${encodeURIComponent(zone.id)}/records/${encodeURIComponent(row.id)}`);
        } catch (error) {
          if (!(error instanceof ProviderFault) || error.status !== 404) throw error;
        }
      },
    };
    return createRowDriver(api, facts);
  },
};

function zoneOf({ name, intendedNameservers }: z.infer<typeof domainSchema>): Zone {
  const normal = normaliseName(name);
  const nameservers = intendedNameservers ?? [];
  return { id: normal, name: normal, nameservers: nameservers.length > 0 ? nameservers.map(normaliseName) : null };
}

function rowOf({ id, name, type, value, ttl, mxPriority, priority }: z.infer<typeof recordSchema>, zone: Zone): Row {
  const full = withPriority(type, type === "MX" ? (mxPriority ?? priority) : priority, value);
  return { id, name: absoluteName(name, zone.name), type, ttl: ttl ?? facts.minTtl, value: normalValue(type, full) };
}

function bodyOf({ name, type, ttl, value }: Omit<Row, "id">, zone: Zone): Record<string, unknown> {
  const common = { name: relativeName(name, zone.name, ""), type, ttl };
  if (type === "SRV") {
    const [priority, weight, port, target] = value.split(" ");
    return { ...common, srv: { priority: Number(priority), weight: Number(weight), port: Number(port), target } };
  }
  const { priority, content } = withoutPriority(type, value);
  return { ...common, value: content, ...(priority !== null && { mxPriority: priority }) };
}
