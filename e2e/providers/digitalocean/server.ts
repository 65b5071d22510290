import { createModelZone, type ModelRow, type ModelZone } from "../model-zone";
import { readText, writeText } from "../record-text";
import { pageOf, type StandIn, type StandInAnswer, type StandInRequest, startStandIn } from "../stand-in";
import { inTheWay, labelOf, type NewRow, nameOf, withoutDot } from "../wire-form";

const token = "dop_v1_stand_in";
const host = "https://api.digitalocean.com/v2";

/** DigitalOcean's API v2, by its OpenAPI document and recorded conversations. */
export function startDigitalocean(options: { zones?: ModelZone[] } = {}): Promise<StandIn> {
  const nameservers = ["ns1.digitalocean.com", "ns2.digitalocean.com", "ns3.digitalocean.com"];
  const zones = options.zones ?? [createModelZone("example.com", { nameservers })];
  const inZone = (handle: (zone: ModelZone, request: StandInRequest) => StandInAnswer) => (request: StandInRequest) => {
    const zone = zones.find(({ name }) => name === request.params.zone);
    return zone ? handle(zone, request) : notFound;
  };
  const records = "/domains/:zone/records";
  return startStandIn({
    basePath: "/v2",
    credential: { api_token: token },
    zones,
    refuse: ({ headers }) =>
      headers.authorization === `Bearer ${token}`
        ? null
        : { status: 401, body: { id: "Unauthorized", message: "Unable to authenticate you" } },
    notFound,
    routes: () => [
      { method: "GET", path: "/domains", handle: (request) => paged("domains", zones.map(shownZone), request) },
      {
        method: "GET",
        path: "/domains/:zone",
        handle: inZone((zone) => ({ status: 200, body: { domain: shownZone(zone) } })),
      },
      { method: "GET", path: records, handle: inZone(list) },
      { method: "POST", path: records, handle: inZone(create) },
      { method: "PUT", path: `${records}/:id`, handle: inZone(overwrite) },
      {
        method: "DELETE",
        path: `${records}/:id`,
        handle: inZone((zone, { params }) => (zone.remove(params.id ?? "") ? { status: 204 } : notFound)),
      },
    ],
  });
}

const notFound: StandInAnswer = {
  status: 404,
  body: { id: "not_found", message: "The resource you were accessing could not be found." },
};

function unprocessable(message: string): StandInAnswer {
  return { status: 422, body: { id: "unprocessable_entity", message } };
}

function shownZone({ name }: ModelZone) {
  return { name, ttl: 1800, zone_file: `$ORIGIN ${name}.\n$TTL 1800\n` };
}

/** Without `per_page`, 20 items a page. */
function paged(key: string, items: unknown[], { query, path }: StandInRequest): StandInAnswer {
  const {
    items: shown,
    page,
    pages,
    total,
  } = pageOf(items, {
    page: query.get("page"),
    pageSize: query.get("per_page") ?? "20",
    most: 200,
  });
  const next = new URLSearchParams({ ...Object.fromEntries(query), page: String(page + 1) });
  const links = page < pages ? { pages: { next: `${host}${path}?${next}` } } : {};
  return { status: 200, body: { [key]: shown, links, meta: { total } } };
}

function list(zone: ModelZone, request: StandInRequest): StandInAnswer {
  const name = request.query.get("name");
  const type = request.query.get("type");
  const rows = zone.rows().filter((row) => (name ?? row.name) === row.name && (type ?? row.type) === row.type);
  return paged(
    "domain_records",
    rows.map((row) => shownRow(row, zone)),
    request,
  );
}

function create(zone: ModelZone, { json }: StandInRequest): StandInAnswer {
  const row = readRow(zone, json);
  if ("status" in row) return row;
  if (inTheWay(zone, row) === "cname") return unprocessable("CNAME records cannot share a name with other records");
  if (inTheWay(zone, row) === "identical") return unprocessable("Record already exists");
  return { status: 201, body: { domain_record: shownRow(zone.put(row), zone) } };
}

function overwrite(zone: ModelZone, { params, json }: StandInRequest): StandInAnswer {
  const id = params.id ?? "";
  const before = zone.find(id);
  if (!before) return notFound;
  const row = readRow(zone, { ...shownRow(before, zone), ...json });
  if ("status" in row) return row;
  const changed = zone.change(id, row);
  return changed ? { status: 200, body: { domain_record: shownRow(changed, zone) } } : notFound;
}

function readRow(zone: ModelZone, json: Record<string, unknown>): NewRow | StandInAnswer {
  const { type, data, priority, weight, port, flags, tag } = json;
  const ttl = Number(json.ttl ?? 1800);
  if (typeof type !== "string" || typeof json.name !== "string") return unprocessable("Name can't be blank");
  if (typeof data !== "string" || data === "") return unprocessable("Data can't be blank");
  if (ttl < 30) return unprocessable("Ttl must be greater than or equal to 30");
  const needsDot = ["CNAME", "MX", "SRV", "CAA", "NS"].includes(type);
  if (needsDot && !data.endsWith(".") && data !== "@") return unprocessable("Data needs to end with a dot (.)");
  if (needsDot && data === ".") return unprocessable("Data is not a valid hostname");
  if (type === "TXT" && (data.includes("\\") || writeText(data).length > 512)) return unprocessable("Data is invalid");
  if (type === "CAA" && /\s/.test(data)) return unprocessable("Data is invalid");
  const target = data === "@" ? zone.name : withoutDot(data);
  const values: Record<string, string> = {
    A: data,
    AAAA: data,
    TXT: data,
    MX: `${priority ?? 0} ${target}`,
    SRV: `${priority ?? 0} ${weight ?? 0} ${port ?? 0} ${target}`,
    CAA: `${flags ?? 0} ${tag} ${writeText(data.slice(0, -1))}`,
  };
  return { name: nameOf(json.name, zone), type, ttl, value: values[type] ?? target };
}

function shownRow({ id, name, type, ttl, value }: ModelRow, zone: ModelZone): Record<string, unknown> {
  const fields = value.split(" ");
  const numbers = { priority: null, port: null, weight: null, flags: null, tag: null };
  const target = (text: string | undefined) => (text === zone.name ? "@" : text);
  const common = { id: Number(id), type, name: labelOf(name, zone, "@"), ttl, ...numbers };
  const [first, second, third, fourth] = fields;
  switch (type) {
    case "MX":
      return { ...common, priority: Number(first), data: target(second) };
    case "SRV":
      return { ...common, priority: Number(first), weight: Number(second), port: Number(third), data: target(fourth) };
    case "CAA":
      return { ...common, flags: Number(first), tag: second, data: readText(fields.slice(2).join(" ")) };
    case "CNAME":
    case "NS":
      return { ...common, data: target(value) };
    default:
      return { ...common, data: value };
  }
}
