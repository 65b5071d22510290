import { z } from "zod";
import type { Adapter, AdapterFacts, CredentialField, Zone } from "@/lib/dns/adapters/adapter";
import { credentialValue, saidWithout } from "@/lib/dns/adapters/credential-values";
import { faultOfStatus } from "@/lib/dns/adapters/fault-of-status";
import { type JsonRequest, type JsonResponse, readAnswer, sendJson } from "@/lib/dns/adapters/json-api";
import { withoutPriority, withPriority } from "@/lib/dns/adapters/priority-field";
import { createOrExplain } from "@/lib/dns/adapters/refused-row";
import { createRowDriver, type Row, type RowApi } from "@/lib/dns/adapters/row-driver";
import { writeSingly } from "@/lib/dns/adapters/write-singly";
import { normaliseName } from "@/lib/dns/domain-name";
import { absoluteName, canonicalValue, quoteText, relativeName } from "@/lib/dns/zones/canonical-value";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";

const tokenField: CredentialField = {
  name: "api_token",
  label: "API access token",
  help: "An account token, from Account → Automation.",
  secret: true,
  required: true,
  placeholder: "dnsimple_a_…",
};
const accountField: CredentialField = {
  name: "account_id",
  label: "Account ID",
  help: "Only for a user token that reaches several accounts: the number after /a/ in the address of DNSimple's pages.",
  secret: false,
  required: false,
  placeholder: "1010",
};

const facts: AdapterFacts = {
  provider: "dnsimple",
  fields: [tokenField, accountField],
  tokenUrl: "https://dnsimple.com/user",
  permissions:
    "In the account that owns the zone: Account → Automation → API tokens → Add. Where the plan has scoped tokens, choose “Zones” with write access, for the one zone.",
  gates: [
    {
      code: "gate_account_tier",
      text: "DNSimple answers with “payment required” while an account is not in good standing. Settle the subscription first.",
      url: "https://dnsimple.com/dashboard",
    },
  ],
  types: ["A", "AAAA", "CAA", "CNAME", "MX", "SRV", "TXT"],
  minTtl: 60,
  // In one call on the Enterprise plan only: on others, a call for each record.
  batch: 100,
  rate: { requests: 2_000, seconds: 3_600 },
  publishedAfterSeconds: 10,
  checkedAt: "2026-11-28",
};

const perPage = 100;
const maxPages = 50;
const maxNameQueries = 3;
const maxText = 1_000;

const pageSchema = z.object({ pagination: z.object({ total_pages: z.number().int() }) });
const zoneSchema = z.object({
  name: z.string(),
  reverse: z.boolean().nullish(),
  secondary: z.boolean().nullish(),
  active: z.boolean().nullish(),
});
const zonesSchema = pageSchema.extend({ data: z.array(zoneSchema) });
const recordSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  type: z.string(),
  content: z.string(),
  ttl: z.number().int(),
  priority: z.number().int().nullish(),
  regions: z.array(z.string()).nullish(),
  system_record: z.boolean().nullish(),
});
const recordsSchema = pageSchema.extend({ data: z.array(recordSchema) });
const accountSchema = z.object({ id: z.number().int() });
const whoamiSchema = z.object({ data: z.object({ account: accountSchema.nullable() }) });
const accountsSchema = z.object({ data: z.array(accountSchema) });
const errorSchema = z.object({
  message: z.string(),
  errors: z.record(z.string(), z.array(z.string())).nullish().catch(undefined),
});

export const dnsimple: Adapter = {
  facts,
  connect(credential, { http, now, baseUrl = "https://api.dnsimple.com/v2" }) {
    const token = credentialValue(credential, tokenField);
    const givenAccount = credentialValue(credential, accountField);
    if (!/^\d*$/.test(givenAccount)) {
      throw new ProviderFault("credential_invalid", { said: "The account ID is a number." });
    }
    let account: string | null = givenAccount === "" ? null : givenAccount;
    let hasBatches = true;

    async function call(method: JsonRequest["method"], path: string, json?: unknown): Promise<JsonResponse> {
      const headers = { authorization: `Bearer ${token}` };
      const response = await sendJson(http, { method, url: baseUrl + path, headers, json });
      if (response.status < 300) return response;
      throw faultOf(response);
    }

    function faultOf(response: JsonResponse): ProviderFault {
      const { status } = response;
      const { message, errors } = errorSchema.safeParse(response.json).data ?? {};
      const details = Object.entries(errors ?? {}).map(([field, reasons]) => `${field} ${reasons.join(", ")}`);
      const said = saidWithout([token], [message, ...details].filter(Boolean).join(": "));
      const isTier = status === 402 || status === 412;
      return isTier ? new ProviderFault("gate_account_tier", { said, status }) : faultOfStatus(response, said, now());
    }

    /** A user's token reaches all accounts of the user: with several of them, which one is asked for. */
    async function accountPath(): Promise<string> {
      if (account === null) {
        const { data } = readAnswer(whoamiSchema, await call("GET", "/whoami"));
        account = String(data.account?.id ?? (await onlyAccount()));
      }
      return `/${account}`;
    }

    async function onlyAccount(): Promise<number> {
      const { data } = readAnswer(accountsSchema, await call("GET", "/accounts"));
      const [first] = data;
      if (first !== undefined && data.length === 1) return first.id;
      const said = `This is a user token that reaches ${data.length} accounts: give the account ID as well.`;
      throw new ProviderFault("credential_invalid", { said });
    }

    async function listAll<T extends z.infer<typeof zonesSchema> | z.infer<typeof recordsSchema>>(
      schema: z.ZodType<T>,
      path: string,
      query: Record<string, string> = {},
    ): Promise<{ items: T["data"][number][]; complete: boolean }> {
      const items: T["data"][number][] = [];
      for (let page = 1; page <= maxPages; page += 1) {
        const search = new URLSearchParams({ ...query, per_page: String(perPage), page: String(page) });
        const answer = readAnswer(schema, await call("GET", `${path}?${search}`));
        items.push(...answer.data);
        if (page >= answer.pagination.total_pages) return { items, complete: true };
      }
      return { items, complete: false };
    }

    const pathOf = async (zone: Zone) => `${await accountPath()}/zones/${encodeURIComponent(zone.id)}`;

    const api: RowApi = {
      async listZones() {
        const { items, complete } = await listAll(zonesSchema, `${await accountPath()}/zones`);
        return { zones: items.filter(({ reverse }) => reverse !== true).map(zoneOf), complete };
      },

      async findZoneAt(name) {
        const path = `${await accountPath()}/zones/${encodeURIComponent(name)}`;
        try {
          const { data } = readAnswer(z.object({ data: zoneSchema }), await call("GET", path));
          assertServed(data);
          return normaliseName(data.name) === name ? zoneOf(data) : null;
        } catch (error) {
          // Also where the token may not see the zone.
          if (error instanceof ProviderFault && error.status === 404) return null;
          throw error;
        }
      },

      async listRows(zone, names) {
        const path = `${await pathOf(zone)}/records`;
        const labels = names.map((name) => relativeName(name, zone.name, ""));
        // An empty filter would be none.
        const canFilter = labels.length <= maxNameQueries && !labels.includes("");
        const rows: Row[] = [];
        for (const query of canFilter ? labels.map((name) => ({ name })) : [{}]) {
          const { items, complete } = await listAll(recordsSchema, path, query);
          if (!complete) throw new ProviderFault("read_incomplete");
          rows.push(...items.map((record) => rowOf(record, zone)));
        }
        return rows;
      },

      async createRow(zone, row) {
        // Without it, the record would go to every other DNS host that the zone is integrated with.
        const body = { ...bodyOf(row, zone), integrated_zones: ["dnsimple"] };
        const path = `${await pathOf(zone)}/records`;
        await createOrExplain(api, zone, row, async () => void (await call("POST", path, body)));
      },

      async deleteRow(zone, row) {
        const path = `${await pathOf(zone)}/records/${encodeURIComponent(row.id)}`;
        try {
          await call("DELETE", path);
        } catch (error) {
          if (!(error instanceof ProviderFault) || error.status !== 404) throw error;
        }
      },

      async batch(zone, { create, remove }) {
        if (!hasBatches || create.length + remove.length === 1) return writeSingly(api, zone, { create, remove });
        const body = {
          creates: create.map((row) => bodyOf(row, zone)),
          deletes: remove.map(({ id }) => ({ id: Number(id) })),
        };
        try {
          await call("POST", `${await pathOf(zone)}/batch`, body);
        } catch (error) {
          if (!(error instanceof ProviderFault)) throw error;
          // 412: not in this plan. Another refusal changes nothing, and row by row it names the record.
          if (error.status === 412) hasBatches = false;
          else if (error.code !== "record_refused") throw error;
          await writeSingly(api, zone, { create, remove });
        }
      },
    };
    return createRowDriver(api, facts);
  },
};

function assertServed({ name, secondary, active }: z.infer<typeof zoneSchema>): void {
  if (secondary === true) throw new ProviderFault("zone_read_only", { said: `DNSimple is secondary DNS for ${name}.` });
  if (active === false) {
    throw new ProviderFault("zone_not_here", { said: `The zone ${name} is not active at DNSimple.` });
  }
}

function zoneOf({ name }: z.infer<typeof zoneSchema>): Zone {
  const normal = normaliseName(name);
  return { id: normal, name: normal, nameservers: null };
}

function rowOf(record: z.infer<typeof recordSchema>, zone: Zone): Row {
  const { id, name, type, content, ttl, priority, regions, system_record } = record;
  const isRegional = (regions ?? []).some((region) => region !== "global");
  const locked = system_record === true || isRegional;
  const value = canonicalValue(type, withPriority(type, priority, content));
  return { id: String(id), name: absoluteName(name, zone.name), type, ttl, value, ...(locked && { locked }) };
}

function bodyOf({ name, type, ttl, value }: Omit<Row, "id">, zone: Zone): Record<string, unknown> {
  if (type === "TXT") assertText(value);
  const { priority, content } = withoutPriority(type, value);
  return {
    name: relativeName(name, zone.name, ""),
    type,
    content: type === "TXT" ? quoteText(content) : content,
    ttl,
    ...(priority !== null && { priority }),
  };
}

function assertText(text: string): void {
  if (text !== "" && !text.endsWith(" ") && Buffer.byteLength(text) <= maxText) return;
  const said = `DNSimple takes TXT records of 1 to ${maxText} characters, without a final space.`;
  throw new ProviderFault("record_refused", { said });
}
