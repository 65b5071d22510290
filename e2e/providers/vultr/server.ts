import { randomUUID } from "node:crypto";
import { createModelZone, type ModelRow, type ModelZone } from "../model-zone";
import { type StandIn, type StandInAnswer, type StandInRequest, startStandIn } from "../stand-in";
import { inTheWay, labelOf, type NewRow, nameOf } from "../wire-form";

const key = "STANDIN0VULTR0KEY0000000000000000000";
const nameservers = ["ns1.vultr.com", "ns2.vultr.com"];
const minTtl = 120;

/**
 * Vultr's API v2, from its clients and the conversations that dns-lexicon recorded. `callerAddress`: where requests come from,
 * as the API sees it; refused where the key's list does not have it.
 */
export function startVultr(
  options: { zones?: ModelZone[]; callerAddress?: string; allowed?: readonly string[]; perPage?: number } = {},
): Promise<StandIn> {
  const zones = options.zones ?? [createVultrZone("example.com")];
  const { callerAddress = "192.0.2.1", allowed, perPage = 500 } = options;
  return startStandIn({
    basePath: "/v2",
    credential: { api_key: key },
    zones,
    refuse: ({ headers }) => {
      if (headers.authorization !== `Bearer ${key}`) return refusal(401, "Invalid API token.");
      if (allowed === undefined || allowed.includes(callerAddress)) return null;
      return refusal(401, `Unauthorized IP address: ${callerAddress}`);
    },
    notFound: refusal(404, "Invalid resource."),
    routes: () => [
      {
        method: "GET",
        path: "/domains",
        handle: ({ query }) => paged("domains", zones.map(shownDomain), query, perPage),
      },
      {
        method: "GET",
        path: "/domains/:zone",
        handle: inZone((zone) => ({ status: 200, body: { domain: shownDomain(zone) } })),
      },
      {
        method: "GET",
        path: "/domains/:zone/records",
        handle: inZone((zone, { query }) => paged("records", shownIn(zone), query, perPage)),
      },
      { method: "POST", path: "/domains/:zone/records", handle: inZone(create) },
      { method: "GET", path: "/domains/:zone/records/:id", handle: inZone(find) },
      { method: "PATCH", path: "/domains/:zone/records/:id", handle: inZone(change) },
      { method: "DELETE", path: "/domains/:zone/records/:id", handle: inZone(remove) },
    ],
  });

  function inZone(handle: (zone: ModelZone, request: StandInRequest) => StandInAnswer) {
    return (request: StandInRequest): StandInAnswer => {
      const zone = zones.find(({ name }) => name === request.params.zone);
      return zone ? handle(zone, request) : refusal(404, "Invalid domain.");
    };
  }
}

export function createVultrZone(name: string): ModelZone {
  const zone = createModelZone(name, { nameservers, rowId: () => randomUUID() });
  for (const value of nameservers) zone.put({ name, type: "NS", value, ttl: 300 });
  return zone;
}

function refusal(status: number, error: string): StandInAnswer {
  return { status, body: { error, status } };
}

function shownDomain({ name }: ModelZone): Record<string, unknown> {
  return { domain: name, date_created: "2026-01-01T00:00:00+00:00", dns_sec: "disabled" };
}

/** The cursor names the item that the next page begins with. */
function paged(list: string, items: readonly unknown[], query: URLSearchParams, most: number): StandInAnswer {
  const size = Math.min(most, Number(query.get("per_page") ?? 100));
  const cursor = query.get("cursor");
  const start = cursor === null ? 0 : Number(Buffer.from(cursor, "base64").toString("utf8").replace("next__", ""));
  const after = start + size;
  const next = after < items.length ? Buffer.from(`next__${after}`, "utf8").toString("base64") : "";
  const meta = { total: items.length, links: { next, prev: "" } };
  return { status: 200, body: { [list]: items.slice(start, after), meta } };
}

function shownIn(zone: ModelZone) {
  return zone.rows().map((row) => shown(row, zone));
}

function shown({ id, name, type, ttl, value }: ModelRow, zone: ModelZone) {
  const [first = "", ...rest] = value.split(" ");
  const hasPriority = type === "MX" || type === "SRV";
  return {
    id,
    type,
    name: labelOf(name, zone, ""),
    data: type === "TXT" ? `"${value}"` : hasPriority ? rest.join(" ") : value,
    priority: hasPriority ? Number(first) : -1,
    ttl,
  };
}

function find(zone: ModelZone, { params }: StandInRequest): StandInAnswer {
  const record = shownIn(zone).find(({ id }) => id === params.id);
  return record ? { status: 200, body: { record } } : refusal(404, "Invalid record.");
}

function create(zone: ModelZone, { json }: StandInRequest): StandInAnswer {
  const row = readRow(zone, json);
  if ("status" in row) return row;
  const obstacle = inTheWay(zone, row);
  if (obstacle === "identical") return refusal(400, "Duplicate records not allowed.");
  if (obstacle === "cname") return refusal(400, "A CNAME record cannot be used with other records of the same name.");
  return { status: 201, body: { record: shown(zone.put(row), zone) } };
}

function change(zone: ModelZone, { params, json }: StandInRequest): StandInAnswer {
  const record = shownIn(zone).find(({ id }) => id === params.id);
  if (record === undefined) return refusal(404, "Invalid record.");
  const row = readRow(zone, { ...record, ...json, type: record.type });
  if ("status" in row) return row;
  zone.change(record.id, row);
  return { status: 204 };
}

function remove(zone: ModelZone, { params }: StandInRequest): StandInAnswer {
  return zone.remove(params.id ?? "") ? { status: 204 } : refusal(404, "Invalid record.");
}

function readRow(
  zone: ModelZone,
  { name, type, data, ttl, priority }: Record<string, unknown>,
): NewRow | StandInAnswer {
  const kind = String(type ?? "");
  const text = String(data ?? "");
  if (!["A", "AAAA", "CAA", "CNAME", "MX", "NS", "SRV", "SSHFP", "TXT"].includes(kind)) {
    return refusal(400, "Invalid record type.");
  }
  const isQuoted = /^"[^"\\]*"$/.test(text);
  if (kind === "TXT" ? !isQuoted : text === "") return refusal(400, "Invalid record data.");
  if (["CNAME", "MX", "NS", "SRV"].includes(kind) && text.endsWith(".")) return refusal(400, "Invalid record data.");
  if (ttl !== undefined && Number(ttl) < minTtl) return refusal(400, `TTL must be at least ${minTtl}.`);
  const plain = kind === "TXT" ? text.slice(1, -1) : text;
  return {
    name: nameOf(String(name ?? ""), zone),
    type: kind,
    ttl: Number(ttl ?? 300),
    value: kind === "MX" || kind === "SRV" ? `${Math.max(0, Number(priority ?? 0))} ${plain}` : plain,
  };
}
