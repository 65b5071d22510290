import { createModelZone, type ModelRow, type ModelZone } from "../model-zone";
import { pageOf, type StandIn, type StandInAnswer, type StandInRequest, startStandIn } from "../stand-in";
import { inTheWay, labelOf, type NewRow, nameOf, withoutDot } from "../wire-form";

const credential = { username: "standin", api_token: "0000000000000000000000000000000000standin" };
const authorization = `Basic ${Buffer.from(`${credential.username}:${credential.api_token}`).toString("base64")}`;
const nameservers = ["ns1cqr.name.com", "ns2fln.name.com", "ns3jkl.name.com", "ns4bpq.name.com"];
const minTtl = 300;

/**
 * Name.com's API, from its own document; the older paths of v4, too, which dns-lexicon asks for. `elsewhere`: domains of the
 * account that use other nameservers. `perPage`: what a page holds at most.
 */
export async function startNameCom(
  options: { zones?: ModelZone[]; elsewhere?: readonly string[]; perPage?: number } = {},
): Promise<StandIn> {
  const zones = options.zones ?? [createNameComZone("example.com")];
  const { perPage = 1_000 } = options;
  const standIn = await startStandIn({
    basePath: "",
    credential,
    zones,
    refuse: ({ headers, method }) => {
      if (headers.authorization !== authorization) return refusal(401, "Unauthorized");
      const hasBody = method === "POST" || method === "PUT";
      if (!hasBody || headers["content-type"]?.startsWith("application/json")) return null;
      return refusal(415, "The 'Content-Type' header must be 'application/json' for this request.");
    },
    notFound: refusal(404, "Not Found"),
    routes: () =>
      ["/core/v1", "/v4"].flatMap((base) => [
        { method: "GET", path: `${base}/hello`, handle: () => ({ status: 200, body: { username: "standin" } }) },
        {
          method: "GET",
          path: `${base}/domains`,
          handle: ({ query }: StandInRequest) => paged("domains", zones.map(shownDomain), query, perPage),
        },
        {
          method: "GET",
          path: `${base}/domains/:zone`,
          handle: inZone((zone) => ({ status: 200, body: shownDomain(zone) })),
        },
        {
          method: "GET",
          path: `${base}/domains/:zone/records`,
          handle: served((zone, { query }) =>
            paged(
              "records",
              zone.rows().map((row) => shown(zone, row)),
              query,
              perPage,
            ),
          ),
        },
        { method: "POST", path: `${base}/domains/:zone/records`, handle: served(create) },
        { method: "GET", path: `${base}/domains/:zone/records/:id`, handle: served(find) },
        { method: "PUT", path: `${base}/domains/:zone/records/:id`, handle: served(change) },
        {
          method: "DELETE",
          path: `${base}/domains/:zone/records/:id`,
          handle: served((zone, { params }) => {
            if (!zone.remove(params.id ?? "")) return refusal(404, "Not Found");
            return base === "/v4" ? { status: 200, body: {} } : { status: 204 };
          }),
        },
      ]),
  });
  return { ...standIn, baseUrl: `${standIn.baseUrl}/core/v1` };

  function inZone(handle: (zone: ModelZone, request: StandInRequest) => StandInAnswer) {
    return (request: StandInRequest): StandInAnswer => {
      const zone = zones.find(({ name }) => name === request.params.zone);
      return zone ? handle(zone, request) : refusal(404, "Not Found", "The requested domain does not exist.");
    };
  }

  function served(handle: (zone: ModelZone, request: StandInRequest) => StandInAnswer) {
    return inZone((zone, request) =>
      options.elsewhere?.includes(zone.name)
        ? refusal(403, "Permission denied", "The authoritative nameserver for the domain is not name.com.")
        : handle(zone, request),
    );
  }
}

export function createNameComZone(name: string): ModelZone {
  const zone = createModelZone(name, { nameservers, rowId: (count) => String(178_073_535 + count) });
  for (const value of nameservers) zone.put({ name, type: "NS", value, ttl: 300 });
  return zone;
}

function refusal(status: number, message: string, details?: string): StandInAnswer {
  return { status, body: { message, ...(details !== undefined && { details }) } };
}

function invalid(details: string): StandInAnswer {
  return refusal(400, "Invalid Argument", `Parameter Value Error - ${details}`);
}

function shownDomain({ name, nameservers }: ModelZone): Record<string, unknown> {
  return {
    domainName: name,
    nameservers,
    locked: true,
    autorenewEnabled: true,
    privacyEnabled: false,
    createDate: "2026-01-01T00:00:00Z",
    expireDate: "2027-01-01T00:00:00Z",
  };
}

function paged(list: string, all: readonly unknown[], query: URLSearchParams, most: number): StandInAnswer {
  const { items, page, pages, total } = pageOf(all, { page: query.get("page"), pageSize: query.get("perPage"), most });
  const more = page < pages ? { nextPage: page + 1, lastPage: pages } : {};
  return { status: 200, body: { [list]: items, ...more, from: 1, to: items.length, totalCount: total } };
}

/** What is empty or 0 is left out. */
function shown(zone: ModelZone, { id, name, type, ttl, value }: ModelRow): Record<string, unknown> {
  const [first = "", ...rest] = value.split(" ");
  const hasPriority = type === "MX" || type === "SRV";
  return {
    id: Number(id),
    domainName: zone.name,
    ...(name !== zone.name && { host: labelOf(name, zone, "") }),
    fqdn: `${name}.`,
    type,
    answer: hasPriority ? rest.join(" ") : value,
    ttl,
    ...(hasPriority && Number(first) > 0 && { priority: Number(first) }),
  };
}

function find(zone: ModelZone, { params }: StandInRequest): StandInAnswer {
  const row = zone.find(params.id ?? "");
  return row ? { status: 200, body: shown(zone, row) } : refusal(404, "Not Found");
}

function create(zone: ModelZone, { json }: StandInRequest): StandInAnswer {
  const row = readRow(zone, json);
  if ("status" in row) return row;
  const obstacle = inTheWay(zone, row);
  if (obstacle !== null) return invalid(obstacle === "identical" ? "Duplicate Record" : "Conflicting Record");
  return { status: 200, body: shown(zone, zone.put(row)) };
}

function change(zone: ModelZone, { params, json }: StandInRequest): StandInAnswer {
  const before = zone.find(params.id ?? "");
  if (before === null) return refusal(404, "Not Found");
  const row = readRow(zone, { ...shown(zone, before), ...json });
  if ("status" in row) return row;
  zone.change(before.id, row);
  return { status: 200, body: shown(zone, { ...before, ...row }) };
}

function readRow(
  zone: ModelZone,
  { host, type, answer, ttl, priority }: Record<string, unknown>,
): NewRow | StandInAnswer {
  const kind = String(type ?? "");
  const text = String(answer ?? "");
  if (!["A", "AAAA", "ANAME", "CNAME", "MX", "NS", "SRV", "TXT"].includes(kind)) return invalid("Invalid Type");
  if (Number(ttl) < minTtl) return invalid("Invalid TTL");
  if (text === "" || (kind === "TXT" && (text.endsWith(" ") || text.includes('"')))) return invalid("Invalid Answer");
  const isTarget = ["ANAME", "CNAME", "MX", "NS", "SRV"].includes(kind);
  const plain = isTarget ? withoutDot(text) : text;
  return {
    name: nameOf(String(host ?? ""), zone),
    type: kind,
    ttl: Number(ttl),
    value: kind === "MX" || kind === "SRV" ? `${Number(priority ?? 0)} ${plain}` : plain,
  };
}
