import { randomBytes } from "node:crypto";
import { createModelZone, type ModelRow, type ModelZone } from "../model-zone";
import { readText, writeText } from "../record-text";
import { pageOf, type StandIn, type StandInAnswer, type StandInRequest, startStandIn } from "../stand-in";
import { type NewRow, withoutDot } from "../wire-form";

const token = "standInToken-40-characters-000000000000000";
const ok = { success: true, errors: [], messages: [] };

/** Cloudflare's API v4, as its TypeScript client's types and recorded conversations have it. */
export function startCloudflare(options: { zones?: ModelZone[]; expiresOn?: string } = {}): Promise<StandIn> {
  const hexId = () => randomBytes(16).toString("hex");
  const nameservers = ["blake.ns.cloudflare.com", "vin.ns.cloudflare.com"];
  const zones = options.zones ?? [createModelZone("example.com", { id: hexId(), nameservers, rowId: hexId })];
  return startStandIn({
    basePath: "/client/v4",
    credential: { api_token: token },
    zones,
    refuse: refuseToken,
    notFound: refusal(404, 7003, "Could not route to the path, perhaps your object identifier is invalid?"),
    routes: () => [
      { method: "GET", path: "/user/tokens/verify", handle: () => verifyToken(options.expiresOn) },
      { method: "GET", path: "/zones", handle: ({ query }) => listZones(zones, query) },
      { method: "GET", path: "/zones/:zone/dns_records", handle: inZone(zones, listRecords) },
      {
        method: "POST",
        path: "/zones/:zone/dns_records",
        handle: inZone(zones, (zone, { json }) => create(zone, json)),
      },
      { method: "POST", path: "/zones/:zone/dns_records/batch", handle: inZone(zones, runBatch) },
      { method: "PUT", path: "/zones/:zone/dns_records/:id", handle: inZone(zones, overwrite) },
      {
        method: "DELETE",
        path: "/zones/:zone/dns_records/:id",
        handle: inZone(zones, (zone, { params }) => remove(zone, params.id ?? "")),
      },
    ],
  });
}

function refuseToken({ headers }: StandInRequest): StandInAnswer | null {
  const { authorization = "" } = headers;
  if (!/^Bearer [\w-]{40,}$/.test(authorization)) {
    const chain = [{ code: 6111, message: "Invalid format for Authorization header" }];
    return refusal(400, 6003, "Invalid request headers", chain);
  }
  return authorization === `Bearer ${token}` ? null : refusal(403, 9109, "Invalid access token");
}

/** Without an expiry for one that never ends. */
function verifyToken(expiresOn: string | undefined): StandInAnswer {
  const result = {
    id: "ed17574386854bf78a67040be0a770b0",
    status: "active",
    ...(expiresOn && { expires_on: expiresOn }),
  };
  return { status: 200, body: { result, ...ok } };
}

function refusal(status: number, code: number, message: string, error_chain?: unknown[]): StandInAnswer {
  const error = { code, message, ...(error_chain && { error_chain }) };
  return { status, body: { success: false, errors: [error], messages: [], result: null } };
}

function inZone(zones: ModelZone[], handle: (zone: ModelZone, request: StandInRequest) => StandInAnswer) {
  return (request: StandInRequest): StandInAnswer => {
    const zone = zones.find(({ id }) => id === request.params.zone);
    const { path } = request;
    if (zone) return handle(zone, request);
    return refusal(404, 7003, `Could not route to ${path}, perhaps your object identifier is invalid?`);
  };
}

function paged(items: unknown[], query: URLSearchParams, most: number): StandInAnswer {
  const page = pageOf(items, { page: query.get("page"), pageSize: query.get("per_page") ?? "100", most });
  const result_info = {
    page: page.page,
    per_page: page.pageSize,
    count: page.items.length,
    total_count: page.total,
    total_pages: page.pages,
  };
  return { status: 200, body: { result: page.items, result_info, ...ok } };
}

function listZones(zones: ModelZone[], query: URLSearchParams): StandInAnswer {
  const name = query.get("name");
  const found = zones.filter((zone) => name === null || zone.name === name);
  const shown = found.map(({ id, name, nameservers }) => ({
    id,
    name,
    status: "active",
    paused: false,
    type: "full",
    name_servers: nameservers,
    permissions: ["#dns_records:edit", "#dns_records:read", "#zone:read"],
  }));
  return paged(shown, query, 50);
}

function listRecords(zone: ModelZone, { query }: StandInRequest): StandInAnswer {
  const matches = (row: ModelRow) =>
    (query.get("name") ?? row.name).toLowerCase() === row.name &&
    (query.get("type") ?? row.type) === row.type &&
    (query.get("content") ?? contentOf(row)) === contentOf(row);
  return paged(zone.rows().filter(matches).map(shown), query, 5_000_000);
}

function create(zone: ModelZone, json: Record<string, unknown>): StandInAnswer {
  const row = readRow(zone, json);
  if ("status" in row) return row;
  const refused = refuseBeside(zone, row);
  if (refused) return refused;
  return { status: 200, body: { result: shown(zone.put(row)), ...ok } };
}

function overwrite(zone: ModelZone, { params, json }: StandInRequest): StandInAnswer {
  const row = readRow(zone, json);
  if ("status" in row) return row;
  const refused = refuseBeside(zone, row, params.id);
  if (refused) return refused;
  const changed = zone.change(params.id ?? "", row);
  return changed
    ? { status: 200, body: { result: shown(changed), ...ok } }
    : refusal(404, 81044, "Record does not exist.");
}

function remove(zone: ModelZone, id: string): StandInAnswer {
  if (zone.remove(id)) return { status: 200, body: { result: { id }, ...ok } };
  return refusal(404, 81044, "Record does not exist.");
}

/** All or nothing: deletes, patches, puts, posts. */
function runBatch(zone: ModelZone, { json }: StandInRequest): StandInAnswer {
  const deletes = listOf(json.deletes);
  const posts = listOf(json.posts);
  if (deletes.length + posts.length > 200) return refusal(400, 81059, "Batch request has too many operations.");
  const restore = zone.snapshot();
  const results = [...deletes.map(({ id }) => remove(zone, String(id))), ...posts.map((post) => create(zone, post))];
  const refused = results.find(({ status }) => status >= 300);
  if (!refused) return { status: 200, body: { result: { deletes: [], patches: [], puts: [], posts: [] }, ...ok } };
  restore();
  return refused;
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value : [];
}

function readRow(zone: ModelZone, json: Record<string, unknown>): NewRow | StandInAnswer {
  const type = String(json.type ?? "");
  const given = String(json.name ?? "").toLowerCase();
  const isFull = given === zone.name || given.endsWith(`.${zone.name}`);
  const name = isFull ? given : given === "@" ? zone.name : `${given}.${zone.name}`;
  const ttl = Number(json.ttl ?? 1);
  if (ttl !== 1 && (ttl < 60 || ttl > 86_400)) {
    const said = "Time-to-live must be 1 (automatic), or between 60 and 86400 seconds.";
    return refusal(400, 1004, "DNS Validation Error", [{ code: 9021, message: said }]);
  }
  const value = readValue(type, json);
  if (value === null) {
    return refusal(400, 1004, "DNS Validation Error", [
      { code: 9005, message: `Content for ${type} record is invalid.` },
    ]);
  }
  return { name, type, ttl, value, extra: { proxied: json.proxied === true, isQuoted: isQuoted(json.content) } };
}

function isQuoted(content: unknown): boolean {
  return String(content ?? "").startsWith('"');
}

function readValue(type: string, { content, data, priority }: Record<string, unknown>): string | null {
  const fields = typeof data === "object" && data !== null ? (data as Record<string, unknown>) : {};
  if (type === "SRV") {
    if (fields.target === undefined) return null;
    return [fields.priority, fields.weight, fields.port, withoutDot(fields.target)].join(" ");
  }
  if (type === "CAA") {
    if (fields.value === undefined) return null;
    return `${fields.flags} ${fields.tag} ${writeText(String(fields.value))}`;
  }
  if (typeof content !== "string" || content === "") return null;
  if (type === "TXT") return readText(content);
  if (type === "MX") return `${priority ?? 0} ${withoutDot(content)}`;
  return type === "CNAME" || type === "NS" ? withoutDot(content) : content;
}

function refuseBeside(zone: ModelZone, row: NewRow, except?: string): StandInAnswer | null {
  const beside = zone.rows().filter(({ id, name }) => name === row.name && id !== except);
  if (beside.some(({ type, value }) => type === row.type && value === row.value)) {
    return refusal(400, 81058, "An identical record already exists.");
  }
  const isAddress = (type: string) => ["A", "AAAA", "CNAME"].includes(type);
  if (row.type === "CNAME" && beside.some(({ type }) => isAddress(type))) {
    return refusal(400, 81053, "An A, AAAA, or CNAME record with that host already exists.");
  }
  if (isAddress(row.type) && beside.some(({ type }) => type === "CNAME")) {
    return refusal(400, 81054, "A CNAME record with that host already exists.");
  }
  if (row.type !== "NS" && row.name !== zone.name && beside.some(({ type }) => type === "NS")) {
    return refusal(400, 81056, "NS records with that host already exist.");
  }
  return null;
}

function contentOf({ type, value, extra }: ModelRow): string {
  if (type === "TXT") return extra.isQuoted === false ? value : writeText(value);
  return type === "MX" || type === "SRV" ? value.slice(value.indexOf(" ") + 1) : value;
}

function shown(row: ModelRow): Record<string, unknown> {
  const { id, name, type, ttl, value, extra } = row;
  const isProxiable = ["A", "AAAA", "CNAME"].includes(type);
  const [first, second, third, fourth] = value.split(" ");
  return {
    id,
    name,
    type,
    content: contentOf(row),
    proxiable: isProxiable,
    proxied: extra.proxied === true,
    ttl: extra.proxied === true ? 1 : ttl,
    settings: {},
    meta: {},
    comment: null,
    tags: [],
    ...((type === "MX" || type === "SRV") && { priority: Number(first) }),
    ...(type === "SRV" && {
      data: { priority: Number(first), weight: Number(second), port: Number(third), target: fourth },
    }),
    ...(type === "CAA" && {
      data: { flags: Number(first), tag: second, value: readText(value.split(" ").slice(2).join(" ")) },
    }),
  };
}
