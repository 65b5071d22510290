import { createModelZone, type ModelRow, type ModelZone } from "../model-zone";
import { type StandIn, type StandInAnswer, type StandInRequest, startStandIn } from "../stand-in";
import { inTheWay, type NewRow, nameOf, withoutDot } from "../wire-form";

const credential = { api_key: "pk1_stand_in", secret_api_key: "sk1_stand_in" };
const domainsPerPage = 1_000;
const minTtl = 600;

/** Where a fresh domain leads: an ALIAS at the apex, and a wildcard CNAME. */
const parking = "pixie.porkbun.com";

/**
 * Porkbun's API v3, from its own document and the conversations that dns-lexicon recorded. `closed`: domains without API access.
 * `burst`: so many calls pass, and the next one meets the rate limit's page.
 */
export function startPorkbun(
  options: { zones?: ModelZone[]; closed?: readonly string[]; burst?: number } = {},
): Promise<StandIn> {
  const zones = options.zones ?? [createPorkbunZone("example.com")];
  let left = options.burst ?? Number.POSITIVE_INFINITY;
  return startStandIn({
    basePath: "/api/json/v3",
    credential,
    zones,
    refuse: (request) => {
      if (left === 0) {
        left = options.burst ?? 0;
        return { status: 503, headers: { "content-type": "text/html" }, body: "<html>503 Service Unavailable</html>" };
      }
      left -= 1;
      return refuseKeys(request);
    },
    notFound: refusal("Invalid API endpoint."),
    routes: () => [
      { method: "POST", path: "/ping", handle: () => success({ yourIp: "192.0.2.1", xForwardedFor: "192.0.2.1" }) },
      { method: "POST", path: "/domain/listAll", handle: ({ json }) => listDomains(zones, Number(json.start ?? 0)) },
      { method: "POST", path: "/dns/retrieve/:zone", handle: opened(retrieve) },
      { method: "POST", path: "/dns/create/:zone", handle: opened(create) },
      { method: "POST", path: "/dns/edit/:zone/:id", handle: opened(edit) },
      { method: "POST", path: "/dns/delete/:zone/:id", handle: opened(remove) },
    ],
  });

  function opened(handle: (zone: ModelZone, request: StandInRequest) => StandInAnswer) {
    return (request: StandInRequest): StandInAnswer => {
      const zone = zones.find(({ name }) => name === request.params.zone);
      if (zone === undefined) return refusal("Invalid domain.");
      if (options.closed?.includes(zone.name)) return refusal("Domain is not opted in to API access.");
      return handle(zone, request);
    };
  }
}

export function createPorkbunZone(name: string, options: { isFresh?: boolean } = {}): ModelZone {
  const nameservers = ["curitiba", "fortaleza", "maceio", "salvador"].map((host) => `${host}.ns.porkbun.com`);
  const zone = createModelZone(name, { nameservers, rowId: (count) => String(421_642_427 + count) });
  for (const value of nameservers) zone.put({ name, type: "NS", value, ttl: 86_400 });
  if (options.isFresh) {
    zone.put({ name, type: "ALIAS", value: parking, ttl: minTtl });
    zone.put({ name: `*.${name}`, type: "CNAME", value: parking, ttl: minTtl });
  }
  return zone;
}

function refuseKeys({ json }: StandInRequest): StandInAnswer | null {
  if (!json.apikey || !json.secretapikey) return refusal("All API requests require an API key.");
  if (json.apikey !== credential.api_key) return refusal("Invalid API key. (001)");
  return json.secretapikey === credential.secret_api_key ? null : refusal("Invalid API key. (002)");
}

function refusal(message: string): StandInAnswer {
  return { status: 400, body: { status: "ERROR", message } };
}

function success(body: Record<string, unknown> = {}): StandInAnswer {
  return { status: 200, body: { status: "SUCCESS", ...body } };
}

function listDomains(zones: readonly ModelZone[], start: number): StandInAnswer {
  const domains = zones.slice(start, start + domainsPerPage).map(({ name }) => ({
    domain: name,
    status: "ACTIVE",
    tld: name.slice(name.indexOf(".") + 1),
    createDate: "2026-01-01 00:00:00",
    expireDate: "2027-01-01 00:00:00",
    notLocal: 0,
  }));
  return success({ domains });
}

function retrieve(zone: ModelZone): StandInAnswer {
  return success({ cloudflare: "enabled", records: zone.rows().map(shown) });
}

function shown({ id, name, type, ttl, value }: ModelRow): Record<string, unknown> {
  const [first = "", ...rest] = value.split(" ");
  const hasPriority = type === "MX" || type === "SRV";
  return {
    id,
    name,
    type,
    content: hasPriority ? rest.join(" ") : value,
    ttl: String(ttl),
    prio: type === "NS" ? null : hasPriority ? first : "0",
    notes: null,
  };
}

function create(zone: ModelZone, { json }: StandInRequest): StandInAnswer {
  const row = readRow(zone, json);
  if (row === null || isRefused(zone, row)) return refusal("Create error: We were unable to create the DNS record.");
  return success({ id: Number(zone.put(row).id) });
}

function edit(zone: ModelZone, { json, params }: StandInRequest): StandInAnswer {
  const row = readRow(zone, json);
  if (row === null || inTheWay(zone, row, params.id) !== null)
    return refusal("Edit error: We were unable to edit the DNS record.");
  return zone.change(params.id ?? "", row) ? success() : refusal("Invalid record ID.");
}

function remove(zone: ModelZone, { params }: StandInRequest): StandInAnswer {
  return zone.remove(params.id ?? "") ? success() : refusal("Invalid record ID.");
}

/** A name is relative, whatever it looks like. */
function readRow(zone: ModelZone, { name, type, content, ttl, prio }: Record<string, unknown>): NewRow | null {
  const kind = String(type ?? "");
  const text = String(content ?? "");
  if (!["A", "AAAA", "ALIAS", "CAA", "CNAME", "MX", "NS", "SRV", "TXT"].includes(kind) || text === "") return null;
  if (kind === "TXT" && text.endsWith(" ")) return null;
  const isTarget = ["ALIAS", "CNAME", "MX", "NS", "SRV"].includes(kind);
  const plain = isTarget ? withoutDot(text) : text;
  return {
    name: nameOf(String(name ?? ""), zone),
    type: kind,
    ttl: Math.max(minTtl, Number(ttl ?? minTtl) || minTtl),
    value: kind === "MX" || kind === "SRV" ? `${Number(prio ?? 0)} ${plain}` : plain,
  };
}

/** Besides what is in the way everywhere: an ALIAS stands for the addresses of its name. */
function isRefused(zone: ModelZone, row: NewRow): boolean {
  if (inTheWay(zone, row) !== null) return true;
  const beside = zone.rows().filter(({ name }) => name === row.name);
  return beside.some(({ type }) => type === "ALIAS") && ["A", "AAAA", "ALIAS"].includes(row.type);
}
