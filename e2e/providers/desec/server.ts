import { createModelZone, type ModelZone } from "../model-zone";
import { findSet, isQuoted, readValue, replaceSet, textsIn, writeValue } from "../set-model";
import { type StandIn, type StandInAnswer, type StandInRequest, startStandIn } from "../stand-in";
import { labelOf, nameOf } from "../wire-form";

const token = "standIn-deSEC-token_000000000";
const perPage = 500;
const minimumTtl = 3600;

/** deSEC's API v1, as its documentation and its own open source have it. `writable: false`: the token has no write policy. */
export function startDesec(options: { zones?: ModelZone[]; writable?: boolean } = {}): Promise<StandIn> {
  const zones = options.zones ?? [createModelZone("example.com", { nameservers: ["ns1.desec.io", "ns2.desec.org"] })];
  const inZone = (handle: (zone: ModelZone, request: StandInRequest) => StandInAnswer) => (request: StandInRequest) => {
    const zone = zones.find(({ name }) => name === request.params.domain);
    if (!zone) return notFound;
    const isAllowed = request.method === "GET" || options.writable !== false;
    return isAllowed ? handle(zone, request) : { status: 403, body: { detail: "Insufficient token permissions." } };
  };
  return startStandIn({
    basePath: "/api/v1",
    credential: { token },
    zones,
    notFound,
    refuse: ({ headers }) =>
      headers.authorization === `Token ${token}` ? null : { status: 401, body: { detail: "Invalid token." } },
    routes: () => [
      { method: "GET", path: "/domains/", handle: (request) => paged(zones.map(domainOf), request) },
      { method: "GET", path: "/domains/:domain/", handle: inZone((zone) => ({ status: 200, body: domainOf(zone) })) },
      // The server takes an empty part of a path for none.
      ...["/domains/:domain/rrsets/", "/domains/:domain/rrsets//"].flatMap((path) => [
        {
          method: "GET",
          path,
          handle: inZone((zone, request) => paged(filtered(zone, request), request)),
        },
        {
          method: "POST",
          path,
          handle: inZone((zone, { json }) => {
            const { status, body } = writeAll(zone, [json], { isNew: true });
            return { status: status === 200 ? 201 : status, body: firstOf(body) };
          }),
        },
        { method: "PATCH", path, handle: inZone(writeBulk) },
        { method: "PUT", path, handle: inZone(writeBulk) },
      ]),
      {
        method: "GET",
        path: "/domains/:domain/rrsets/:subname/:type/",
        handle: inZone((zone, { params }) => {
          const set = findSet(zone, nameOf(params.subname ?? "", zone), params.type ?? "");
          return set === null ? notFound : { status: 200, body: shown(zone, set) };
        }),
      },
      ...["PATCH", "PUT"].map((method) => ({
        method,
        path: "/domains/:domain/rrsets/:subname/:type/",
        handle: inZone((zone, { params, json }) => {
          const subname = params.subname === "@" ? "" : params.subname;
          const { status, body } = writeAll(zone, [{ ...json, subname, type: params.type }], { isNew: false });
          // A set that is left without records is deleted.
          const isGone = status === 200 && firstOf(body) === undefined;
          return isGone ? { status: 204 } : { status, body: firstOf(body) };
        }),
      })),
      {
        method: "DELETE",
        path: "/domains/:domain/rrsets/:subname/:type/",
        handle: inZone((zone, { params }) => {
          replaceSet(zone, { name: nameOf(params.subname ?? "", zone), type: params.type ?? "", ttl: 0, values: [] });
          return { status: 204 };
        }),
      },
    ],
  });
}

const notFound: StandInAnswer = { status: 404, body: { detail: "Not found." } };

/** As the rate limit answers; `seconds` stands in the header too. */
export function throttled(seconds: number): StandInAnswer {
  const detail = `Request was throttled. Expected available in ${seconds} seconds.`;
  return { status: 429, headers: { "retry-after": String(seconds) }, body: { detail } };
}

function firstOf(body: unknown): unknown {
  return Array.isArray(body) ? body[0] : body;
}

function domainOf({ name }: ModelZone) {
  const at = "2026-01-01T00:00:00.000000Z";
  return { created: at, published: at, touched: at, name, minimum_ttl: minimumTtl };
}

function filtered(zone: ModelZone, { query }: StandInRequest): unknown[] {
  const [subname, type] = [query.get("subname"), query.get("type")];
  const sets = zone.sets().filter((set) => (type ?? set.type) === set.type);
  return sets.map((set) => shown(zone, set)).filter((set) => (subname ?? set.subname) === set.subname);
}

function shown(
  zone: ModelZone,
  { name, type, ttl, values }: { name: string; type: string; ttl: number; values: readonly string[] },
) {
  const at = "2026-01-01T00:00:00.000000Z";
  const subname = labelOf(name, zone, "");
  const records = values.map((value) => writeValue(type, value));
  return { created: at, domain: zone.name, subname, name: `${name}.`, records, ttl, type, touched: at };
}

/** Cursors are opaque; without one, a list that is too long is refused. */
function paged(items: unknown[], { query, path }: StandInRequest): StandInAnswer {
  if (items.length <= perPage) return { status: 200, body: items };
  const link = (cursor: string, rel: string) => {
    const parameters = new URLSearchParams(query);
    parameters.set("cursor", cursor);
    return `<https://desec.io/api/v1${path}?${parameters}>; rel="${rel}"`;
  };
  const cursor = query.get("cursor");
  if (cursor === null) {
    const detail = `Pagination required. You can query up to ${perPage} items at a time (${items.length} total). Please use the \`first\` page link (see Link header).`;
    return { status: 400, headers: { link: link("", "first") }, body: { detail } };
  }
  const start = cursor === "" ? 0 : Number(Buffer.from(cursor, "base64").toString());
  const next = start + perPage;
  const links = [link("", "first")];
  if (next < items.length) links.push(link(Buffer.from(String(next)).toString("base64"), "next"));
  return { status: 200, headers: { link: links.join(", ") }, body: items.slice(start, next) };
}

function writeBulk(zone: ModelZone, { body }: StandInRequest): StandInAnswer {
  const items: unknown = JSON.parse(body);
  if (Array.isArray(items)) return writeAll(zone, items, { isNew: false });
  return { status: 400, body: { non_field_errors: ['Expected a list of items but got type "dict".'] } };
}

/** All or nothing: the errors are in the order of the sets, `{}` for the right ones. */
function writeAll(zone: ModelZone, items: Record<string, unknown>[], { isNew }: { isNew: boolean }): StandInAnswer {
  const restore = zone.snapshot();
  const errors: Record<string, unknown>[] = [];
  const done: unknown[] = [];
  for (const item of items) {
    const { subname = "", type } = item as { subname?: string; type?: string };
    const name = nameOf(subname, zone);
    const existing = findSet(zone, name, String(type));
    const ttl = Number(item.ttl ?? existing?.ttl ?? minimumTtl);
    const texts =
      item.records === undefined
        ? (existing?.values ?? []).map((value) => writeValue(String(type), value))
        : textsIn(item.records);
    const values = texts.map((text) => readRecord(String(type), text));
    const refused = refuse({
      subname,
      type: String(type),
      ttl,
      texts,
      values,
      isTaken: isNew && existing !== null,
      hasRecords: existing !== null || item.records !== undefined,
    });
    errors.push(refused ?? {});
    if (refused === null) {
      replaceSet(zone, { name, type: String(type), ttl, values: values.filter((value) => value !== null) });
      const set = findSet(zone, name, String(type));
      if (set !== null) done.push(shown(zone, set));
    }
  }
  for (const [index, { subname = "", type }] of (items as { subname?: string; type?: string }[]).entries()) {
    const others = zone
      .sets()
      .filter(
        (set) =>
          set.name === nameOf(subname, zone) && set.type !== type && findSet(zone, set.name, String(type)) !== null,
      );
    const conflicts = others.filter((set) => set.type === "CNAME" || type === "CNAME").map((set) => set.type);
    if (conflicts.length > 0) {
      const said = `RRset with conflicting type present at same subname: database (${conflicts.join(", ")}). (No other RRsets are allowed alongside CNAME.)`;
      errors[index] = { non_field_errors: [said] };
    }
  }
  if (errors.every((error) => Object.keys(error).length === 0)) return { status: 200, body: done };
  restore();
  return { status: 400, body: errors };
}

function readRecord(type: string, text: string): string | null {
  // Longer strings are split by the server.
  if (type === "TXT" && /^"(?:[^"\\]|\\.)*"$/.test(text) && !isQuoted(text)) return text.slice(1, -1);
  return readValue(type, text, null);
}

function refuse(set: {
  subname: string;
  type: string;
  ttl: number;
  texts: string[];
  values: (string | null)[];
  isTaken: boolean;
  hasRecords: boolean;
}) {
  if (set.subname === "@") return { subname: ["Use an empty string for the zone apex."] };
  if (!/^[A-Z0-9]+$/.test(set.type)) return { type: [`The ${set.type} RR set type is currently unsupported.`] };
  if (!set.hasRecords) return { records: ["This field is required."] };
  if (set.isTaken)
    return {
      non_field_errors: ["Another RRset with the same subdomain and type exists for this domain. (Try modifying it.)"],
    };
  if (set.ttl < minimumTtl) return { ttl: [`Ensure this value is greater than or equal to ${minimumTtl}.`] };
  if (set.ttl > 86_400) return { ttl: ["Ensure this value is less than or equal to 86400."] };
  if (set.values.includes(null))
    return { non_field_errors: ["Record content malformed: data is not valid for the type"] };
  if (set.type === "CNAME" && set.values.length > 1)
    return { non_field_errors: ["RRset of type CNAME cannot have multiple records."] };
  if (new Set(set.texts).size < set.texts.length)
    return { non_field_errors: ["Duplicate: records must be semantically unique"] };
  return null;
}
