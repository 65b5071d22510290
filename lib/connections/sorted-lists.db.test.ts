import { beforeAll, describe, expect, it } from "vitest";
import { createKey } from "@/lib/accounts/applications/create-key";
import { countConnectionsEndpoint, listConnectionsEndpoint } from "@/lib/api/endpoints/connections";
import { handle } from "@/lib/api/handle";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { countConnections } from "@/lib/connections/count-connections";
import { createConnections } from "@/lib/connections/create-connections";
import { listConnections } from "@/lib/connections/list-connections";
import type { ConnectionSort } from "@/lib/connections/policy";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { createTestTenant, type TestTenant } from "@/lib/runtime/testing/context";
import { callRoute } from "@/lib/runtime/testing/runtime";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { database, world, tenant, other: otherTenant } = setUpWorld({ per: "file" });
let secret: string;
let testSecret: string;

const list = handle(listConnectionsEndpoint, listConnections);
const count = handle(countConnectionsEndpoint, countConnections);
/** Two creation times, and names whose order differs from the order of creation. */
const early = ["m.acme.test", "c.acme.test", "x.acme.test", "bücher.acme.test"];
const late = ["b.acme.test", "z.acme.test", "a.acme.test"];
const longest = `${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(36)}.acme.test`;

beforeAll(async () => {
  const connect = async (on: TestTenant, hostnames: string[], batchId: string) => {
    const items = hostnames.map((hostname) => ({ hostname }));
    const batch = { applicationId: on.applicationId, setupType: "manual" as const, items, batchId };
    return (await createConnections(on.ctx, batch)).results;
  };
  const [first] = await connect(tenant, early, "early");
  world.advance(60_000);
  await connect(tenant, [...late, longest], "late");
  await connect(otherTenant, ["m.acme.test", "other.acme.test"], "early");
  world.advance(60_000);
  await archiveConnection(tenant.ctx, { id: first?.connection?.id ?? "" });
  // The same hostname again: names are not unique.
  await connect(tenant, ["m.acme.test"], "again");
  const admin = onBehalfOf(world.service, tenant.tenantId, { kind: "admin" });
  const mint = async (id: string) => (await createKey(admin, { id, name: "k", scopes: ["connections:read"] })).secret;
  secret = await mint(tenant.applicationId);
  const { id } = await database.prisma.application.create({
    data: {
      id: "019aa6c4-0000-7000-8000-000000000001",
      tenantId: tenant.tenantId,
      name: "T",
      environment: "test",
      createdAt: world.service.now(),
    },
  });
  testSecret = await mint(id);
});

type Row = { id: string; hostname: string; created_at: string; state_changed_at: string };

async function walk(query: string, limit: number): Promise<Row[]> {
  const seen: Row[] = [];
  let cursor: string | null = "";
  for (let page = 0; cursor !== null && page < 20; page += 1) {
    const { status, json } = await callRoute(list, secret, {
      query: `?limit=${limit}&${query}${cursor === "" ? "" : `&cursor=${cursor}`}`,
    });
    expect(status, JSON.stringify(json)).toBe(200);
    seen.push(...json.data);
    cursor = json.next_cursor;
  }
  return seen;
}

const orders = (["created_at", "hostname", "state_changed_at"] as const).flatMap((sort) =>
  (["asc", "desc"] as const).map((order): [ConnectionSort, "asc" | "desc"] => [sort, order]),
);

describe.each(orders)("sorted by %s, %s", (sort, order) => {
  it.each([1, 2, 3, 100])("pages of %i neither skip nor repeat one, and keep their order", async (limit) => {
    const rows = await walk(`sort=${sort}&order=${order}`, limit);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(rows).toHaveLength(early.length + late.length + 2);
    const keys = rows.map((row) => (sort === "created_at" ? [row.id] : [row[sort], row.id]));
    const inOrder = [...keys].sort((a, b) => compare(a, b) * (order === "asc" ? 1 : -1));
    expect(keys).toEqual(inOrder);
  });
});

/** Names of letters, digits, dots and hyphens may be sorted differently in another database; these do not. */
function compare(a: readonly string[], b: readonly string[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? "";
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}

it("sorts as people expect by default", async () => {
  const [byName] = await walk("sort=hostname", 100);
  expect(byName?.hostname).toBe("a.acme.test");
  const [byTime] = await walk("sort=state_changed_at", 100);
  expect(byTime?.state_changed_at).toBe(world.service.now().toISOString());
  expect(await walk("", 100)).toEqual(await walk("sort=created_at&order=desc", 100));
});

it("refuses a cursor of another order, and an invented one", async () => {
  const { json } = await callRoute(list, secret, { query: "?limit=1&sort=hostname" });
  const cursor = json.next_cursor;
  for (const query of ["", "sort=hostname&order=desc", "sort=state_changed_at"]) {
    const refused = await callRoute(list, secret, { query: `?limit=1&${query}&cursor=${cursor}` });
    expect([refused.status, refused.json.error.param]).toEqual([400, "cursor"]);
  }
  for (const text of ["[]", "null", '["hostname","asc",7,"x"]', '["state_changed_at","desc","never","x"]']) {
    const made = Buffer.from(text).toString("base64url");
    const refused = await callRoute(list, secret, { query: `?sort=state_changed_at&cursor=${made}` });
    expect([refused.status, refused.json.error.param]).toEqual([400, "cursor"]);
  }
});

it.each([
  "",
  "state=archived",
  "state=archived&state=pending_ownership",
  "state=live",
  "hostname=b",
  "hostname=B%C3%BCch",
  "q=acme",
  "q=%C3%BCcher.ac",
  "q=%25",
  "q=_",
  "q=%5C",
  "batch_id=early",
  "batch_id=late&hostname=a&state=pending_ownership",
  "application_id=019aa6c4-0000-7000-8000-000000000001",
])("counts what the list finds by “%s”", async (query) => {
  const rows = await walk(query, 100);
  const { status, json } = await callRoute(count, secret, { query: `?${query}` });
  expect([status, json.total]).toEqual([200, { count: rows.length, capped: false }]);
  const withoutState = query.replace(/&?state=\w+/g, "").replace(/^&/, "");
  const all = await walk(withoutState, 100);
  const sum = json.states.reduce((total: number, { count: one }: { count: number }) => total + one, 0);
  expect(sum).toBe(all.length);
  expect(json.states).toHaveLength(12);
});

it("shows a key of the other environment nothing, in any order", async () => {
  for (const [sort, order] of orders) {
    const { json } = await callRoute(list, testSecret, { query: `?sort=${sort}&order=${order}` });
    expect(json).toEqual({ data: [], next_cursor: null });
  }
  const { json } = await callRoute(count, testSecret, {});
  expect(json.total).toEqual({ count: 0, capped: false });
});

it("counts exactly without a filter on names, and stops at 10,000 with one and says so", async () => {
  const many = await createTestTenant(world.service);
  await database.prisma.$executeRaw`
    INSERT INTO connections (id, tenant_id, application_id, hostname, hostname_unicode, kind, registrable_domain,
      setup_type, challenge_value, created_at, state, state_changed_at, last_sequence, watched_since)
    SELECT gen_random_uuid(), ${many.tenantId}::uuid, ${many.applicationId}::uuid, 'n' || n || '.many.test',
      'n' || n || '.many.test', 'subdomain', 'many.test', 'manual', 'x', now(), 'live', now(), 0, now()
    FROM generate_series(1, 10001) n`;
  expect((await countConnections(many.ctx, {})).total).toEqual({ count: 10_001, capped: false });
  const { total, states } = await countConnections(many.ctx, { q: "many" });
  expect(total).toEqual({ count: 10_000, capped: true });
  expect(states.find(({ state }) => state === "live")).toEqual({ state: "live", count: 10_000, capped: true });
  expect(await countConnections(many.ctx, { q: "many", state: ["failed"] })).toMatchObject({
    total: { count: 0, capped: false },
  });
});
