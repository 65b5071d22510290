import { createModelZone, type ModelZone } from "../model-zone";
import { findSet, isCnameConflict, readValue, replaceSet, rowsOf, textsIn, writeValue } from "../set-model";
import { pageOf, type StandIn, type StandInAnswer, type StandInRequest, startStandIn } from "../stand-in";
import { labelOf, nameOf } from "../wire-form";

const token = "standin0gandi0personal0access0token00000";

/** Gandi's LiveDNS API v5, as its documentation and dns-lexicon's recorded conversations have it. */
export function startGandi(options: { zones?: ModelZone[]; restricted?: boolean } = {}): Promise<StandIn> {
  const nameservers = ["ns-12-a.gandi.net", "ns-34-b.gandi.net", "ns-56-c.gandi.net"];
  const zones = options.zones ?? [createModelZone("example.com", { nameservers })];
  const inZone = (handle: (zone: ModelZone, request: StandInRequest) => StandInAnswer) => (request: StandInRequest) => {
    const zone = zones.find(({ name }) => name === request.params.domain);
    if (zone) return handle(zone, request);
    return options.restricted === true ? denied : notFound;
  };
  return startStandIn({
    basePath: "/v5/livedns",
    credential: { token },
    zones,
    notFound,
    refuse: ({ headers }) => (headers.authorization === `Bearer ${token}` ? null : refuseToken(headers.authorization)),
    routes: () => [
      { method: "GET", path: "/domains", handle: ({ query }) => paged(zones.map(domainOf), query) },
      { method: "GET", path: "/domains/:domain", handle: inZone((zone) => ({ status: 200, body: domainOf(zone) })) },
      {
        method: "GET",
        path: "/domains/:domain/records",
        handle: inZone((zone, { query }) => paged(shownSets(zone), query)),
      },
      { method: "POST", path: "/domains/:domain/records", handle: inZone((zone, request) => create(zone, request)) },
      {
        method: "GET",
        path: "/domains/:domain/records/:name",
        handle: inZone((zone, { params }) => {
          const found = shownSets(zone).filter(({ rrset_name }) => rrset_name === params.name);
          return found.length === 0 ? notFound : { status: 200, body: found };
        }),
      },
      {
        method: "GET",
        path: "/domains/:domain/records/:name/:type",
        handle: inZone((zone, { params }) => {
          const found = shownSets(zone).find((set) => set.rrset_name === params.name && set.rrset_type === params.type);
          return found === undefined ? notFound : { status: 200, body: found };
        }),
      },
      {
        method: "POST",
        path: "/domains/:domain/records/:name/:type",
        handle: inZone((zone, request) => create(zone, request)),
      },
      {
        method: "PUT",
        path: "/domains/:domain/records/:name/:type",
        handle: inZone((zone, request) => write(zone, request)),
      },
      {
        method: "DELETE",
        path: "/domains/:domain/records/:name/:type",
        handle: inZone((zone, { params }) => {
          const name = nameOf(params.name ?? "", zone);
          const type = params.type ?? "";
          if (findSet(zone, name, type) === null) return notFound;
          replaceSet(zone, { name, type, ttl: 0, values: [] });
          return { status: 204 };
        }),
      },
    ],
  });
}

const notFound = refusal(404, "HTTPNotFound", "Not Found", "The resource could not be found.");
const denied = refusal(403, "HTTPForbidden", "Forbidden", "Access was denied to this resource.");

function refuseToken(authorization = ""): StandInAnswer {
  const isToken = /^Bearer [\w]{40}$/.test(authorization);
  return isToken
    ? refusal(
        401,
        "HTTPUnauthorized",
        "Unauthorized",
        "The server could not verify that you are authorized to access the document you requested.",
      )
    : denied;
}

function refusal(status: number, object: string, cause: string, message: string, errors?: unknown[]): StandInAnswer {
  return { status, body: { code: status, object, cause, message, ...(errors && { errors }) } };
}

function domainOf({ name }: ModelZone) {
  const href = `https://api.gandi.net/v5/livedns/domains/${name}`;
  return { fqdn: name, domain_href: href, domain_records_href: `${href}/records`, automatic_snapshots: false };
}

function paged(items: unknown[], query: URLSearchParams): StandInAnswer {
  const page = pageOf(items, { page: query.get("page"), pageSize: query.get("per_page") ?? "100", most: 500 });
  return { status: 200, headers: { "total-count": String(page.total) }, body: page.items };
}

function shownSets(zone: ModelZone) {
  return zone.sets().map(({ name, type, ttl }) => ({
    rrset_name: labelOf(name, zone, "@"),
    rrset_type: type,
    rrset_ttl: ttl,
    rrset_values: rowsOf(zone, name, type).map(({ value, extra }) => String(extra.written ?? writeValue(type, value))),
    rrset_href: `https://api.gandi.net/v5/livedns/domains/${zone.name}/records/${labelOf(name, zone, "@")}/${type}`,
  }));
}

function create(zone: ModelZone, request: StandInRequest): StandInAnswer {
  const { name, type } = placeOf(zone, request);
  if (findSet(zone, name, type) === null) return write(zone, request);
  return refusal(
    409,
    "HTTPConflict",
    "Conflict",
    `A DNS Record already exists with name '${labelOf(name, zone, "@")}' and type '${type}'.`,
  );
}

function placeOf(zone: ModelZone, { params, json }: StandInRequest): { name: string; type: string } {
  return { name: nameOf(params.name ?? String(json.rrset_name), zone), type: params.type ?? String(json.rrset_type) };
}

function write(zone: ModelZone, request: StandInRequest): StandInAnswer {
  const { name, type } = placeOf(zone, request);
  const { json } = request;
  const ttl = Number(json.rrset_ttl ?? findSet(zone, name, type)?.ttl ?? 10_800);
  if (ttl < 300 || ttl > 2_592_000) {
    const errors = [
      {
        location: "body",
        name: "rrset_ttl",
        description: `${ttl} is ${ttl < 300 ? "less than minimum value 300" : "greater than maximum value 2592000"}`,
      },
    ];
    return refusal(400, "HTTPBadRequest", "Bad Request", "Invalid parameters.", errors);
  }
  if (isCnameConflict(zone, name, type)) {
    return refusal(
      409,
      "HTTPConflict",
      "Conflict",
      `A CNAME record cannot coexist with other records at '${labelOf(name, zone, "@")}'.`,
    );
  }
  // Text without quotes is taken as well.
  const texts = textsIn(json.rrset_values).map((text) =>
    type === "TXT" && !text.startsWith('"') ? writeValue("TXT", text) : text,
  );
  const values = texts.map((text) => readValue(type, text, zone.name));
  if (values.length === 0 || values.includes(null) || (type === "CNAME" && values.length > 1)) {
    const errors = [{ location: "body", name: "rrset_values.0", description: `invalid value for record type ${type}` }];
    return refusal(400, "HTTPBadRequest", "Bad Request", "Invalid parameters.", errors);
  }
  replaceSet(zone, { name, type, ttl, values: values.filter((value) => value !== null) });
  return { status: 201, body: { message: "DNS Record Created" } };
}
