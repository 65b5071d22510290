import { z } from "zod";
import type { Adapter, AdapterFacts, CredentialField, Zone } from "@/lib/dns/adapters/adapter";
import { credentialValue, saidWithout } from "@/lib/dns/adapters/credential-values";
import { faultOfStatus } from "@/lib/dns/adapters/fault-of-status";
import { type JsonRequest, type JsonResponse, readAnswer, sendJson } from "@/lib/dns/adapters/json-api";
import { absoluteTarget } from "@/lib/dns/adapters/relative-target";
import { createSentSets, repeatValues } from "@/lib/dns/adapters/sent-sets";
import { createSetDriver, type ProviderSet, type SetApi } from "@/lib/dns/adapters/set-driver";
import { normaliseName } from "@/lib/dns/domain-name";
import { absoluteName, canonicalValue, presentationValue, relativeName } from "@/lib/dns/zones/canonical-value";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";

const tokenField: CredentialField = {
  name: "token",
  label: "Personal access token",
  help: "From admin.gandi.net: your name, “User settings”, “Create a token”. The older API keys are not accepted.",
  secret: true,
  required: true,
  placeholder: null,
};

const facts: AdapterFacts = {
  provider: "gandi",
  fields: [tokenField],
  tokenUrl: "https://admin.gandi.net/organizations/account/pat",
  permissions:
    "Create a personal access token for the organization that holds the domain. Under “Restrict to domains” select the domain, and tick “See and renew domain names” and “Manage domain name technical configurations”, nothing else. A token is valid for one year at most: note the date, and store a new one here before then.",
  gates: [
    {
      code: "zone_not_here",
      text: "The domain must use Gandi's LiveDNS nameservers. Where it uses other nameservers, Gandi holds no zone for it.",
      url: "https://admin.gandi.net/domain/",
    },
  ],
  types: ["A", "AAAA", "CAA", "CNAME", "MX", "SRV", "TXT"],
  minTtl: 300,
  batch: 1,
  rate: { requests: 30, seconds: 10 },
  publishedAfterSeconds: 30,
  checkedAt: "2026-11-28",
};

const perPage = 100;
const maxPages = 100;
/** More names than this are read with the whole zone. */
const maxSingleNames = 3;

const domainSchema = z.object({ fqdn: z.string() });
const rrsetSchema = z.object({
  rrset_name: z.string(),
  rrset_type: z.string(),
  rrset_ttl: z.number().int(),
  rrset_values: z.array(z.string()),
});

const errorSchema = z.object({
  message: z.string().optional(),
  cause: z.string().optional(),
  errors: z.array(z.object({ name: z.string().optional(), description: z.string().optional() })).optional(),
});

export const gandi: Adapter = {
  facts,
  connect(credential, { http, now, baseUrl = "https://api.gandi.net/v5/livedns" }) {
    const token = credentialValue(credential, tokenField);
    const sentSets = createSentSets<readonly string[]>();

    async function call(method: JsonRequest["method"], path: string, json?: unknown): Promise<JsonResponse> {
      const headers = { authorization: `Bearer ${token}` };
      const response = await sendJson(http, { method, url: baseUrl + path, headers, json });
      if (response.status < 300) return response;
      throw faultOf(response);
    }

    function faultOf(response: JsonResponse): ProviderFault {
      const said = saidWithout([token], wordsOf(response.json));
      if (response.status === 409) return new ProviderFault("conflict_existing", { said, status: 409 });
      return faultOfStatus(response, said, now());
    }

    async function listAll<T>(path: string, schema: z.ZodType<T>): Promise<{ items: T[]; complete: boolean }> {
      const items: T[] = [];
      for (let page = 1; page <= maxPages; page += 1) {
        const response = await call("GET", `${path}?page=${page}&per_page=${perPage}`);
        const found = readAnswer(z.array(schema), response);
        items.push(...found);
        const total = response.headers["total-count"];
        const isLast = found.length < perPage || items.length === Number(total);
        if (isLast) return { items, complete: total === undefined || items.length === Number(total) };
      }
      return { items, complete: false };
    }

    /** 404 where the account has no such zone; 403 as well where the token is restricted to domains. */
    async function findZone(name: string): Promise<Zone | null> {
      try {
        const domain = readAnswer(domainSchema, await call("GET", `/domains/${encodeURIComponent(name)}`));
        return normaliseName(domain.fqdn) === name ? zoneOf(name) : null;
      } catch (error) {
        if (!(error instanceof ProviderFault)) throw error;
        if (error.status === 404) return null;
        if (error.status !== 403) throw error;
        const { items } = await listAll("/domains", domainSchema);
        if (items.some(({ fqdn }) => normaliseName(fqdn) === name)) throw error;
        return null;
      }
    }

    async function readName(zone: Zone, name: string): Promise<z.infer<typeof rrsetSchema>[]> {
      try {
        return readAnswer(z.array(rrsetSchema), await call("GET", recordsPath(zone, name)));
      } catch (error) {
        // No set at this name. A zone that is gone is seen by the write.
        if (error instanceof ProviderFault && error.status === 404) return [];
        throw error;
      }
    }

    function setOf(zone: Zone, rrset: z.infer<typeof rrsetSchema>): ProviderSet {
      const set = {
        name: absoluteName(rrset.rrset_name, zone.name),
        type: rrset.rrset_type,
        ttl: rrset.rrset_ttl,
        values: rrset.rrset_values.map((value) => read(zone, rrset.rrset_type, value)),
      };
      return sentSets.keep(set, rrset.rrset_values);
    }

    const api: SetApi = {
      async listZones() {
        const { items, complete } = await listAll("/domains", domainSchema);
        return { zones: items.map(({ fqdn }) => zoneOf(normaliseName(fqdn))), complete };
      },

      findZoneAt: findZone,

      async listSets(zone, names) {
        if (names.length <= maxSingleNames) {
          const found: ProviderSet[] = [];
          for (const name of names) {
            for (const rrset of await readName(zone, name)) found.push(setOf(zone, rrset));
          }
          return found;
        }
        const { items, complete } = await listAll(`/domains/${encodeURIComponent(zone.id)}/records`, rrsetSchema);
        if (!complete) throw new ProviderFault("read_incomplete");
        return items.map((rrset) => setOf(zone, rrset));
      },

      async writeSet(zone, { before, after }) {
        const changed = after ?? before;
        if (changed === null) return;
        const path = `${recordsPath(zone, changed.name)}/${changed.type}`;
        if (after === null) {
          await call("DELETE", path).catch(ignoreAbsent);
          return;
        }
        const sent = before === null ? [] : sentSets.of(before);
        const body = {
          rrset_ttl: after.ttl,
          rrset_values: repeatValues(
            after.values,
            sent,
            (value) => read(zone, after.type, value),
            (value) => presentationValue(after.type, value),
          ),
        };
        // PUT would replace a set that somebody else has made since.
        if (before === null) await create(zone, path, body);
        else await call("PUT", path, body);
      },
    };

    async function create(zone: Zone, path: string, body: unknown): Promise<void> {
      try {
        await call("POST", path, body);
      } catch (error) {
        const isTaken = error instanceof ProviderFault && error.code === "conflict_existing";
        if (!isTaken || /cname/i.test(error.said ?? "")) throw error;
        throw new ProviderFault("read_incomplete", {
          said: error.said ?? `A set exists in ${zone.name}.`,
          status: 409,
        });
      }
    }

    return createSetDriver(api, facts);
  },
};

function zoneOf(name: string): Zone {
  return { id: name, name, nameservers: null };
}

function recordsPath(zone: Zone, name: string): string {
  const label = encodeURIComponent(relativeName(name, zone.name)).replace("%40", "@");
  return `/domains/${encodeURIComponent(zone.id)}/records/${label}`;
}

/** A target without a final dot is below the zone. */
function read(zone: Zone, type: string, value: string): string {
  return canonicalValue(type, absoluteTarget(type, value, zone.name));
}

function wordsOf(json: unknown): string | undefined {
  const { data } = errorSchema.safeParse(json);
  const details = data?.errors?.map(({ name, description }) => [name, description].filter(Boolean).join(": ")) ?? [];
  return [data?.message, ...details].filter(Boolean).join(" ") || undefined;
}

function ignoreAbsent(error: unknown): void {
  if (!(error instanceof ProviderFault) || error.status !== 404) throw error;
}
