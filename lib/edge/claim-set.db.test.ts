import { afterAll, beforeAll, expect, it } from "vitest";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { createConnection } from "@/lib/connections/create-connection";
import { transition } from "@/lib/connections/transition";
import { inTransaction } from "@/lib/db/transaction";
import { createAskCounter } from "@/lib/edge/ask-counter";
import { type ClaimSet, openClaimSet } from "@/lib/edge/claim-set";
import { decideAsk } from "@/lib/edge/decide-ask";
import { decideRoute } from "@/lib/edge/decide-route";
import { silentLog } from "@/lib/kernel/log";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";
import { lookupOf, testUpstreams } from "@/lib/runtime/testing/upstreams";

const { database, tenant } = setUpWorld({ per: "file" });
let claims: ClaimSet;
const upstreams = testUpstreams({ lookup: lookupOf({ "origin.acme.test": ["198.41.0.4"] }) });

beforeAll(async () => {
  claims = await openClaimSet(database, silentLog);
});
afterAll(() => claims.close());

async function prove(hostname: string): Promise<string> {
  const { id } = await createConnection(tenant.ctx, {
    applicationId: tenant.applicationId,
    hostname,
    setupType: "manual",
  });
  await inTransaction({ database }, (tx) => transition(tenant.ctx, tx, id, "ownership_proven"));
  return id;
}

it("opens the gate when control is proven and shuts it when the connection is archived, without a restart", async () => {
  expect(await decideAsk(claims, "gate.acme.test")).toMatchObject({ status: 403, reason: "not_connected" });
  const id = await prove("gate.acme.test");
  await expect.poll(() => claims.find("gate.acme.test")).toBe(tenant.applicationId);
  expect(await decideAsk(claims, "gate.acme.test")).toMatchObject({ status: 200 });
  expect(await decideAsk(claims, "GATE.acme.test.")).toMatchObject({ status: 200, hostname: "gate.acme.test" });
  await archiveConnection(tenant.ctx, { id });
  await expect.poll(async () => (await decideAsk(claims, "gate.acme.test")).status).toBe(403);
});

it("knows every claim that existed before it was opened", async () => {
  await prove("before.acme.test");
  const later = await openClaimSet(database, silentLog);
  expect(later.find("before.acme.test")).toBe(tenant.applicationId);
  await later.close();
});

it("answers 400 for what cannot be a hostname", async () => {
  for (const domain of [
    "",
    "192.0.2.1",
    "*.acme.test",
    "a b.test",
    "[::1]",
    "-x.acme.test",
    `${"a".repeat(64)}.test`,
  ]) {
    expect([domain, (await decideAsk(claims, domain)).status]).toEqual([domain, 400]);
  }
});

it("keeps known hosts and refuses unknown ones while the database is down", async () => {
  await prove("known.acme.test");
  await expect.poll(() => claims.find("known.acme.test")).toBeDefined();
  const down: typeof database = {
    ...database,
    read: (...query) => (isDown ? Promise.reject(new Error("connection refused")) : database.read(...query)),
  };
  let isDown = false;
  const set = await openClaimSet(down, silentLog);
  isDown = true;
  expect(await decideAsk(set, "known.acme.test")).toMatchObject({ status: 200 });
  expect(await decideAsk(set, "unknown.acme.test")).toMatchObject({ status: 403, reason: "database_unavailable" });
  expect(await decideRoute({ claims: set, upstreams }, "unknown.acme.test")).toMatchObject({
    kind: "page",
    status: 503,
  });
  await set.close();
});

it("routes a host to its application's origin, and says plainly where there is none", async () => {
  await prove("routed.acme.test");
  expect(await decideRoute({ claims, upstreams }, "routed.acme.test")).toMatchObject({
    kind: "page",
    title: "Nothing here yet",
  });
  await database.prisma.application.update({
    where: { id: tenant.applicationId },
    data: { upstream: "https://origin.acme.test" },
  });
  const fresh = await openClaimSet(database, silentLog);
  expect(await decideRoute({ claims: fresh, upstreams }, "Routed.acme.test:8443")).toEqual({
    kind: "dial",
    scheme: "https",
    address: "198.41.0.4",
    fallback: "198.41.0.4",
    port: 443,
    name: "origin.acme.test",
  });
  expect(await decideRoute({ claims: fresh, upstreams }, "nobody.acme.test")).toMatchObject({
    kind: "page",
    status: 404,
  });
  await fresh.close();
});

it("counts requests for each connected host, and stores nothing for unknown ones", async () => {
  await prove("counted.acme.test");
  const asks = createAskCounter(tenant.ctx.now);
  for (const domain of ["counted.acme.test", "counted.acme.test", "scanner.acme.test", "192.0.2.1"])
    asks.count(await decideAsk(claims, domain));
  await asks.flush(database);
  asks.count(await decideAsk(claims, "counted.acme.test"));
  await asks.flush(database);
  const rows = await database.prisma.askDecision.findMany();
  expect(rows.map((row) => [row.hostname, Number(row.allowed), Number(row.refused), row.lastAllowed])).toEqual([
    ["counted.acme.test", 3, 0, true],
  ]);
  expect(asks.totals()).toEqual({ allowed: 3, refused: 1, invalid: 1 });
});

it("does not keep a claim that was released while it was being read", async () => {
  const id = await prove("released.acme.test");
  let archiving: Promise<unknown> | null = null;
  let armed = false;
  let queries = 0;
  const slow: typeof database = {
    ...database,
    async read<R>(...query: Parameters<typeof database.read>) {
      const rows = await database.read<R>(...query);
      if (!armed) return rows;
      archiving ??= archiveConnection(tenant.ctx, { id });
      await archiving;
      await expect.poll(() => queries).toBe(1);
      return rows;
    },
    // Opened before the claim, as on an instance that has not received it yet.
    listen: ((channel, subscription) =>
      database.listen(channel, {
        ...subscription,
        onReady() {},
        onMessage(payload) {
          subscription.onMessage(payload);
          if (armed) queries += 1;
        },
      })) as typeof database.listen,
  };
  const set = await openClaimSet(slow, silentLog);
  armed = true;
  expect(await set.lookUp("released.acme.test")).toBe(tenant.applicationId);
  expect(set.find("released.acme.test")).toBeUndefined();
  await set.close();
});
