import { randomUUID } from "node:crypto";
import { createModelZone, type ModelRow, type ModelZone } from "../model-zone";
import { readText, writeText } from "../record-text";
import { type StandIn, type StandInAnswer, type StandInRequest, startStandIn } from "../stand-in";
import { inTheWay, type NewRow, withoutDot } from "../wire-form";

const key = "standin0prefix00000000000000000.standin-secret";
const minTtl = 60;

/** The DNS API of IONOS hosting, from its clients and the conversations that dns-lexicon recorded. `secondary`: zones of the type SLAVE. */
export function startIonos(options: { zones?: ModelZone[]; secondary?: readonly string[] } = {}): Promise<StandIn> {
  const zones = options.zones ?? [createIonosZone("example.com")];
  const shownZone = ({ id, name }: ModelZone) => ({
    name,
    id,
    type: options.secondary?.includes(name) ? "SLAVE" : "NATIVE",
  });
  return startStandIn({
    basePath: "/dns/v1",
    credential: { api_key: key },
    zones,
    refuse: ({ headers }) =>
      headers["x-api-key"] === key
        ? null
        : refusal(401, "UNAUTHORIZED", "The customer is not authorized to do this operation."),
    notFound: refusal(404, "NOT_FOUND", "The resource does not exist."),
    routes: () => [
      { method: "GET", path: "/zones", handle: () => ({ status: 200, body: zones.map(shownZone) }) },
      {
        method: "GET",
        path: "/zones/:zone",
        handle: inZone((zone, { query }) => ({
          status: 200,
          body: {
            ...shownZone(zone),
            records: zone
              .rows()
              .filter(matches(query))
              .map((row) => shown(zone, row)),
          },
        })),
      },
      { method: "POST", path: "/zones/:zone/records", handle: inZone(create) },
      { method: "PUT", path: "/zones/:zone/records/:id", handle: inZone(change) },
      {
        method: "DELETE",
        path: "/zones/:zone/records/:id",
        handle: inZone((zone, { params }) =>
          zone.remove(params.id ?? "") ? { status: 200 } : refusal(404, "RECORD_NOT_FOUND", "Record does not exist."),
        ),
      },
    ],
  });

  function inZone(handle: (zone: ModelZone, request: StandInRequest) => StandInAnswer) {
    return (request: StandInRequest): StandInAnswer => {
      const zone = zones.find(({ id }) => id === request.params.zone);
      return zone ? handle(zone, request) : refusal(404, "ZONE_NOT_FOUND", "Zone does not exist.");
    };
  }
}

export function createIonosZone(name: string): ModelZone {
  const nameservers = ["ns1021.ui-dns.biz", "ns1031.ui-dns.com", "ns1049.ui-dns.org", "ns1115.ui-dns.de"];
  const zone = createModelZone(name, { id: randomUUID(), nameservers, rowId: () => randomUUID() });
  for (const value of nameservers) zone.put({ name, type: "NS", value, ttl: 86_400 });
  return zone;
}

function refusal(status: number, code: string, message: string): StandInAnswer {
  return { status, body: [{ code, message }] };
}

function matches(query: URLSearchParams) {
  return ({ name, type }: ModelRow): boolean =>
    (query.get("recordName") ?? name) === name && (query.get("recordType") ?? type) === type;
}

function shown(zone: ModelZone, { id, name, type, ttl, value, extra }: ModelRow): Record<string, unknown> {
  const [first = "", ...rest] = value.split(" ");
  const hasPriority = type === "MX" || type === "SRV";
  return {
    name,
    rootName: zone.name,
    type,
    content: type === "TXT" ? writeText(value) : hasPriority ? rest.join(" ") : value,
    changeDate: "2026-01-01T00:00:00.000Z",
    ttl,
    disabled: extra.disabled === true,
    ...(hasPriority && { prio: Number(first) }),
    id,
  };
}

/** All or nothing. A record that exists already is answered as if it had been created. */
function create(zone: ModelZone, { body }: StandInRequest): StandInAnswer {
  const given: unknown = JSON.parse(body || "null");
  if (!Array.isArray(given)) return refusal(400, "INVALID_RECORD", "An array of records is expected.");
  const rows = given.map((record) => readRow(zone, record));
  for (const row of rows) {
    if ("status" in row) return row;
    if (inTheWay(zone, row) === "cname") {
      return refusal(400, "INVALID_RECORD", "Record conflicts with another record of the same name.");
    }
  }
  const added = rows.flatMap((row) => ("status" in row ? [] : (existing(zone, row) ?? zone.put(row))));
  return { status: 201, body: added.map((row) => shown(zone, row)) };
}

function existing(zone: ModelZone, row: NewRow): ModelRow | undefined {
  return zone.rows().find(({ name, type, value }) => name === row.name && type === row.type && value === row.value);
}

function change(zone: ModelZone, { params, json }: StandInRequest): StandInAnswer {
  const before = zone.find(params.id ?? "");
  if (before === null) return refusal(404, "RECORD_NOT_FOUND", "Record does not exist.");
  const row = readRow(zone, { ...shown(zone, before), ...json });
  if ("status" in row) return row;
  zone.change(before.id, row);
  return { status: 200, body: shown(zone, { ...before, ...row }) };
}

/** Names are full; a bare label is refused. */
function readRow(zone: ModelZone, record: Record<string, unknown>): NewRow | StandInAnswer {
  const { name: given, type, content, ttl, prio, disabled } = record;
  const kind = String(type ?? "");
  const text = String(content ?? "");
  const name = String(given ?? "").toLowerCase();
  const isBelow = name === zone.name || name.endsWith(`.${zone.name}`);
  const isKnown = ["A", "AAAA", "CAA", "CNAME", "MX", "NS", "SRV", "TXT"].includes(kind);
  if (!isBelow || !isKnown || text === "") return refusal(400, "INVALID_RECORD", `Record ${name} is invalid.`);
  if (Number(ttl ?? 3_600) < minTtl) return refusal(400, "INVALID_RECORD", "ttl: minimum accepted value is 60");
  const isTarget = ["CNAME", "MX", "NS", "SRV"].includes(kind);
  const plain = kind === "TXT" ? readText(text) : isTarget ? withoutDot(text) : text;
  return {
    name,
    type: kind,
    ttl: Number(ttl ?? 3_600),
    value: kind === "MX" || kind === "SRV" ? `${Number(prio ?? 0)} ${plain}` : plain,
    extra: { disabled: disabled === true },
  };
}
