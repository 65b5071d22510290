import { createHash } from "node:crypto";
import { createModelZone, type ModelRow, type ModelZone } from "../model-zone";
import { isCnameConflict } from "../set-model";
import { pageOf, type StandIn, type StandInAnswer, type StandInRequest, startStandIn } from "../stand-in";
import { labelOf, nameOf } from "../wire-form";

const token = "gd_pat_standIn0000000000000000000000000000";
const key = "standInKey0000000_standInKey:standInSecret000000";

/** What GoDaddy's keys of the former kind are accepted for. */
export const keyCredential = { token: key };

/**
 * GoDaddy's two APIs: version 1 for keys, as its Swagger document has it, and version 3 for personal access tokens, as the
 * OpenAPI document in GoDaddy's own command-line client has it. `gated`: the account is too small for keys.
 */
export function startGodaddy(
  options: { zones?: ModelZone[]; gated?: boolean; scopes?: string[] } = {},
): Promise<StandIn> {
  const nameservers = ["ns11.domaincontrol.com", "ns12.domaincontrol.com"];
  const zones = options.zones ?? [createModelZone("example.com", { nameservers })];
  const scopes = options.scopes ?? ["domains.domain:read", "domains.dns:update"];
  for (const zone of zones) {
    for (const value of zone.nameservers) zone.put({ name: zone.name, type: "NS", value, extra: { isManaged: true } });
  }
  const inZone = (handle: (zone: ModelZone, request: StandInRequest) => StandInAnswer) => (request: StandInRequest) => {
    const zone = zones.find(({ name }) => name === request.params.domain);
    if (zone) return handle(zone, request);
    return refusal(404, "UNKNOWN_DOMAIN", "The given domain is not registered, or does not have a zone file");
  };
  return startStandIn({
    basePath: "",
    credential: { token },
    zones,
    notFound: refusal(404, "NOT_FOUND", "Not Found"),
    refuse: (request) => {
      const { authorization } = request.headers;
      const isVersion3 = request.path.startsWith("/v3/");
      if (authorization === `Bearer ${token}` && isVersion3) {
        const scope = request.method === "GET" ? "domains.domain:read" : "domains.dns:update";
        return scopes.includes(scope) ? null : refusal(403, "INSUFFICIENT_SCOPE", `The token lacks the scope ${scope}`);
      }
      if (authorization === `sso-key ${key}` && !isVersion3) {
        return options.gated === true
          ? refusal(403, "ACCESS_DENIED", "Authenticated user is not allowed access")
          : null;
      }
      return refusal(401, "UNABLE_TO_AUTHENTICATE", "Unauthorized : Could not authenticate API key/secret");
    },
    routes: () => [
      { method: "GET", path: "/v1/domains", handle: ({ query }) => listDomains(zones, query) },
      { method: "GET", path: "/v1/domains/:domain", handle: inZone((zone) => ({ status: 200, body: domainOf(zone) })) },
      {
        method: "GET",
        path: "/v1/domains/:domain/records",
        handle: inZone((zone, { query }) => {
          const { items } = pageOf(zone.rows(), {
            page: query.get("offset"),
            pageSize: query.get("limit") ?? "500",
            most: 500,
          });
          return { status: 200, body: items.map((row) => shownV1(zone, row)) };
        }),
      },
      { method: "GET", path: "/v1/domains/:domain/records/:type", handle: inZone(readV1) },
      { method: "GET", path: "/v1/domains/:domain/records/:type/:name", handle: inZone(readV1) },
      {
        method: "PATCH",
        path: "/v1/domains/:domain/records",
        handle: inZone((zone, { body }) => addV1(zone, listIn(body))),
      },
      { method: "PUT", path: "/v1/domains/:domain/records/:type", handle: inZone(replaceV1) },
      { method: "PUT", path: "/v1/domains/:domain/records/:type/:name", handle: inZone(replaceV1) },
      {
        method: "DELETE",
        path: "/v1/domains/:domain/records/:type/:name",
        handle: inZone((zone, { params }) => {
          const found = zone
            .rows()
            .filter((row) => row.type === params.type && labelOf(row.name, zone, "@") === params.name);
          if (found.length === 0) return refusal(404, "UNKNOWN_RECORD", "No records found for the name and type");
          for (const { id } of found) zone.remove(id);
          return { status: 204 };
        }),
      },
      {
        method: "GET",
        path: "/v3/domains/domain-names",
        handle: ({ query }) => {
          const start = Number(query.get("pageToken") ?? 0);
          const size = Number(query.get("pageSize") ?? 100);
          const next = start + size;
          const href = `https://api.godaddy.com/v3/domains/domain-names?pageToken=${next}`;
          const links = next < zones.length ? [{ rel: "next", href }] : [];
          return { status: 200, body: { items: zones.slice(start, next).map(domainOf), links } };
        },
      },
      { method: "GET", path: "/v3/domains/zones/:domain/dns-records", handle: inZone(listV3) },
      {
        method: "POST",
        path: "/v3/domains/zones/:domain/dns-records",
        handle: inZone((zone, { json }) => {
          const row = readRecord(zone, json, 86_400);
          if ("status" in row) return row;
          const refused = refuseRow(zone, row);
          if (refused !== null) return refused;
          return { status: 201, body: shownV3(zone, zone.put(row)) };
        }),
      },
      {
        // As observed: 200, and the rest of the zone is gone.
        method: "PUT",
        path: "/v3/domains/zones/:domain/dns-records/:id",
        handle: inZone((zone, { json }) => {
          for (const { id, extra } of zone.rows()) if (extra.isManaged !== true) zone.remove(id);
          const row = readRecord(zone, json, 86_400);
          return "status" in row ? row : { status: 200, body: shownV3(zone, zone.put(row)) };
        }),
      },
      {
        method: "DELETE",
        path: "/v3/domains/zones/:domain/dns-records/:id",
        handle: inZone((zone, { params }) => {
          const row = zone.rows().find((row) => recordIdOf(row) === params.id);
          if (!row) return refusal(404, "NOT_FOUND", "record not found");
          if (row.extra.isManaged === true)
            return refusal(409, "dns_record_not_mutable", "The record is managed by GoDaddy");
          zone.remove(row.id);
          return { status: 204 };
        }),
      },
    ],
  });
}

/** As the rate limit answers. */
export function throttled(seconds: number): StandInAnswer {
  const message = "Too many requests received within interval";
  return { status: 429, body: { code: "TOO_MANY_REQUESTS", message, retryAfterSec: seconds } };
}

function refusal(status: number, code: string, message: string, fields?: unknown[]): StandInAnswer {
  return { status, body: { code, message, ...(fields && { fields }) } };
}

function listDomains(zones: readonly ModelZone[], query: URLSearchParams): StandInAnswer {
  const marker = query.get("marker");
  const start = marker === null ? 0 : zones.findIndex(({ name }) => name === marker) + 1;
  return { status: 200, body: zones.slice(start, start + Number(query.get("limit") ?? 100)).map(domainOf) };
}

function domainOf({ id, name, nameservers }: ModelZone) {
  return { domainId: Number(id), domain: name, status: "ACTIVE", nameServers: nameservers };
}

type Fields = { name: string; type: string; ttl: number; value: string };

function recordIdOf({ name, type, value }: ModelRow): string {
  return createHash("sha256").update(`${name} ${type} ${value}`).digest("base64url");
}

function shownV1(zone: ModelZone, { name, type, ttl, value }: ModelRow): Record<string, unknown> {
  const label = labelOf(name, zone, "@");
  if (type === "MX") {
    const [priority, data] = value.split(" ");
    return { type, name: label, data, ttl, priority: Number(priority) };
  }
  if (type === "SRV") {
    const [priority, weight, port, data] = value.split(" ");
    const [service, protocol, ...rest] = label.split(".");
    const numbers = { priority: Number(priority), weight: Number(weight), port: Number(port) };
    return { type, name: rest.join(".") || "@", data, ttl, service, protocol, ...numbers };
  }
  if (type === "CAA") {
    const [, flag, tag, data = ""] = /^(\d+) (\S+) "(.*)"$/.exec(value) ?? [];
    return { type, name: label, data, ttl, flag: Number(flag), tag };
  }
  return { type, name: label, data: value, ttl };
}

function shownV3(zone: ModelZone, row: ModelRow): Record<string, unknown> {
  return { recordId: recordIdOf(row), ...shownV1(zone, row) };
}

function readV1(zone: ModelZone, { params }: StandInRequest): StandInAnswer {
  const { type, name } = params;
  const found = zone
    .rows()
    .filter((row) => row.type === type)
    .map((row) => shownV1(zone, row));
  return { status: 200, body: found.filter((record) => (name ?? record.name) === record.name) };
}

function listV3(zone: ModelZone, { query }: StandInRequest): StandInAnswer {
  const [type, name] = [query.get("type"), query.get("name")];
  const records = zone.rows().map((row) => shownV3(zone, row));
  const found = records.filter(
    (record) => (type ?? record.type) === record.type && (name ?? record.name) === record.name,
  );
  const page = pageOf(found, { page: query.get("page"), pageSize: query.get("pageSize") ?? "25", most: 100 });
  const hasTotals = query.get("totalRequired") === "true" && page.total > 0;
  const totals = hasTotals ? { totalItems: page.total, totalPages: page.pages } : {};
  return { status: 200, body: { items: page.items, ...totals, links: [] } };
}

function listIn(body: string): Record<string, unknown>[] {
  const list: unknown = JSON.parse(body);
  return Array.isArray(list) ? list : [];
}

function addV1(zone: ModelZone, records: readonly Record<string, unknown>[]): StandInAnswer {
  const restore = zone.snapshot();
  for (const record of records) {
    const row = readRecord(zone, record, 604_800);
    const refused = "status" in row ? row : refuseRow(zone, row);
    if (refused !== null) {
      restore();
      return refused;
    }
    if (!("status" in row)) zone.put(row);
  }
  return { status: 200 };
}

/** Replaces the pair of type and name, or with the type alone every record of the type. An empty list changes nothing. */
function replaceV1(zone: ModelZone, { params, body }: StandInRequest): StandInAnswer {
  const records = listIn(body).map((record) => ({ name: params.name, ...record, type: params.type }));
  if (records.length === 0)
    return refusal(422, "INVALID_BODY", "Request body doesn't fulfill schema, see details in `fields`");
  const restore = zone.snapshot();
  for (const row of zone.rows()) {
    const isMeant =
      row.type === params.type && (params.name === undefined || labelOf(row.name, zone, "@") === params.name);
    if (isMeant) zone.remove(row.id);
  }
  const answer = addV1(zone, records);
  if (answer.status >= 300) restore();
  return answer;
}

function readRecord(zone: ModelZone, record: Record<string, unknown>, maxTtl: number): Fields | StandInAnswer {
  const type = String(record.type ?? "");
  const ttl = Number(record.ttl ?? 3600);
  const data = String(record.data ?? "");
  const known = ["A", "AAAA", "CNAME", "MX", "NS", "SRV", "TXT", ...(maxTtl === 86_400 ? ["CAA"] : [])];
  const invalid = (path: string, message: string) =>
    refusal(422, "INVALID_BODY", "Request body doesn't fulfill schema, see details in `fields`", [
      { code: "INVALID_VALUE", path, message },
    ]);
  if (!known.includes(type)) return invalid("type", `${type} is not a valid record type`);
  if (ttl < 600 || ttl > maxTtl) return invalid("ttl", `ttl must be between 600 and ${maxTtl}`);
  if (data === "" || data.length > 512) return invalid("data", "data must have 1 to 512 characters");
  const target = data.toLowerCase().replace(/\.$/, "");
  const label = String(record.name ?? "@");
  const name = nameOf(label, zone);
  if (type === "MX") return { name, type, ttl, value: `${record.priority ?? 0} ${target}` };
  if (type === "SRV") {
    const value = `${record.priority} ${record.weight} ${record.port} ${target}`;
    return { name: `${record.service}.${record.protocol}.${name}`, type, ttl, value };
  }
  if (type === "CAA") return { name, type, ttl, value: `${record.flag ?? 0} ${record.tag} "${data}"` };
  return { name, type, ttl, value: type === "CNAME" || type === "NS" ? target : data };
}

function refuseRow(zone: ModelZone, { name, type, value }: Fields): StandInAnswer | null {
  const isDuplicate = zone.rows().some((row) => row.name === name && row.type === type && row.value === value);
  if (isDuplicate) return refusal(422, "DUPLICATE_RECORD", "Another record with the same attributes already exists");
  if (name === zone.name && type === "CNAME")
    return refusal(422, "INVALID_VALUE", "CNAME records are not allowed at the zone apex");
  const isSecondCname = type === "CNAME" && zone.rows().some((row) => row.name === name);
  if (!isSecondCname && !isCnameConflict(zone, name, type)) return null;
  return refusal(422, "CNAME_CONFLICT", "A CNAME record cannot have the same name as another record");
}
