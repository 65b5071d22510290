import { createModelZone, type ModelRow, type ModelZone } from "../model-zone";
import { readText, writeText } from "../record-text";
import { pageOf, type StandIn, type StandInAnswer, type StandInRequest, startStandIn } from "../stand-in";
import { inTheWay, type NewRow, withoutDot } from "../wire-form";

const token = "nfp_standIn";
const accountSlug = "stand-in-team";

/** Netlify's API v1, by its Swagger document. There is no way to change a record: only to create and delete. */
export function startNetlify(options: { zones?: ModelZone[] } = {}): Promise<StandIn> {
  const hexId = (count: number) => count.toString(16).padStart(24, "0");
  const nameservers = [1, 2, 3, 4].map((number) => `dns${number}.p01.nsone.net`);
  const zones = options.zones ?? [createModelZone("example.com", { id: hexId(1), nameservers, rowId: hexId })];
  const inZone = (handle: (zone: ModelZone, request: StandInRequest) => StandInAnswer) => (request: StandInRequest) => {
    const zone = zones.find(({ id, name }) => [id, name.replaceAll(".", "_")].includes(request.params.zone ?? ""));
    return zone ? handle(zone, request) : notFound;
  };
  const records = "/dns_zones/:zone/dns_records";
  return startStandIn({
    basePath: "/api/v1",
    credential: { api_token: token, account_slug: accountSlug },
    zones,
    refuse: ({ headers }) => (headers.authorization === `Bearer ${token}` ? null : refusal(401, "Access Denied")),
    notFound,
    routes: () => [
      { method: "GET", path: "/dns_zones", handle: (request) => listZones(zones, request) },
      {
        method: "GET",
        path: records,
        handle: inZone((zone) => ({ status: 200, body: zone.rows().map((row) => shownRow(row, zone)) })),
      },
      { method: "POST", path: records, handle: inZone(create) },
      { method: "DELETE", path: `${records}/:id`, handle: inZone((zone, { params }) => remove(zone, params.id ?? "")) },
    ],
  });
}

const notFound = refusal(404, "Not Found");

function refusal(code: number, message: string): StandInAnswer {
  return { status: code, body: { code, message } };
}

/** A team without Netlify DNS has an empty list. */
function listZones(zones: ModelZone[], { query }: StandInRequest): StandInAnswer {
  const isOurs = (query.get("account_slug") ?? accountSlug) === accountSlug;
  const shown = (isOurs ? zones : []).map(({ id, name, nameservers }) => ({
    id,
    name,
    errors: [],
    supported_record_types: ["A", "AAAA", "ALIAS", "CAA", "CNAME", "MX", "NS", "SPF", "SRV", "TXT"],
    account_slug: accountSlug,
    dns_servers: nameservers,
    dedicated: false,
  }));
  const page = pageOf(shown, { page: query.get("page"), pageSize: query.get("per_page"), most: 100 });
  const isPast = Number(query.get("page") ?? 1) > page.pages;
  return { status: 200, body: isPast ? [] : page.items };
}

function create(zone: ModelZone, { json }: StandInRequest): StandInAnswer {
  const row = readRow(zone, json);
  if ("status" in row) return row;
  const way = inTheWay(zone, row);
  if (way === "identical") return refusal(422, "A record with this hostname, type and value already exists");
  if (way === "cname") return refusal(422, "CNAME records cannot share a hostname with other records");
  return { status: 201, body: shownRow(zone.put(row), zone) };
}

function remove(zone: ModelZone, id: string): StandInAnswer {
  if (zone.find(id)?.extra.managed === true) return refusal(422, "Managed records cannot be deleted");
  return zone.remove(id) ? { status: 204 } : notFound;
}

function readRow(zone: ModelZone, json: Record<string, unknown>): NewRow | StandInAnswer {
  const { type, hostname, value, ttl, priority = 0, weight = 0, port = 0, flag = 0, tag } = json;
  if (typeof type !== "string" || typeof hostname !== "string") return refusal(422, "hostname can't be blank");
  if (typeof value !== "string" || value === "") return refusal(422, "value can't be blank");
  const name = hostname.toLowerCase();
  if (name !== zone.name && !name.endsWith(`.${zone.name}`)) return refusal(422, "hostname is not in the zone");
  if (type === "MX" && value === ".") return refusal(422, "value is invalid");
  const target = withoutDot(value);
  const values: Record<string, string> = {
    A: value,
    AAAA: value,
    TXT: value,
    MX: `${priority} ${target}`,
    SRV: `${priority} ${weight} ${port} ${target}`,
    CAA: `${flag} ${tag} ${writeText(value)}`,
  };
  return { name, type, ttl: Number(ttl ?? 3600), value: values[type] ?? target };
}

function shownRow({ id, name, type, ttl, value, extra }: ModelRow, zone: ModelZone): Record<string, unknown> {
  const fields = value.split(" ");
  const common = {
    id,
    hostname: name,
    type,
    ttl,
    dns_zone_id: zone.id,
    site_id: null,
    managed: extra.managed === true,
  };
  const none = { priority: null, weight: null, port: null, flag: null, tag: null };
  const numbers = fields.map(Number);
  switch (type) {
    case "MX":
      return { ...common, ...none, priority: numbers[0], value: fields[1] };
    case "SRV":
      return { ...common, ...none, priority: numbers[0], weight: numbers[1], port: numbers[2], value: fields[3] };
    case "CAA":
      return { ...common, ...none, flag: numbers[0], tag: fields[1], value: readText(fields.slice(2).join(" ")) };
    default:
      return { ...common, ...none, value };
  }
}
