import { createModelZone, type ModelRow, type ModelZone } from "../model-zone";
import { readText, writeText } from "../record-text";
import { pageOf, type StandIn, type StandInAnswer, type StandInRequest, startStandIn } from "../stand-in";
import { inTheWay, labelOf, type NewRow, nameOf, withoutDot } from "../wire-form";

const token = "linodeStandInToken";
const ttls = [0, 300, 3600, 7200, 14400, 28800, 57600, 86400, 172800, 345600, 604800, 1209600, 2419200];

/** Linode's API v4, by its reference and recorded conversations. A zone whose name begins with `slave.` is a secondary one. */
export function startLinode(options: { zones?: ModelZone[] } = {}): Promise<StandIn> {
  const zones = options.zones ?? [createModelZone("example.com")];
  const inZone = (handle: (zone: ModelZone, request: StandInRequest) => StandInAnswer) => (request: StandInRequest) => {
    const zone = zones.find(({ id }) => id === request.params.zone);
    return zone ? handle(zone, request) : notFound;
  };
  const records = "/domains/:zone/records";
  return startStandIn({
    basePath: "/v4",
    credential: { api_token: token },
    zones,
    refuse: ({ headers }) => (headers.authorization === `Bearer ${token}` ? null : refusal(401, "Invalid Token")),
    notFound,
    routes: () => [
      {
        method: "GET",
        path: "/domains",
        handle: (request) => {
          const { domain } = filterOf(request);
          return paged(zones.filter(({ name }) => domain === undefined || name === domain).map(shownZone), request);
        },
      },
      {
        method: "GET",
        path: records,
        handle: inZone((zone, request) =>
          paged(
            zone.rows().map((row) => shownRow(row, zone)),
            request,
          ),
        ),
      },
      { method: "POST", path: records, handle: inZone(create) },
      { method: "PUT", path: `${records}/:id`, handle: inZone(change) },
      {
        method: "DELETE",
        path: `${records}/:id`,
        handle: inZone((zone, { params }) => (zone.remove(params.id ?? "") ? { status: 200, body: {} } : notFound)),
      },
    ],
  });
}

const notFound = refusal(404, "Not found");

function refusal(status: number, reason: string, field?: string): StandInAnswer {
  return { status, body: { errors: [{ ...(field && { field }), reason }] } };
}

function filterOf({ headers }: StandInRequest): { domain?: string } {
  return JSON.parse(headers["x-filter"] ?? "{}");
}

function paged(items: unknown[], { query }: StandInRequest): StandInAnswer {
  const size = Number(query.get("page_size") ?? 100);
  if (size < 25 || size > 500) return refusal(400, "Must be 25-500", "page_size");
  const page = pageOf(items, { page: query.get("page"), pageSize: String(size), most: 500 });
  return { status: 200, body: { data: page.items, page: page.page, pages: page.pages, results: page.total } };
}

function shownZone({ id, name }: ModelZone) {
  return {
    id: Number(id),
    domain: name,
    type: name.startsWith("slave.") ? "slave" : "master",
    status: "active",
    ttl_sec: 0,
  };
}

function create(zone: ModelZone, { json }: StandInRequest): StandInAnswer {
  const row = readRow(zone, json);
  if ("status" in row) return row;
  const way = inTheWay(zone, row);
  if (way === "identical") return refusal(400, "Record already exists", "target");
  if (way === "cname") return refusal(400, "CNAME records must not share their hostname with another record", "name");
  // A TTL is kept when a record is changed, and lost when one of these is created.
  const ttl = row.type === "CAA" || row.type === "SRV" ? 0 : row.ttl;
  return { status: 200, body: shownRow(zone.put({ ...row, ttl }), zone) };
}

function change(zone: ModelZone, { params, json }: StandInRequest): StandInAnswer {
  const id = params.id ?? "";
  const before = zone.find(id);
  if (!before) return notFound;
  const given = Object.fromEntries(Object.entries(json).filter(([, value]) => value !== null));
  const row = readRow(zone, { ...shownRow(before, zone), ...given });
  if ("status" in row) return row;
  return { status: 200, body: shownRow(zone.change(id, row) ?? before, zone) };
}

function readRow(zone: ModelZone, json: Record<string, unknown>): NewRow | StandInAnswer {
  const { type, name, target, priority = 0, weight = 0, port = 0, tag, service, protocol } = json;
  const asked = Number(json.ttl_sec ?? 0);
  const ttl = ttls.find((allowed) => allowed >= asked) ?? 2_419_200;
  if (typeof type !== "string") return refusal(400, "type is required", "type");
  if (typeof target !== "string") return refusal(400, "target is required", "target");
  const text = String(name ?? "");
  const isFull = text === zone.name || text.endsWith(`.${zone.name}`);
  const common = { name: isFull ? text.toLowerCase() : nameOf(text, zone), type, ttl };
  switch (type) {
    case "TXT":
      return target === "" ? refusal(400, "target is required", "target") : { ...common, value: target };
    case "A":
    case "AAAA":
      return { ...common, value: target };
    case "CAA":
      if (tag !== "issue" && tag !== "issuewild" && tag !== "iodef") return refusal(400, "Invalid tag", "tag");
      return /\s/.test(target)
        ? refusal(400, "Invalid CAA target", "target")
        : { ...common, value: `0 ${tag} ${writeText(target)}` };
    case "SRV": {
      if (typeof service !== "string" || typeof protocol !== "string")
        return refusal(400, "service is required", "service");
      const made = `_${service}._${protocol}.${zone.name}`;
      return {
        ...common,
        name: made,
        value: `${priority} ${weight} ${port} ${withoutDot(target)}`,
        extra: { service, protocol },
      };
    }
    case "MX":
      return { ...common, value: `${priority} ${target === "" ? "." : withoutDot(target)}` };
    default:
      return target === "" ? refusal(400, "target is required", "target") : { ...common, value: withoutDot(target) };
  }
}

function shownRow({ id, name, type, ttl, value, extra }: ModelRow, zone: ModelZone): Record<string, unknown> {
  const label = labelOf(name, zone, "");
  const none = { priority: 0, weight: 0, port: 0, service: null, protocol: null, tag: null };
  const common = { id: Number(id), type, name: label, ttl_sec: ttl, ...none };
  const [first, second, third, fourth] = value.split(" ");
  switch (type) {
    case "MX":
      return { ...common, priority: Number(first), target: second === "." ? "" : second };
    case "SRV": {
      const [service, protocol] = label.split(".").map((part) => part.slice(1));
      const numbers = { priority: Number(first), weight: Number(second), port: Number(third) };
      return { ...common, service, protocol, ...extra, ...numbers, target: fourth };
    }
    case "CAA":
      return { ...common, tag: second, target: readText(value.split(" ").slice(2).join(" ")) };
    default:
      return { ...common, target: value };
  }
}
