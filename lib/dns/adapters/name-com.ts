import { z } from "zod";
import type { Adapter, AdapterFacts, CredentialField, Zone } from "@/lib/dns/adapters/adapter";
import { asciiNameOf } from "@/lib/dns/adapters/ascii-name-of";
import { credentialValue, saidWithout } from "@/lib/dns/adapters/credential-values";
import { faultOfStatus } from "@/lib/dns/adapters/fault-of-status";
import { type JsonRequest, type JsonResponse, readAnswer, sendJson } from "@/lib/dns/adapters/json-api";
import { withoutPriority, withPriority } from "@/lib/dns/adapters/priority-field";
import { createOrExplain } from "@/lib/dns/adapters/refused-row";
import { createRowDriver, type Row, type RowApi } from "@/lib/dns/adapters/row-driver";
import { normalValue, relativeName } from "@/lib/dns/zones/canonical-value";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";

const userField: CredentialField = {
  name: "username",
  label: "Username",
  help: "The username that the token belongs to. For the test environment it ends in -test.",
  secret: false,
  required: true,
  placeholder: null,
};
const tokenField: CredentialField = {
  name: "api_token",
  label: "API token",
  help: "The production token. Name.com shows it once, when you create it.",
  secret: true,
  required: true,
  placeholder: null,
};

const facts: AdapterFacts = {
  provider: "name_com",
  fields: [userField, tokenField],
  tokenUrl: "https://www.name.com/account/settings/api",
  permissions:
    "Create a token for the production API. It reaches every domain of the account; Name.com has no narrower tokens. With two-step sign-in, allow API access under the security settings as well.",
  gates: [
    {
      code: "zone_not_here",
      text: "Name.com writes records only while the domain uses its nameservers and has not expired. Set the nameservers of the domain back to Name.com's, or store a credential for the provider that serves it.",
      url: "https://www.name.com/account/domain",
    },
  ],
  // CAA records cannot be written by the API.
  types: ["A", "AAAA", "CNAME", "MX", "SRV", "TXT"],
  minTtl: 300,
  batch: 1,
  rate: { requests: 15, seconds: 1 },
  publishedAfterSeconds: 60,
  checkedAt: "2026-11-28",
};

const perPage = 1_000;
const maxPages = 20;

const pageSchema = z.object({ nextPage: z.number().int().nullish(), totalCount: z.number().int().nullish() });
const domainSchema = z.object({ domainName: z.string(), nameservers: z.array(z.string()).nullish() });
const domainsSchema = pageSchema.extend({ domains: z.array(domainSchema).nullish() });
const recordsSchema = pageSchema.extend({
  records: z
    .array(
      z.object({
        id: z.number().int(),
        fqdn: z.string(),
        type: z.string(),
        answer: z.string(),
        ttl: z.number().int(),
        priority: z.number().int().nullish(),
      }),
    )
    .nullish(),
});
type NameComRecord = NonNullable<z.infer<typeof recordsSchema>["records"]>[number];

const errorSchema = z.object({ message: z.string(), details: z.string().nullish() });

export const name_com: Adapter = {
  facts,
  connect(credential, { http, now, baseUrl = "https://api.name.com/core/v1" }) {
    const username = credentialValue(credential, userField);
    const token = credentialValue(credential, tokenField);
    const basic = Buffer.from(`${username}:${token}`, "utf8").toString("base64");

    async function call(method: JsonRequest["method"], path: string, json?: unknown): Promise<JsonResponse> {
      const headers = { authorization: `Basic ${basic}` };
      const response = await sendJson(http, { method, url: baseUrl + path, headers, json });
      if (response.status < 300) return response;
      throw faultOf(response);
    }

    function faultOf(response: JsonResponse): ProviderFault {
      const { status } = response;
      const { message, details } = errorSchema.safeParse(response.json).data ?? {};
      const said = saidWithout([token, basic], [message, details].filter(Boolean).join(": "));
      if (status !== 403) return faultOfStatus(response, said, now());
      if (!details) return new ProviderFault("permission_missing", { said, status });
      // Besides a wrong token, 403 is a domain that is expired or uses other nameservers.
      return new ProviderFault(/authentication/i.test(details) ? "credential_invalid" : "zone_not_here", {
        said,
        status,
      });
    }

    /** @throws ProviderFault read_incomplete: the list changed between two pages */
    async function listAll<T>(
      path: string,
      read: (response: JsonResponse) => z.infer<typeof pageSchema> & { items: readonly T[] },
    ): Promise<{ items: T[]; complete: boolean }> {
      const items: T[] = [];
      const totals = new Set<number | null | undefined>();
      let page = 1;
      for (let pages = 0; pages < maxPages; pages += 1) {
        const query = new URLSearchParams({ perPage: String(perPage), page: String(page) });
        const answer = read(await call("GET", `${path}?${query}`));
        items.push(...answer.items);
        totals.add(answer.totalCount);
        if (answer.nextPage) {
          page = answer.nextPage;
          continue;
        }
        // The older API gives no count.
        const isWhole = (answer.totalCount ?? items.length) === items.length;
        if (totals.size > 1 || !isWhole) throw new ProviderFault("read_incomplete");
        return { items, complete: true };
      }
      return { items, complete: false };
    }

    const api: RowApi = {
      async listZones() {
        const { items, complete } = await listAll("/domains", (response) => {
          const { domains, ...page } = readAnswer(domainsSchema, response);
          return { ...page, items: domains ?? [] };
        });
        return { zones: items.map(zoneOf), complete };
      },

      async findZoneAt(name) {
        try {
          const response = await call("GET", `/domains/${encodeURIComponent(name)}`);
          const zone = zoneOf(readAnswer(domainSchema, response));
          return zone.name === name ? zone : null;
        } catch (error) {
          if (error instanceof ProviderFault && error.status === 404) return null;
          throw error;
        }
      },

      async listRows(zone) {
        const { items, complete } = await listAll(`/domains/${encodeURIComponent(zone.id)}/records`, (response) => {
          const { records, ...page } = readAnswer(recordsSchema, response);
          return { ...page, items: records ?? [] };
        });
        if (!complete) throw new ProviderFault("read_incomplete");
        return items.map(rowOf);
      },

      async createRow(zone, row) {
        if (row.type === "TXT") assertPlainText(row.value);
        const { priority, content } = withoutPriority(row.type, row.value);
        const body = {
          host: relativeName(row.name, zone.name, ""),
          type: row.type,
          answer: content,
          ttl: row.ttl,
          ...(priority !== null && { priority }),
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

function zoneOf({ domainName, nameservers }: z.infer<typeof domainSchema>): Zone {
  const name = asciiNameOf(domainName);
  return { id: name, name, nameservers: nameservers?.map(asciiNameOf) ?? null };
}

function rowOf({ id, fqdn, type, answer, ttl, priority }: NameComRecord): Row {
  const value = normalValue(type, withPriority(type, priority, answer));
  return { id: String(id), name: asciiNameOf(fqdn), type, ttl, value };
}

function assertPlainText(text: string): void {
  if (!text.includes('"') && !text.endsWith(" ") && text !== "") return;
  throw new ProviderFault("record_refused", {
    said: "Name.com takes no quotes, final spaces or empty text in TXT records.",
  });
}
