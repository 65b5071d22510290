import { z } from "zod";
import type { Adapter, AdapterFacts, CredentialField, Zone } from "@/lib/dns/adapters/adapter";
import { asciiNameOf } from "@/lib/dns/adapters/ascii-name-of";
import { credentialValue, saidWithout } from "@/lib/dns/adapters/credential-values";
import { faultOfStatus, retryAfterMs } from "@/lib/dns/adapters/fault-of-status";
import { type JsonRequest, type JsonResponse, readAnswer, sendJson } from "@/lib/dns/adapters/json-api";
import { withoutPriority, withPriority } from "@/lib/dns/adapters/priority-field";
import { createRowDriver, type Row, type RowApi } from "@/lib/dns/adapters/row-driver";
import { writeSingly } from "@/lib/dns/adapters/write-singly";
import { normaliseName } from "@/lib/dns/domain-name";
import { canonicalValue, quoteText, unquoteText } from "@/lib/dns/zones/canonical-value";
import { ProviderFault, type ProviderFaultCode } from "@/lib/dns/zones/provider-fault";

const tokenField: CredentialField = {
  name: "api_token",
  label: "API token",
  help: "A token from the page “API Tokens” of your profile, or of your account. Not the Global API Key.",
  secret: true,
  required: true,
  placeholder: null,
};

const facts: AdapterFacts = {
  provider: "cloudflare",
  fields: [tokenField],
  tokenUrl: "https://dash.cloudflare.com/profile/api-tokens",
  permissions:
    "Create Token → the template “Edit zone DNS”. Its one permission is Zone → DNS → Edit; add Zone → Zone → Read. Under “Zone Resources”, choose the zones that may be written, not “All zones”.",
  gates: [],
  types: ["A", "AAAA", "CAA", "CNAME", "MX", "SRV", "TXT"],
  minTtl: 60,
  // What every plan has; paid plans take 3,500.
  batch: 200,
  rate: { requests: 1_000, seconds: 300 },
  publishedAfterSeconds: 5,
  checkedAt: "2026-11-28",
};

const perPage = { zones: 50, rows: 500 };
const maxPages = 40;
/** Up to so many names are asked for one by one; more, and the whole zone is read. */
const maxNameQueries = 3;
/** What Cloudflare serves for the TTL 1, “automatic”. */
const automaticTtl = 300;

const noteSchema = z.object({ code: z.number(), message: z.string() });
const errorSchema = z.object({
  errors: z.array(noteSchema.extend({ error_chain: z.array(noteSchema).nullish() })),
});
const pageSchema = z.object({ page: z.number().int(), total_pages: z.number().int() });
const zoneSchema = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string().nullish(),
  name_servers: z.array(z.string()).nullish(),
});
const zonesSchema = z.object({ result: z.array(zoneSchema), result_info: pageSchema });
const tokenSchema = z.object({ result: z.object({ expires_on: z.iso.datetime({ offset: true }) }) });
const recordsSchema = z.object({
  result: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      type: z.string(),
      content: z.string().nullish(),
      ttl: z.number().int(),
      priority: z.number().int().nullish(),
      data: z.record(z.string(), z.unknown()).nullish(),
      meta: z.object({ read_only: z.boolean().nullish() }).nullish(),
    }),
  ),
  result_info: pageSchema,
});
type CloudflareRecord = z.infer<typeof recordsSchema>["result"][number];

const codes: Record<number, ProviderFaultCode> = {
  971: "rate_limited",
  1000: "credential_invalid",
  1001: "zone_not_here",
  6003: "credential_invalid",
  6111: "credential_invalid",
  7003: "zone_not_here",
  9103: "credential_invalid",
  10000: "permission_missing",
  81053: "conflict_existing",
  81054: "conflict_existing",
  81055: "conflict_existing",
  81056: "conflict_existing",
};
/** The record exists in this form already; and: it is gone already. */
const identical: readonly number[] = [81057, 81058];
const gone: readonly number[] = [81044];

export const cloudflare: Adapter = {
  facts,
  connect(credential, { http, now, baseUrl = "https://api.cloudflare.com/client/v4" }) {
    const token = credentialValue(credential, tokenField);

    async function call(method: JsonRequest["method"], path: string, json?: unknown): Promise<JsonResponse> {
      const headers = { authorization: `Bearer ${token}` };
      return sendJson(http, { method, url: baseUrl + path, headers, json });
    }

    function faultOf(response: JsonResponse): ProviderFault {
      const { status, headers } = response;
      const errors = notesOf(response);
      const said = saidWithout([token], errors.map(({ message }) => message).join(": "));
      const code = errors.map((error) => codeOf(error, status)).find((code) => code !== undefined);
      if (code === undefined || status === 429) return faultOfStatus(response, said, now());
      return new ProviderFault(code, { said, status, retryAfterMs: retryAfterMs(headers, now()) });
    }

    async function read<T extends z.infer<typeof zonesSchema> | z.infer<typeof recordsSchema>>(
      schema: z.ZodType<T>,
      path: string,
      query: Record<string, string>,
    ): Promise<{ items: T["result"][number][]; complete: boolean }> {
      const items: T["result"][number][] = [];
      for (let page = 1; page <= maxPages; page += 1) {
        const response = await call("GET", `${path}?${new URLSearchParams({ ...query, page: String(page) })}`);
        if (response.status >= 300) throw faultOf(response);
        const answer = readAnswer(schema, response);
        items.push(...answer.result);
        if (page >= answer.result_info.total_pages) return { items, complete: true };
      }
      return { items, complete: false };
    }

    const path = (zone: Zone) => `/zones/${encodeURIComponent(zone.id)}/dns_records`;

    const api: RowApi = {
      async listZones() {
        const { items, complete } = await read(zonesSchema, "/zones", { per_page: String(perPage.zones) });
        return { zones: items.map(zoneOf), complete };
      },

      async findZoneAt(name) {
        const query = { name, per_page: String(perPage.zones) };
        const { items, complete } = await read(zonesSchema, "/zones", query);
        const found = items.find((zone) => zoneOf(zone).name === name);
        if (found === undefined && !complete) throw new ProviderFault("read_incomplete");
        if (found?.type === "secondary") {
          throw new ProviderFault("zone_read_only", { said: "Cloudflare is secondary DNS for this zone." });
        }
        return found === undefined ? null : zoneOf(found);
      },

      async listRows(zone, names) {
        const size = { per_page: String(perPage.rows) };
        const queries = names.length <= maxNameQueries ? names.map((name) => ({ ...size, name })) : [size];
        const rows: Row[] = [];
        for (const query of queries) {
          const { items, complete } = await read(recordsSchema, path(zone), query);
          if (!complete) throw new ProviderFault("read_incomplete");
          rows.push(...items.map(rowOf));
        }
        return rows;
      },

      async createRow(zone, row) {
        const response = await call("POST", path(zone), bodyOf(row));
        if (response.status >= 300 && !hasCode(response, identical)) throw faultOf(response);
      },

      async deleteRow(zone, row) {
        const response = await call("DELETE", `${path(zone)}/${encodeURIComponent(row.id)}`);
        if (response.status >= 300 && !hasCode(response, gone)) throw faultOf(response);
      },

      async batch(zone, { create, remove }) {
        // One database transaction, in which deletes come first.
        const body = { deletes: remove.map(({ id }) => ({ id })), posts: create.map(bodyOf) };
        const response = await call("POST", `${path(zone)}/batch`, body);
        if (response.status < 300) return;
        if (!hasCode(response, [...identical, ...gone])) throw faultOf(response);
        // Somebody else did a part of it since the read, which makes Cloudflare refuse the rest.
        await writeSingly(api, zone, { create, remove });
      },
    };
    /** Tokens of a user say so; those of an account are verified elsewhere, by the account's id. */
    async function findExpiry(): Promise<Date | null> {
      const { json } = await call("GET", "/user/tokens/verify");
      const parsed = tokenSchema.safeParse(json);
      return parsed.success ? new Date(parsed.data.result.expires_on) : null;
    }

    return { ...createRowDriver(api, facts), findExpiry };
  },
};

function notesOf({ json }: Pick<JsonResponse, "json">): z.infer<typeof noteSchema>[] {
  const errors = errorSchema.safeParse(json).data?.errors ?? [];
  return errors.flatMap(({ code, message, error_chain }) => [{ code, message }, ...(error_chain ?? [])]);
}

function hasCode(response: JsonResponse, wanted: readonly number[]): boolean {
  const errors = notesOf(response);
  return errors.length > 0 && errors.every(({ code }) => wanted.includes(code));
}

function codeOf({ code, message }: z.infer<typeof noteSchema>, status: number): ProviderFaultCode | undefined {
  // One code for a wrong token, and for a right one that may not do this.
  if (code === 9109) return /invalid|expired/i.test(message) ? "credential_invalid" : "permission_missing";
  if (code === 10000 && status === 401) return "credential_invalid";
  return codes[code];
}

function zoneOf({ id, name, name_servers }: z.infer<typeof zoneSchema>): Zone {
  return { id, name: asciiNameOf(name), nameservers: name_servers?.map(normaliseName) ?? null };
}

function rowOf(record: CloudflareRecord): Row {
  const { id, name, type, ttl, meta } = record;
  // A proxied record can be removed like any other: it is what stands in the way of most domains here.
  const locked = meta?.read_only === true;
  return {
    id,
    name: asciiNameOf(name),
    type,
    ttl: ttl === 1 ? automaticTtl : ttl,
    value: readValue(record),
    ...(locked && { locked }),
  };
}

function readValue({ type, content, priority, data }: CloudflareRecord): string {
  if (type === "SRV" && data) {
    const fields = [data.priority ?? priority ?? 0, data.weight ?? 0, data.port ?? 0, data.target ?? ""];
    return canonicalValue(type, fields.join(" "));
  }
  if (type === "CAA" && data) return canonicalValue(type, `${data.flags ?? 0} ${data.tag ?? ""} ${quoted(data.value)}`);
  return canonicalValue(type, withPriority(type, priority, content ?? ""));
}

function quoted(value: unknown): string {
  return quoteText(unquoteText(String(value ?? "")));
}

function bodyOf({ name, type, ttl, value }: Omit<Row, "id">): Record<string, unknown> {
  // A proxied record hides what was asked for, and some zones proxy by default.
  const common = { name, type, ttl, ...(isProxiable(type) && { proxied: false }) };
  switch (type) {
    case "TXT":
      return { ...common, content: quoteText(value) };
    case "SRV": {
      const [priority, weight, port, target] = value.split(" ");
      return {
        ...common,
        data: { priority: Number(priority), weight: Number(weight), port: Number(port), target },
      };
    }
    case "CAA": {
      const [, flags, tag, data] = /^(\d+) (\S+) (.*)$/s.exec(value) ?? [];
      return { ...common, data: { flags: Number(flags), tag, value: unquoteText(data ?? "") } };
    }
    default: {
      const { priority, content } = withoutPriority(type, value);
      return { ...common, content, ...(priority !== null && { priority }) };
    }
  }
}

function isProxiable(type: string): boolean {
  return type === "A" || type === "AAAA" || type === "CNAME";
}
