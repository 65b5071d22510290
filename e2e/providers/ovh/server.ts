import { createHash } from "node:crypto";
import type { RecordSet } from "@/lib/dns/zones/record-set";
import { createModelZone, type ModelRow, type ModelZone } from "../model-zone";
import { readText, writeText } from "../record-text";
import { type StandIn, type StandInAnswer, type StandInRequest, startStandIn } from "../stand-in";
import { inTheWay, labelOf, type NewRow, nameOf } from "../wire-form";

export const ovhKeys = {
  region: "eu",
  application_key: "standinappkey000",
  application_secret: "standinappsecret0000000000000000",
  consumer_key: "standinconsumerkey00000000000000",
};
export const ovhServiceAccount = { region: "eu", client_id: "EU.standin0000", client_secret: "standinclientsecret" };
const bearer = "standin-access-token";
const nameservers = ["dns104.ovh.net", "ns104.ovh.net"];
const minTtl = 60;
const defaultTtl = 3_600;

type Rule = { method: string; path: string };

export type OvhStandIn = StandIn & {
  /** What the nameservers answer: the first zone as it was when it was last refreshed. */
  published(): RecordSet[];
};

/**
 * OVHcloud's API 1.0, from its clients and the conversations that dns-lexicon recorded. `rules`: what the consumer key allows;
 * `*` at the end of a path stands for anything. `aheadSeconds`: its clock, against ours. `signedForSeconds`: how long a signature is valid.
 */
export async function startOvh(
  options: { zones?: ModelZone[]; rules?: readonly Rule[]; aheadSeconds?: number; signedForSeconds?: number } = {},
): Promise<OvhStandIn> {
  const zones = options.zones ?? [createOvhZone("example.com")];
  const { aheadSeconds = 0, signedForSeconds = 60, rules } = options;
  const published = new Map(zones.map((zone) => [zone.name, zone.sets()]));
  const ovhSeconds = () => Math.floor(Date.now() / 1_000) + aheadSeconds;

  const standIn = await startStandIn({
    basePath: "/1.0",
    credential: ovhKeys,
    zones,
    refuse: (request) => {
      if (request.path.startsWith("/auth/")) return null;
      return refuseSignature(request, ovhSeconds(), signedForSeconds) ?? refuseByRules(request, rules);
    },
    notFound: refusal(404, "Got an invalid (or empty) URL"),
    routes: () => [
      { method: "GET", path: "/auth/time", handle: () => ({ status: 200, body: ovhSeconds() }) },
      { method: "POST", path: "/auth/oauth2/token", handle: grantToken },
      ...["/domain/zone", "/domain/zone/"].map((path) => ({
        method: "GET",
        path,
        handle: () => ({ status: 200, body: zones.map(({ name }) => name) }),
      })),
      {
        method: "GET",
        path: "/domain/zone/:zone",
        handle: inZone(({ name, nameservers }) => ({
          status: 200,
          body: {
            name,
            nameServers: nameservers,
            dnssecSupported: true,
            hasDnsAnycast: false,
            lastUpdate: "2026-01-01",
          },
        })),
      },
      {
        method: "GET",
        path: "/domain/zone/:zone/status",
        handle: inZone(() => ({ status: 200, body: { warnings: null, errors: null, isDeployed: true } })),
      },
      { method: "GET", path: "/domain/zone/:zone/record", handle: inZone(listIds) },
      { method: "GET", path: "/domain/zone/:zone/record/:id", handle: inZone(find) },
      { method: "POST", path: "/domain/zone/:zone/record", handle: inZone(create) },
      { method: "PUT", path: "/domain/zone/:zone/record/:id", handle: inZone(change) },
      {
        method: "DELETE",
        path: "/domain/zone/:zone/record/:id",
        handle: inZone((zone, { params }) => (zone.remove(params.id ?? "") ? empty : noRecord(params.id))),
      },
      {
        method: "POST",
        path: "/domain/zone/:zone/refresh",
        handle: inZone((zone) => {
          published.set(zone.name, zone.sets());
          return empty;
        }),
      },
    ],
  });
  return { ...standIn, published: () => published.get(standIn.zone.name) ?? [] };

  function inZone(handle: (zone: ModelZone, request: StandInRequest) => StandInAnswer) {
    return (request: StandInRequest): StandInAnswer => {
      const zone = zones.find(({ name }) => name === request.params.zone);
      return zone ? handle(zone, request) : refusal(404, "This service does not exist");
    };
  }
}

export function createOvhZone(name: string): ModelZone {
  const zone = createModelZone(name, { nameservers, rowId: (count) => String(1_553_659_739 + count) });
  for (const value of nameservers) zone.put({ name, type: "NS", value });
  return zone;
}

/** JSON's null, as OVH answers what has no result. */
const empty: StandInAnswer = { status: 200, headers: { "content-type": "application/json" }, body: "null" };

function refusal(status: number, message: string, errorCode?: string): StandInAnswer {
  return { status, body: { message, ...(errorCode !== undefined && { errorCode }) } };
}

function noRecord(id: string | undefined): StandInAnswer {
  return refusal(404, `The requested object (id = ${id}) does not exist`);
}

function refuseSignature(
  { method, path, query, headers, body }: StandInRequest,
  now: number,
  signedForSeconds: number,
): StandInAnswer | null {
  if (headers.authorization !== undefined) {
    return headers.authorization === `Bearer ${bearer}`
      ? null
      : refusal(403, "This credential is not valid", "INVALID_CREDENTIAL");
  }
  if (headers["x-ovh-application"] !== ovhKeys.application_key) return refusal(403, "This application key is invalid");
  if (headers["x-ovh-consumer"] !== ovhKeys.consumer_key) {
    return refusal(403, "This credential does not exist", "INVALID_CREDENTIAL");
  }
  const timestamp = headers["x-ovh-timestamp"] ?? "";
  if (Math.abs(Number(timestamp) - now) > signedForSeconds) return refusal(400, "Query out of time", "QUERY_TIME_OUT");
  const search = query.size === 0 ? "" : `?${query}`;
  // A client behind a proxy that ends TLS has signed the address that it asked for.
  const urls = ["http", "https"].map((scheme) => `${scheme}://${headers.host}/1.0${path}${search}`);
  const isSigned = urls.some((url) => {
    const signed = [ovhKeys.application_secret, ovhKeys.consumer_key, method, url, body, timestamp].join("+");
    return headers["x-ovh-signature"] === `$1$${createHash("sha1").update(signed).digest("hex")}`;
  });
  return isSigned ? null : refusal(400, "Invalid signature", "INVALID_SIGNATURE");
}

function refuseByRules({ method, path }: StandInRequest, rules: readonly Rule[] | undefined): StandInAnswer | null {
  const allows = (rule: Rule) =>
    rule.method === method && (rule.path.endsWith("*") ? path.startsWith(rule.path.slice(0, -1)) : path === rule.path);
  if (rules === undefined || rules.some(allows)) return null;
  return refusal(403, "This call has not been granted", "NOT_GRANTED_CALL");
}

function grantToken({ body }: StandInRequest): StandInAnswer {
  const form = new URLSearchParams(body);
  const isKnown =
    form.get("client_id") === ovhServiceAccount.client_id &&
    form.get("client_secret") === ovhServiceAccount.client_secret;
  if (!isKnown || form.get("grant_type") !== "client_credentials") {
    return { status: 401, body: { error: "invalid_client", error_description: "Client authentication failed" } };
  }
  return { status: 200, body: { access_token: bearer, token_type: "Bearer", expires_in: 3_599, scope: "all" } };
}

function listIds(zone: ModelZone, { query }: StandInRequest): StandInAnswer {
  const label = query.get("subDomain");
  const type = query.get("fieldType");
  const found = zone
    .rows()
    .filter(
      (row) =>
        (label ?? labelOf(row.name, zone, "")) === labelOf(row.name, zone, "") && (type ?? typeOf(row)) === typeOf(row),
    );
  return { status: 200, body: found.map(({ id }) => Number(id)) };
}

/** Some TXT records were made with a form of their own: `extra.fieldType`. */
function typeOf({ type, extra }: ModelRow): string {
  return String(extra.fieldType ?? type);
}

function find(zone: ModelZone, { params }: StandInRequest): StandInAnswer {
  const row = zone.find(params.id ?? "");
  return row ? { status: 200, body: shown(zone, row) } : noRecord(params.id);
}

function shown(zone: ModelZone, row: ModelRow): Record<string, unknown> {
  const { id, type, value, ttl, extra } = row;
  const isTarget = ["CNAME", "MX", "NS", "SRV"].includes(type);
  return {
    id: Number(id),
    zone: zone.name,
    subDomain: labelOf(row.name, zone, ""),
    fieldType: typeOf(row),
    target: String(extra.target ?? (type === "TXT" ? writeText(value) : isTarget ? `${value}.` : value)),
    ttl: extra.isDefaultTtl === true ? 0 : ttl,
  };
}

function create(zone: ModelZone, { json }: StandInRequest): StandInAnswer {
  const row = readRow(zone, json);
  if ("status" in row) return row;
  // An identical record is made beside the first one.
  if (inTheWay(zone, row) === "cname") {
    return refusal(400, "A CNAME record cannot coexist with another record of the same name", "BAD_REQUEST");
  }
  return { status: 200, body: shown(zone, zone.put(row)) };
}

function change(zone: ModelZone, { params, json }: StandInRequest): StandInAnswer {
  const before = zone.find(params.id ?? "");
  if (before === null) return noRecord(params.id);
  if (json.fieldType !== undefined && json.fieldType !== typeOf(before)) {
    return refusal(400, "Try to alter read-only properties: fieldType");
  }
  const row = readRow(zone, { ...shown(zone, before), ...json, fieldType: before.type });
  if ("status" in row) return row;
  zone.change(before.id, row);
  return empty;
}

function readRow(zone: ModelZone, json: Record<string, unknown>): NewRow | StandInAnswer {
  const type = String(json.fieldType ?? "");
  const target = String(json.target ?? "");
  const ttl = Number(json.ttl ?? 0);
  if (!["A", "AAAA", "CAA", "CNAME", "MX", "NS", "SRV", "TXT"].includes(type) || target === "") {
    return refusal(400, `Invalid target or type for ${type}`, "BAD_REQUEST");
  }
  if (ttl !== 0 && ttl < minTtl) return refusal(400, "ttl must be 0 or at least 60", "BAD_REQUEST");
  return {
    name: nameOf(String(json.subDomain ?? ""), zone),
    type,
    ttl: ttl === 0 ? defaultTtl : ttl,
    value: readTarget(type, target, zone.name),
    // Shown as it was sent: text bare or quoted, targets relative or absolute.
    extra: { isDefaultTtl: ttl === 0, target },
  };
}

/** A name without a final dot is below the zone. */
function readTarget(type: string, target: string, zone: string): string {
  if (type === "TXT") return readText(target);
  if (!["CNAME", "MX", "NS", "SRV"].includes(type)) return target;
  const lower = target.toLowerCase();
  return lower.endsWith(".") ? lower.slice(0, -1) : `${lower}.${zone}`;
}
