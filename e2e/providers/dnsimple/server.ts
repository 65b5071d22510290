import { createModelZone, type ModelRow, type ModelZone } from "../model-zone";
import { readText, writeText } from "../record-text";
import { pageOf, type StandIn, type StandInAnswer, type StandInRequest, startStandIn } from "../stand-in";
import { inTheWay, labelOf, type NewRow, nameOf, withoutDot } from "../wire-form";

const token = "dnsimple_a_standIn";
const userToken = "dnsimple_u_standIn";
const account = { id: 1010, email: "owner@example.com", plan_identifier: "teams-v2-monthly" };
const otherAccount = { ...account, id: 2020 };

/** DNSimple's API v2, by its OpenAPI document and fixtures. `enterprise`: the plan has batches. */
export function startDnsimple(
  options: { zones?: ModelZone[]; enterprise?: boolean; userToken?: boolean } = {},
): Promise<StandIn> {
  const zones = options.zones ?? [createModelZone("example.com")];
  const inZone = (handle: (zone: ModelZone, request: StandInRequest) => StandInAnswer) => (request: StandInRequest) => {
    const zone =
      request.params.account === String(account.id) && zones.find(({ name }) => name === request.params.zone);
    return zone ? handle(zone, request) : refusal(404, `Zone \`${request.params.zone}\` not found`);
  };
  const records = "/:account/zones/:zone/records";
  const isUser = options.userToken === true;
  return startStandIn({
    basePath: "/v2",
    credential: { api_token: isUser ? userToken : token },
    zones,
    refuse: ({ headers }) => {
      const known = [token, userToken].some((known) => headers.authorization === `Bearer ${known}`);
      return known ? null : refusal(401, "Authentication failed");
    },
    notFound: refusal(404, "Not found"),
    routes: () => [
      {
        method: "GET",
        path: "/whoami",
        handle: () =>
          ok({ data: { user: isUser ? { id: 1, email: account.email } : null, account: isUser ? null : account } }),
      },
      { method: "GET", path: "/accounts", handle: () => ok({ data: isUser ? [account, otherAccount] : [account] }) },
      {
        method: "GET",
        path: "/:account/domains",
        handle: ({ query }) =>
          ok({
            data: zones
              .filter(({ name }) => name.includes(query.get("name_like") ?? ""))
              .map(({ id, name }) => ({ id: Number(id), account_id: account.id, name, state: "hosted" })),
          }),
      },
      { method: "GET", path: "/:account/zones", handle: ({ query }) => paged(zones.map(shownZone), query) },
      { method: "GET", path: "/:account/zones/:zone", handle: inZone((zone) => ok({ data: shownZone(zone) })) },
      { method: "GET", path: records, handle: inZone(list) },
      { method: "POST", path: records, handle: inZone((zone, { json }) => create(zone, json)) },
      { method: "PATCH", path: `${records}/:id`, handle: inZone(change) },
      { method: "DELETE", path: `${records}/:id`, handle: inZone((zone, { params }) => remove(zone, params.id ?? "")) },
      {
        method: "POST",
        path: "/:account/zones/:zone/batch",
        handle: inZone((zone, { json }) =>
          options.enterprise === true
            ? runBatch(zone, json)
            : refusal(412, "Your current plan does not allow you to batch change zone records."),
        ),
      },
    ],
  });
}

const rateLimit = { "x-ratelimit-limit": "2400", "x-ratelimit-remaining": "2399", "x-ratelimit-reset": "1800000000" };

function ok(body: unknown, status = 200): StandInAnswer {
  return { status, headers: rateLimit, body };
}

function refusal(status: number, message: string, errors?: Record<string, string[]>): StandInAnswer {
  return { status, headers: rateLimit, body: { message, ...(errors && { errors }) } };
}

function paged(items: unknown[], query: URLSearchParams): StandInAnswer {
  const page = pageOf(items, { page: query.get("page"), pageSize: query.get("per_page") ?? "30", most: 100 });
  const pagination = {
    current_page: page.page,
    per_page: page.pageSize,
    total_entries: page.total,
    total_pages: page.pages,
  };
  return ok({ data: page.items, pagination });
}

function shownZone({ id, name }: ModelZone) {
  const isSecondary = name.startsWith("secondary.");
  return { id: Number(id), account_id: account.id, name, reverse: false, secondary: isSecondary, active: true };
}

function list(zone: ModelZone, { query }: StandInRequest): StandInAnswer {
  const label = query.get("name") || null;
  const type = query.get("type");
  const matches = (row: ModelRow) =>
    (label === null || labelOf(row.name, zone, "") === label) && (type === null || row.type === type);
  return paged(
    zone
      .rows()
      .filter(matches)
      .map((row) => shownRow(row, zone)),
    query,
  );
}

function create(zone: ModelZone, json: Record<string, unknown>): StandInAnswer {
  const row = readRow(zone, json);
  if ("status" in row) return row;
  const way = inTheWay(zone, row);
  if (way === "identical") return refusal(400, "Validation failed", { base: ["record already exists"] });
  if (way === "cname") return refusal(400, "Validation failed", { base: ["a CNAME record cannot share its name"] });
  return ok({ data: shownRow(zone.put(row), zone) }, 201);
}

function change(zone: ModelZone, { params, json }: StandInRequest): StandInAnswer {
  const id = params.id ?? "";
  const before = zone.find(id);
  if (!before) return refusal(404, `Record \`${id}\` not found`);
  const row = readRow(zone, { ...shownRow(before, zone), ...json });
  if ("status" in row) return row;
  return ok({ data: shownRow(zone.change(id, row) ?? before, zone) });
}

function remove(zone: ModelZone, id: string): StandInAnswer {
  if (zone.find(id)?.extra.system === true) return refusal(400, "Cannot delete a system record");
  return zone.remove(id) ? { status: 204, headers: rateLimit } : refusal(404, `Record \`${id}\` not found`);
}

/** All or nothing: deletes, updates, creates. */
function runBatch(zone: ModelZone, { creates, deletes }: Record<string, unknown>): StandInAnswer {
  const restore = zone.snapshot();
  const listed = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value : []);
  const results = [
    ...listed(deletes).map(({ id }) => remove(zone, String(id))),
    ...listed(creates).map((record) => create(zone, record)),
  ];
  const refused = results.find(({ status }) => status >= 300);
  if (!refused) return ok({ data: { creates: [], updates: [], deletes: [] } });
  restore();
  return refusal(400, "Validation failed", { base: ["one of the operations failed"] });
}

function readRow(zone: ModelZone, json: Record<string, unknown>): NewRow | StandInAnswer {
  const { name, type, content, priority } = json;
  const invalid = (field: string, reason: string) => refusal(400, "Validation failed", { [field]: [reason] });
  if (typeof name !== "string" || typeof type !== "string") return invalid("name", "can't be blank");
  if (typeof content !== "string" || content === "") return invalid("content", "can't be blank");
  const common = { name: nameOf(name, zone), type, ttl: Number(json.ttl ?? 3600) };
  if (type === "TXT") {
    const text = readText(content);
    if (text === "" || text.endsWith(" ") || Buffer.byteLength(text) > 1000) return invalid("content", "is invalid");
    if (!content.startsWith('"') && content.includes('"')) return invalid("content", "has unpaired quotes");
    return { ...common, value: text, extra: { isQuoted: content.startsWith('"') } };
  }
  if (type === "CAA" || type === "A" || type === "AAAA") return { ...common, value: content };
  const target = withoutDot(content);
  return { ...common, value: type === "MX" || type === "SRV" ? `${priority ?? 0} ${target}` : target };
}

function shownRow({ id, name, type, ttl, value, extra }: ModelRow, zone: ModelZone): Record<string, unknown> {
  const hasPriority = type === "MX" || type === "SRV";
  const text = extra.isQuoted === false ? value : writeText(value);
  const rest = hasPriority ? value.slice(value.indexOf(" ") + 1) : value;
  return {
    id: Number(id),
    zone_id: zone.name,
    parent_id: null,
    name: labelOf(name, zone, ""),
    content: type === "TXT" ? text : rest,
    ttl,
    priority: hasPriority ? Number(value.split(" ")[0]) : null,
    type,
    regions: extra.regions ?? ["global"],
    system_record: extra.system === true,
  };
}
