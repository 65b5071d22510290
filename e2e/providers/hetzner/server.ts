import { createModelZone, type ModelZone } from "../model-zone";
import { findSet, isCnameConflict, readValue, replaceSet, rowsOf, writeValue } from "../set-model";
import { pageOf, type StandIn, type StandInAnswer, type StandInRequest, startStandIn } from "../stand-in";
import { labelOf, nameOf } from "../wire-form";

const token = "standInHetznerCloudToken0000000000000000000000000000000000000000";
const readOnlyToken = "standInHetznerReadToken00000000000000000000000000000000000000000";
const zoneTtl = 3600;

/** The DNS part of Hetzner's Cloud API, as its OpenAPI document has it. `mode: "secondary"`: the zone has a primary elsewhere. */
export function startHetzner(
  options: { zones?: ModelZone[]; mode?: "primary" | "secondary"; slowActions?: boolean } = {},
): Promise<StandIn> {
  const nameservers = ["hydrogen.ns.hetzner.com", "oxygen.ns.hetzner.com", "helium.ns.hetzner.de"];
  const zones = options.zones ?? [createModelZone("example.com", { nameservers })];
  const mode = options.mode ?? "primary";
  const running = new Set<number>();
  let actions = 0;

  const act = (refused: StandInAnswer | null): StandInAnswer => {
    if (refused !== null) return refused;
    actions += 1;
    if (options.slowActions === true) running.add(actions);
    return { status: 201, body: { action: actionOf(actions, running.has(actions)) } };
  };
  const inZone = (handle: (zone: ModelZone, request: StandInRequest) => StandInAnswer) => (request: StandInRequest) => {
    const zone = zones.find(({ id, name }) => id === request.params.zone || name === request.params.zone);
    if (!zone) return refusal(404, "not_found", `zone with ID '${request.params.zone}' not found`);
    return mode === "primary" ? handle(zone, request) : wrongMode;
  };
  const changing = (
    change: (zone: ModelZone, set: Place, records: string[], json: Record<string, unknown>) => StandInAnswer | null,
  ) =>
    inZone((zone, { params, json }) => {
      const set = { name: nameOf(params.name ?? "", zone), type: params.type ?? "" };
      const records = recordsIn(json.records);
      if (isProtected(zone, set)) return refusal(409, "protected", "rrset is protected");
      if (records.length > 50) return invalid("records", "has more than 50 items");
      return act(change(zone, set, records, json));
    });

  return startStandIn({
    basePath: "/v1",
    credential: { token },
    zones,
    notFound: refusal(404, "not_found", "endpoint not found"),
    refuse: ({ method, headers }) => {
      if (headers.authorization === `Bearer ${token}`) return null;
      if (headers.authorization !== `Bearer ${readOnlyToken}`) {
        return refusal(401, "unauthorized", "unable to authenticate");
      }
      return method === "GET" ? null : refusal(403, "token_readonly", "only GET requests are allowed for this token");
    },
    routes: () => [
      {
        method: "GET",
        path: "/zones",
        handle: ({ query }) => {
          const found = zones.filter(({ name }) => (query.get("name") ?? name) === name);
          return paged(
            "zones",
            found.map((zone) => shownZone(zone, mode)),
            query,
            50,
          );
        },
      },
      {
        method: "GET",
        path: "/zones/:zone",
        handle: ({ params }) => {
          const zone = zones.find(({ id, name }) => id === params.zone || name === params.zone);
          if (!zone) return refusal(404, "not_found", `zone with ID '${params.zone}' not found`);
          return { status: 200, body: { zone: shownZone(zone, mode) } };
        },
      },
      {
        method: "GET",
        path: "/actions/:id",
        handle: ({ params }) => {
          const id = Number(params.id);
          const isRunning = running.delete(id);
          return { status: 200, body: { action: actionOf(id, isRunning) } };
        },
      },
      {
        method: "GET",
        path: "/zones/:zone/rrsets",
        handle: inZone((zone, { query }) => {
          const [name, type] = [query.get("name"), query.get("type")];
          const sets = zone.sets().map((set) => shownSet(zone, set));
          const found = sets.filter((set) => (name ?? set.name) === set.name && (type ?? set.type) === set.type);
          return paged("rrsets", found, query, 100);
        }),
      },
      {
        method: "POST",
        path: "/zones/:zone/rrsets",
        handle: inZone((zone, { json }) => {
          const set = { name: nameOf(String(json.name), zone), type: String(json.type) };
          if (findSet(zone, set.name, set.type)) return refusal(409, "uniqueness_error", "rrset already exists");
          return act(write(zone, set, ttlIn(json), recordsIn(json.records)));
        }),
      },
      {
        method: "GET",
        path: "/zones/:zone/rrsets/:name/:type",
        handle: inZone((zone, { params }) => {
          const set = findSet(zone, nameOf(params.name ?? "", zone), params.type ?? "");
          if (set === null) return refusal(404, "not_found", "rrset not found");
          return { status: 200, body: { rrset: shownSet(zone, set) } };
        }),
      },
      {
        method: "DELETE",
        path: "/zones/:zone/rrsets/:name/:type",
        handle: changing((zone, set) => {
          if (!findSet(zone, set.name, set.type)) return refusal(404, "not_found", "rrset not found");
          replaceSet(zone, { ...set, ttl: 0, values: [] });
          return null;
        }),
      },
      {
        method: "POST",
        path: "/zones/:zone/rrsets/:name/:type/actions/change_ttl",
        handle: changing((zone, set, _records, json) => {
          const existing = findSet(zone, set.name, set.type);
          if (!existing) return refusal(404, "not_found", "rrset not found");
          replaceSet(zone, { ...existing, ttl: ttlIn(json) ?? zoneTtl });
          return null;
        }),
      },
      {
        method: "POST",
        path: "/zones/:zone/rrsets/:name/:type/actions/set_records",
        handle: changing((zone, set, records) => {
          if (!findSet(zone, set.name, set.type)) return refusal(404, "not_found", "rrset not found");
          return write(zone, set, null, records);
        }),
      },
      {
        method: "POST",
        path: "/zones/:zone/rrsets/:name/:type/actions/add_records",
        handle: changing((zone, set, records, json) => {
          const existing = findSet(zone, set.name, set.type);
          const ttl = ttlIn(json);
          if (existing && ttl !== null && ttl !== existing.ttl)
            return invalid("ttl", "must be the same as the TTL of the RRSet");
          const current = (existing?.values ?? []).map((value) => writeValue(set.type, value));
          if (records.some((record) => current.includes(record)))
            return invalid("records", "record already exists in RRSet");
          return write(zone, set, ttl, [...current, ...records]);
        }),
      },
      {
        method: "POST",
        path: "/zones/:zone/rrsets/:name/:type/actions/remove_records",
        handle: changing((zone, set, records) => {
          const existing = findSet(zone, set.name, set.type);
          if (!existing) return refusal(404, "not_found", "rrset not found");
          const current = existing.values.map((value) => writeValue(set.type, value));
          if (records.some((record) => !current.includes(record)))
            return invalid("records", "record does not exist in RRSet");
          const left = current.filter((record) => !records.includes(record));
          if (left.length > 0) return write(zone, set, existing.ttl, left);
          replaceSet(zone, { ...set, ttl: 0, values: [] });
          return null;
        }),
      },
    ],
  });
}

/** Tokens of a project come with or without the right to write. */
export const readOnlyCredential = { token: readOnlyToken };

type Place = { name: string; type: string };

const wrongMode = refusal(422, "incorrect_zone_mode", "operation not supported for zone mode");

function refusal(status: number, code: string, message: string, details: unknown = null): StandInAnswer {
  return { status, body: { error: { code, message, details } } };
}

function invalid(name: string, message: string): StandInAnswer {
  const details = { fields: [{ name, messages: [message] }] };
  return refusal(422, "invalid_input", `invalid input in field '${name}'`, details);
}

function actionOf(id: number, isRunning: boolean) {
  const at = "2026-01-01T00:00:00Z";
  const state = isRunning
    ? { status: "running", progress: 0, finished: null }
    : { status: "success", progress: 100, finished: at };
  return { id, command: "change_rrset", ...state, started: at, resources: [], error: null };
}

function paged(key: string, items: unknown[], query: URLSearchParams, most: number): StandInAnswer {
  const {
    page,
    pageSize,
    pages,
    total,
    items: shown,
  } = pageOf(items, { page: query.get("page"), pageSize: query.get("per_page") ?? "25", most });
  const pagination = {
    page,
    per_page: pageSize,
    previous_page: page > 1 ? page - 1 : null,
    next_page: page < pages ? page + 1 : null,
    last_page: pages,
    total_entries: total,
  };
  return { status: 200, body: { [key]: shown, meta: { pagination } } };
}

function shownZone({ id, name, nameservers }: ModelZone, mode: string) {
  const assigned = nameservers.map((server) => `${server}.`);
  return {
    id: Number(id),
    name,
    created: "2026-01-01T00:00:00Z",
    mode,
    ttl: zoneTtl,
    labels: {},
    protection: { delete: false },
    authoritative_nameservers: {
      assigned,
      delegated: assigned,
      delegation_last_check: null,
      delegation_status: "valid",
    },
    primary_nameservers: [],
    record_count: 0,
    status: "ok",
    registrar: "other",
  };
}

function shownSet(zone: ModelZone, { name, type, ttl }: Place & { ttl: number }) {
  const rows = rowsOf(zone, name, type);
  const label = labelOf(name, zone, "@");
  return {
    id: `${label}/${type}`,
    name: label,
    type,
    ttl: rows[0]?.extra.hasZoneTtl === true ? null : ttl,
    labels: {},
    protection: { change: isProtected(zone, { name, type }) },
    records: rows.map(({ value, extra }) => ({
      value: String(extra.written ?? writeValue(type, value)),
      comment: String(extra.comment ?? ""),
    })),
    zone: Number(zone.id),
  };
}

function isProtected(zone: ModelZone, { name, type }: Place): boolean {
  return rowsOf(zone, name, type).some(({ extra }) => extra.protected === true);
}

function recordsIn(records: unknown): string[] {
  return Array.isArray(records) ? records.map((record) => String((record as { value?: unknown }).value)) : [];
}

function ttlIn({ ttl }: Record<string, unknown>): number | null {
  return typeof ttl === "number" ? ttl : null;
}

function write(zone: ModelZone, set: Place, ttl: number | null, records: readonly string[]): StandInAnswer | null {
  if (ttl !== null && (ttl < 60 || ttl > 2_147_483_647)) return invalid("ttl", "must be between 60 and 2147483647");
  if (records.length === 0) return invalid("records", "must not be empty");
  if (new Set(records).size < records.length) return invalid("records", "must be distinct");
  const values = records.map((record) => readValue(set.type, record, zone.name));
  if (values.includes(null)) {
    return invalid(
      "records",
      set.type === "TXT" ? "TXT records must be fully escaped with double quotes" : "is not valid",
    );
  }
  if (isCnameConflict(zone, set.name, set.type) || (set.type === "CNAME" && records.length > 1)) {
    return invalid("records", "CNAME records cannot coexist with other records of the same name");
  }
  const existing = findSet(zone, set.name, set.type);
  replaceSet(zone, { ...set, ttl: ttl ?? existing?.ttl ?? zoneTtl, values: values.filter((value) => value !== null) });
  return null;
}
