import { createModelZone, type ModelRow, type ModelZone } from "../model-zone";
import { findSet, isCnameConflict, replaceSet, rowsOf } from "../set-model";
import { type StandIn, type StandInAnswer, type StandInRequest, startStandIn } from "../stand-in";
import { labelOf, nameOf } from "../wire-form";

const ids = {
  tenant_id: "11111111-1111-4111-8111-111111111111",
  client_id: "22222222-2222-4222-8222-222222222222",
  client_secret: "standIn~client.secret-00000000",
  subscription_id: "33333333-3333-4333-8333-333333333333",
  resource_group: "dns zones",
};
const accessToken = "eyJ0.stand-in.access-token";
const perPage = 100;

/** Azure DNS with API version 2018-05-01, as its OpenAPI document and examples have it, and Entra's token endpoint. */
export function startAzureDns(
  options: { zones?: ModelZone[]; role?: "contributor" | "none"; locked?: boolean } = {},
): Promise<StandIn> {
  const nameservers = ["ns1-01.azure-dns.com", "ns2-01.azure-dns.net", "ns3-01.azure-dns.org", "ns4-01.azure-dns.info"];
  const zones = options.zones ?? [createModelZone("example.com", { nameservers })];
  const group = `/subscriptions/${ids.subscription_id}/resourceGroups/${encodeURIComponent(ids.resource_group)}`;
  const at = `${group}/providers/Microsoft.Network/dnsZones`;
  const etags = createEtags();
  const inZone = (handle: (zone: ModelZone, request: StandInRequest) => StandInAnswer) => (request: StandInRequest) => {
    const zone = zones.find(({ name }) => name === request.params.zone);
    if (!zone) {
      const said = `The Resource 'Microsoft.Network/dnszones/${request.params.zone}' under resource group '${ids.resource_group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`;
      return refusal(404, "ResourceNotFound", said);
    }
    if (request.method === "GET" || options.locked !== true) return handle(zone, request);
    const said =
      "The scope cannot perform write operation because following scope(s) are locked. Please remove the lock and try again.";
    return refusal(409, "ScopeLocked", said);
  };
  const listSets = (type: string | null) =>
    inZone((zone, { query, path }) => {
      const sets = zone.sets().filter((set) => type === null || set.type === type);
      const start = Number(query.get("$skipToken") ?? 0);
      const items = sets.slice(start, start + perPage).map((set) => shownSet(zone, set, etags));
      const next = start + perPage;
      const nextLink = `https://management.azure.com${path}?api-version=2018-05-01&$skipToken=${next}`;
      return { status: 200, body: { value: items, ...(next < sets.length && { nextLink }) } };
    });
  const inSet = (handle: (zone: ModelZone, place: Place, request: StandInRequest) => StandInAnswer) =>
    inZone((zone, request) =>
      handle(zone, { name: nameOf(request.params.name ?? "", zone), type: request.params.type ?? "" }, request),
    );

  return startStandIn({
    basePath: "",
    credential: ids,
    zones,
    notFound: refusal(404, "ResourceGroupNotFound", "Resource group 'other' could not be found."),
    refuse: ({ method, path, query, headers }) => {
      if (path.startsWith(`/${ids.tenant_id}/oauth2/`)) return null;
      if (path.includes("/oauth2/"))
        return tokenRefusal(
          "invalid_request",
          "AADSTS90002: Tenant not found. Check to make sure you have the correct tenant ID.",
        );
      if (headers.authorization !== `Bearer ${accessToken}`) {
        return refusal(401, "InvalidAuthenticationToken", "The access token is invalid.");
      }
      if (query.get("api-version") !== "2018-05-01")
        return refusal(400, "InvalidApiVersionParameter", "The api-version is invalid.");
      if (options.role !== "none") return null;
      const said = `The client '${ids.client_id}' with object id '${ids.client_id}' does not have authorization to perform action 'Microsoft.Network/dnszones/${method === "GET" ? "read" : "write"}' over scope '${path}' or the scope is invalid.`;
      return refusal(403, "AuthorizationFailed", said);
    },
    routes: () => [
      { method: "POST", path: `/${ids.tenant_id}/oauth2/v2.0/token`, handle: grantToken },
      { method: "POST", path: `/${ids.tenant_id}/oauth2/token`, handle: grantToken },
      {
        method: "GET",
        path: at,
        handle: () => ({ status: 200, body: { value: zones.map((zone) => shownZone(zone, at)) } }),
      },
      { method: "GET", path: `${at}/:zone`, handle: inZone((zone) => ({ status: 200, body: shownZone(zone, at) })) },
      { method: "GET", path: `${at}/:zone/all`, handle: listSets(null) },
      { method: "GET", path: `${at}/:zone/recordsets`, handle: listSets(null) },
      ...Object.keys(keys).map((type) => ({ method: "GET", path: `${at}/:zone/${type}`, handle: listSets(type) })),
      ...["PUT", "PATCH"].map((method) => ({
        method,
        path: `${at}/:zone/:type/:name`,
        handle: inSet((zone, place, request) => write(zone, place, request, etags)),
      })),
      {
        method: "DELETE",
        path: `${at}/:zone/:type/:name`,
        handle: inSet((zone, place, { headers }) => {
          const set = findSet(zone, place.name, place.type);
          if (set === null) return { status: 204 };
          const expected = headers["if-match"];
          if (expected !== undefined && expected !== etags.of(zone, place)) return stale;
          replaceSet(zone, { ...place, ttl: 0, values: [] });
          return { status: 200 };
        }),
      },
    ],
  });
}

type Place = { name: string; type: string };

const keys: Record<string, string> = {
  A: "ARecords",
  AAAA: "AAAARecords",
  CAA: "caaRecords",
  CNAME: "CNAMERecord",
  MX: "MXRecords",
  NS: "NSRecords",
  SRV: "SRVRecords",
  TXT: "TXTRecords",
};

const stale = refusal(
  412,
  "PreconditionFailed",
  "The condition '' in the If-Match header was not satisfied. The current etag is not equal to the given.",
);

/** A set's etag changes with its content. */
function createEtags() {
  const known = new Map<string, { content: string; etag: string }>();
  let count = 0;
  return {
    of(zone: ModelZone, { name, type }: Place): string {
      const key = `${zone.name} ${name} ${type}`;
      const content = JSON.stringify(rowsOf(zone, name, type).map(({ value, ttl, extra }) => [value, ttl, extra]));
      const found = known.get(key);
      if (found?.content === content) return found.etag;
      count += 1;
      const etag = `00000000-0000-0000-0000-${String(count).padStart(12, "0")}`;
      known.set(key, { content, etag });
      return etag;
    },
  };
}
type Etags = ReturnType<typeof createEtags>;

function refusal(status: number, code: string, message: string): StandInAnswer {
  // Resource Manager wraps its errors, and the DNS service does not.
  const isManager = status === 401 || status === 403 || status === 404;
  return { status, body: isManager ? { error: { code, message } } : { code, message } };
}

function tokenRefusal(error: string, error_description: string): StandInAnswer {
  return { status: error === "invalid_client" ? 401 : 400, body: { error, error_description, error_codes: [] } };
}

function grantToken({ body }: StandInRequest): StandInAnswer {
  const form = new URLSearchParams(body);
  if (form.get("client_id") !== ids.client_id) {
    return tokenRefusal(
      "unauthorized_client",
      `AADSTS700016: Application with identifier '${form.get("client_id")}' was not found in the directory.`,
    );
  }
  if (form.get("client_secret") !== ids.client_secret) {
    const said =
      "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.";
    return tokenRefusal("invalid_client", said);
  }
  return { status: 200, body: { token_type: "Bearer", expires_in: 3599, access_token: accessToken } };
}

function shownZone({ name, nameservers }: ModelZone, at: string) {
  return {
    id: decodeURIComponent(`${at}/${name}`),
    name,
    type: "Microsoft.Network/dnszones",
    location: "global",
    etag: "00000000-0000-0000-0000-000000000000",
    properties: { zoneType: "Public", nameServers: nameservers.map((server) => `${server}.`), numberOfRecordSets: 2 },
  };
}

function shownSet(zone: ModelZone, { name, type, ttl }: Place & { ttl: number }, etags: Etags) {
  const rows = rowsOf(zone, name, type);
  const { metadata, targetResource } = Object.assign({}, ...rows.map(({ extra }) => extra));
  const records = targetResource === undefined ? rows.map(shownRecord) : [];
  return {
    id: `/dnszones/${zone.name}/${type}/${labelOf(name, zone, "@")}`,
    name: labelOf(name, zone, "@"),
    type: `Microsoft.Network/dnszones/${type}`,
    etag: etags.of(zone, { name, type }),
    properties: {
      fqdn: `${name}.`,
      TTL: ttl,
      ...(metadata === undefined ? {} : { metadata }),
      targetResource: targetResource ?? {},
      ...(keys[type] === undefined ? {} : { [keys[type]]: type === "CNAME" ? records[0] : records }),
      provisioningState: "Succeeded",
    },
  };
}

function shownRecord({ type, value, extra }: ModelRow): Record<string, unknown> {
  const [first, second, third, fourth] = value.split(" ");
  if (type === "A") return { ipv4Address: value };
  if (type === "AAAA") return { ipv6Address: value };
  if (type === "CNAME") return { cname: value };
  if (type === "NS") return { nsdname: `${value}.` };
  if (type === "MX") return { preference: Number(first), exchange: second };
  if (type === "SRV") return { priority: Number(first), weight: Number(second), port: Number(third), target: fourth };
  if (type === "CAA") return { flags: Number(first), tag: second, value: /"(.*)"$/.exec(value)?.[1] };
  return { value: extra.strings ?? value.match(/.{1,255}/gsu) ?? [""] };
}

function write(zone: ModelZone, place: Place, { method, json, headers }: StandInRequest, etags: Etags): StandInAnswer {
  const existing = findSet(zone, place.name, place.type);
  const expected = headers["if-match"];
  if (headers["if-none-match"] === "*" && existing !== null) return stale;
  if (expected !== undefined && (existing === null || expected !== etags.of(zone, place))) return stale;
  const properties = (json.properties ?? {}) as Record<string, unknown>;
  const { TTL, metadata } = properties;
  const given = properties[keys[place.type] ?? ""];
  const records = (Array.isArray(given) ? given : given === undefined ? [] : [given]) as Record<string, unknown>[];
  const values = records.map((record) => readRecord(place.type, record));
  const ttl = Number(TTL ?? (method === "PATCH" ? existing?.ttl : undefined));
  if (!(ttl >= 1)) return refusal(400, "BadRequest", "The value for the TTL must be between 1 and 2147483647.");
  if (values.length === 0 || values.includes(null))
    return refusal(400, "BadRequest", `The value of the property '${keys[place.type]}' is not valid.`);
  if (isCnameConflict(zone, place.name, place.type)) {
    const said = `The ${place.type} record could not be created because another record with the same name already exists in this zone.`;
    return refusal(409, "Conflict", said);
  }
  replaceSet(zone, { ...place, ttl, values: values.filter((value) => value !== null) });
  for (const row of rowsOf(zone, place.name, place.type)) {
    // PUT replaces the metadata as well.
    const { metadata: _, ...extra } = row.extra;
    const kept = method === "PATCH" && metadata === undefined ? row.extra.metadata : metadata;
    zone.change(row.id, { extra: { ...extra, ...(kept !== undefined && { metadata: kept }) } });
  }
  const body = shownSet(zone, { ...place, ttl }, etags);
  return { status: existing === null ? 201 : 200, body };
}

function readRecord(type: string, record: Record<string, unknown>): string | null {
  const target = (value: unknown) => String(value).toLowerCase().replace(/\.$/, "");
  if (type === "A") return String(record.ipv4Address);
  if (type === "AAAA") return String(record.ipv6Address);
  if (type === "CNAME") return target(record.cname);
  if (type === "NS") return target(record.nsdname);
  if (type === "MX") return `${record.preference} ${target(record.exchange)}`;
  if (type === "SRV") return `${record.priority} ${record.weight} ${record.port} ${target(record.target)}`;
  if (type === "CAA") return `${record.flags} ${record.tag} "${record.value}"`;
  if (!Array.isArray(record.value)) return null;
  const strings = record.value.map(String);
  return strings.every((part) => Buffer.byteLength(part) <= 255) ? strings.join("") : null;
}
