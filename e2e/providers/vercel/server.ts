import { createModelZone, type ModelRow, type ModelZone } from "../model-zone";
import { type StandIn, type StandInAnswer, type StandInRequest, startStandIn } from "../stand-in";
import { inTheWay, labelOf, type NewRow, nameOf, withoutDot } from "../wire-form";

const token = "vercelStandInToken000000";
const teamId = "team_standIn";
const maxValues = 50;

/** Vercel's API, by its reference and recorded conversations: the list is v5 (v4 is the same), creating and deleting are v2. */
export function startVercel(options: { zones?: ModelZone[] } = {}): Promise<StandIn> {
  const rowId = (count: number) => `rec_${String(count).padStart(24, "0")}`;
  const zones = options.zones ?? [createModelZone("example.com", { rowId })];
  const createdAt = new Map<string, number>();
  const inZone = (handle: (zone: ModelZone, request: StandInRequest) => StandInAnswer) => (request: StandInRequest) => {
    const zone = zones.find(({ name }) => name === request.params.zone);
    const { zone: name = "" } = request.params;
    return zone ? handle(zone, request) : refusal(404, "not_found", `Domain name \`${name}\` not found`, { name });
  };
  const list = inZone((zone, request) => listRecords(zone, request, createdAt));
  return startStandIn({
    basePath: "",
    credential: { api_token: token, team_id: teamId },
    zones,
    refuse: ({ headers, query }) => {
      if (headers.authorization !== `Bearer ${token}`)
        return refusal(403, "forbidden", "Not authorized", { invalidToken: true });
      const team = query.get("teamId") ?? teamId;
      return team === teamId ? null : refusal(403, "forbidden", "You don't have permission to access this team");
    },
    notFound: refusal(404, "not_found", "The requested API endpoint was not found"),
    routes: () => [
      {
        method: "GET",
        path: "/v5/domains",
        handle: (request) =>
          paged("domains", zones.map(shownZone), request, (_zone, index) => 1_700_000_000_000 - index),
      },
      {
        method: "GET",
        path: "/v5/domains/:zone",
        handle: inZone((zone) => ({ status: 200, body: { domain: shownZone(zone) } })),
      },
      { method: "GET", path: "/v5/domains/:zone/records", handle: list },
      { method: "GET", path: "/v4/domains/:zone/records", handle: list },
      { method: "POST", path: "/v2/domains/:zone/records", handle: inZone(create) },
      {
        method: "DELETE",
        path: "/v2/domains/:zone/records/:id",
        handle: inZone((zone, { params }) =>
          zone.remove(params.id ?? "") ? { status: 200, body: {} } : refusal(404, "not_found", "Record not found"),
        ),
      },
    ],
  });
}

function refusal(status: number, code: string, message: string, more: Record<string, unknown> = {}): StandInAnswer {
  return { status, body: { error: { code, message, ...more } } };
}

function shownZone({ id, name }: ModelZone) {
  return {
    id,
    name,
    serviceType: "zeit.world",
    nameservers: ["ns1.vercel-dns.com", "ns2.vercel-dns.com"],
    intendedNameservers: ["ns1.vercel-dns.com", "ns2.vercel-dns.com"],
    verified: true,
    zone: true,
    suffix: false,
  };
}

/** Newest first; `until` is the moment before which an item was created, 20 items where no limit is given. */
function paged<T>(
  key: string,
  items: readonly T[],
  { query }: StandInRequest,
  momentOf: (item: T, index: number) => number,
): StandInAnswer {
  const limit = Math.min(100, Number(query.get("limit") ?? 20));
  const until = Number(query.get("until") ?? Number.POSITIVE_INFINITY);
  const dated = items.map((item, index) => ({ item, moment: momentOf(item, index) }));
  const left = dated.filter(({ moment }) => moment < until);
  const page = left.sort((one, other) => other.moment - one.moment).slice(0, limit);
  const next = left.length > limit ? (page.at(-1)?.moment ?? null) : null;
  return {
    status: 200,
    body: {
      [key]: page.map(({ item }) => item),
      pagination: { count: page.length, next, prev: page[0]?.moment ?? null },
    },
  };
}

/** Two records at a time are of the same moment, as when somebody imports a zone file. */
function listRecords(zone: ModelZone, request: StandInRequest, createdAt: Map<string, number>): StandInAnswer {
  for (const { id } of zone.rows()) {
    if (!createdAt.has(id)) createdAt.set(id, 1_700_000_000_000 + Math.floor(createdAt.size / 2));
  }
  const moment = (id: string) => createdAt.get(id) ?? 0;
  const rows = zone.rows().map((row) => ({ id: row.id, shown: shownRow(row, zone, moment(row.id)) }));
  const answer = paged("records", rows, request, ({ id }) => moment(id));
  const body = answer.body as { records: typeof rows };
  return { ...answer, body: { ...body, records: body.records.map(({ shown }) => shown) } };
}

function create(zone: ModelZone, { json }: StandInRequest): StandInAnswer {
  const row = readRow(zone, json);
  if ("status" in row) return row;
  const own = zone.rows().filter(({ extra }) => extra.creator !== "system");
  const same = own.filter(({ name, type }) => name === row.name && type === row.type);
  if (same.length >= maxValues) {
    return refusal(400, "bad_request", `A record set can have ${maxValues} values at most.`);
  }
  // Defaults of Vercel's own yield to any record.
  const way = inTheWay({ ...zone, rows: () => own }, row);
  if (way === "identical")
    return refusal(409, "record_already_exists", "A record with the same name, type and value already exists.");
  if (way === "cname")
    return refusal(400, "record_conflict", "A CNAME record cannot share its name with other records.");
  const { id } = zone.put(row);
  return { status: 200, body: { uid: id, updated: 1 } };
}

function readRow(zone: ModelZone, json: Record<string, unknown>): NewRow | StandInAnswer {
  const { type, value, mxPriority, ttl = 60 } = json;
  const invalid = (said: string) => refusal(400, "bad_request", `Invalid request: ${said}`);
  if (typeof type !== "string") return invalid("missing required property `type`.");
  if (typeof json.name !== "string") return invalid("missing required property `name`.");
  if (typeof ttl !== "number" || ttl < 60) return invalid("`ttl` should be >= 60.");
  const common = { name: nameOf(json.name, zone), type, ttl };
  if (type === "SRV") {
    if (value !== undefined) return invalid("should NOT have additional property `value`.");
    const srv = json.srv as Record<string, unknown> | undefined;
    if (srv === undefined) return invalid("missing required property `srv`.");
    return { ...common, value: `${srv.priority} ${srv.weight} ${srv.port} ${withoutDot(srv.target)}` };
  }
  if (typeof value !== "string" || value === "") return invalid("missing required property `value`.");
  if (type === "MX" && typeof mxPriority !== "number") return invalid("missing required property `mxPriority`.");
  if (type === "MX" && value === ".") return invalid("The specified value is not a fully qualified domain name.");
  if (type === "TXT" || type === "CAA" || type === "A" || type === "AAAA") return { ...common, value };
  return { ...common, value: type === "MX" ? `${mxPriority} ${withoutDot(value)}` : withoutDot(value) };
}

function shownRow({ id, name, type, ttl, value, extra }: ModelRow, zone: ModelZone, created: number) {
  const rest = value.slice(value.indexOf(" ") + 1);
  const priority = Number(value.split(" ")[0]);
  return {
    id,
    slug: `${labelOf(name, zone, "")}.${zone.name}.-${type.toLowerCase()}`,
    name: labelOf(name, zone, ""),
    type,
    value: type === "MX" || type === "SRV" ? rest : value,
    creator: extra.creator ?? "rx5Jv1UNgWHvquEx7wuQYFBp",
    created,
    updated: created,
    createdAt: created,
    updatedAt: created,
    ttl,
    ...(type === "MX" && { mxPriority: priority }),
    ...(type === "SRV" && { priority }),
  };
}
