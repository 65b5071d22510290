import { describe, expect, it } from "vitest";
import { createKey } from "@/lib/accounts/applications/create-key";
import { createConnectionEndpoint, createConnectionsEndpoint } from "@/lib/api/endpoints/connections";
import { handle } from "@/lib/api/handle";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { createConnection } from "@/lib/connections/create-connection";
import { createConnections } from "@/lib/connections/create-connections";
import { getConnection } from "@/lib/connections/get-connection";
import { insertConnections } from "@/lib/connections/insert-connections";
import { listConnections } from "@/lib/connections/list-connections";
import { listEvents } from "@/lib/connections/list-events";
import { inTransaction, type Tx } from "@/lib/db/transaction";
import { verifyConnection } from "@/lib/diagnosis/verify-connection";
import { newId } from "@/lib/kernel/ids";
import { scopes } from "@/lib/kernel/scopes";
import { type Context, onBehalfOf } from "@/lib/platform/ports/context";
import { createTestTenant, type TestTenant, testEdge } from "@/lib/runtime/testing/context";
import { testEngine } from "@/lib/runtime/testing/database";
import { callRoute } from "@/lib/runtime/testing/runtime";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { database, world, tenant, other } = setUpWorld({ per: "file" });

const route = handle(createConnectionsEndpoint, createConnections);
const single = handle(createConnectionEndpoint, createConnection);

async function mint({ ctx, tenantId, applicationId }: TestTenant): Promise<string> {
  const admin = onBehalfOf(ctx, tenantId, { kind: "admin" });
  return (await createKey(admin, { id: applicationId, name: "k", scopes: [...scopes] })).secret;
}

const batch = (hostnames: string[], on: TestTenant = tenant, ctx: Context = on.ctx) =>
  createConnections(ctx, {
    applicationId: on.applicationId,
    setupType: "manual",
    items: hostnames.map((hostname) => ({ hostname })),
  });

const connect = (hostname: string, on: TestTenant = tenant) =>
  createConnection(on.ctx, { applicationId: on.applicationId, hostname, setupType: "manual" });

const newRow = (hostname: string) => ({
  id: newId(world.service.now()),
  hostname,
  hostnameUnicode: hostname,
  kind: "subdomain" as const,
  registrableDomain: "turn.test",
  writer: null,
  batchId: null,
  challengeValue: "cd-verify-test",
  dnsRecords: null,
  metadata: {},
  endUserRef: null,
});

async function waitingForLock(tx: Tx): Promise<number> {
  const [row] = await tx.$queryRaw<{ waiting: number }[]>`
    SELECT count(*)::int AS waiting FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return row?.waiting ?? 0;
}

const names = (count: number, zone: string) => Array.from({ length: count }, (_, index) => `n${index}.${zone}`);
const heldBy = (on: TestTenant) => ({ tenantId: on.tenantId, state: { not: "archived" as const } });

async function claimFor(on: TestTenant, hostname: string): Promise<string> {
  const { id, ownershipChallenge: challenge } = await connect(hostname, on);
  world.publish(challenge.name, "TXT", [challenge.value]);
  await verifyConnection(on.ctx, { id });
  return id;
}

describe("a batch", () => {
  it("answers each item in its place, and creates what creating it alone would have created", async () => {
    const answer = await batch(["C.acme.test.", "a.acme.test", "b.acme.test"]);
    expect(answer).toMatchObject({ created: 3, refused: 0 });
    expect(
      answer.results.map(({ index, hostname, status, connection, error }) => [
        index,
        hostname,
        status,
        connection?.hostname,
        connection?.state,
        connection?.batchId,
        error,
      ]),
    ).toEqual([
      [0, "C.acme.test.", "created", "c.acme.test", "pending_ownership", answer.batchId, null],
      [1, "a.acme.test", "created", "a.acme.test", "pending_ownership", answer.batchId, null],
      [2, "b.acme.test", "created", "b.acme.test", "pending_ownership", answer.batchId, null],
    ]);
    const alone = await connect("alone.acme.test");
    const one = await getConnection(tenant.ctx, { id: answer.results[1]?.connection?.id ?? "" });
    const shape = (item: typeof one) => ({
      ...item,
      id: "",
      hostname: "",
      hostnameUnicode: "",
      batchId: "",
      ownershipChallenge: "",
      desiredRecords: "",
      observedRecords: "",
      createdAt: "",
      stateChangedAt: "",
    });
    expect(shape(one)).toEqual(shape(alone));
    const story = async (id: string) =>
      (await listEvents(tenant.ctx, { id, limit: 10 })).data.map(({ sequence, type, data }) => [
        sequence,
        type,
        Object.keys(data).sort(),
      ]);
    expect(await story(one.id)).toEqual(await story(alone.id));
    expect((await story(one.id)).map(([sequence, type]) => [sequence, type])).toEqual([
      [2, "connection.pending_ownership"],
      [1, "connection.created"],
    ]);
    const jobs = await database.prisma.job.findMany({ where: { key: { endsWith: one.id } } });
    expect(jobs.map(({ name }) => name)).toEqual(["check-ownership"]);
    const challenges = await Promise.all(
      answer.results.map(({ connection }) => getConnection(tenant.ctx, { id: connection?.id ?? "" })),
    );
    expect(new Set(challenges.map(({ ownershipChallenge }) => ownershipChallenge.value)).size).toBe(3);
  });

  it("is listed in the order of its items, and found by the id that its caller chose", async () => {
    const hostnames = ["z.order.test", "m.order.test", "a.order.test", "k.order.test"];
    await createConnections(tenant.ctx, {
      applicationId: tenant.applicationId,
      setupType: "manual",
      batchId: "import-7",
      items: hostnames.map((hostname) => ({ hostname })),
    });
    const { data } = await listConnections(tenant.ctx, { limit: 100, batchId: "import-7" });
    expect(data.map(({ hostname }) => hostname)).toEqual(hostnames);
    expect((await listConnections(other.ctx, { limit: 100, batchId: "import-7" })).data).toEqual([]);
  });

  it("refuses what is bad, says which and why, and connects the rest", async () => {
    const { results, created, refused } = await createConnections(tenant.ctx, {
      applicationId: tenant.applicationId,
      setupType: "manual",
      items: [
        { hostname: "good1.bad.test" },
        { hostname: "https://anna:s3cret@*.bad.test/x" },
        { hostname: "" },
        { hostname: "x".repeat(5_000) },
        { hostname: "records.bad.test", dnsRecords: [{ host: "{{hostname}}", type: "A", value: "no", ttl: 300 }] },
        { hostname: "good2.bad.test", dnsRecords: [{ host: "{{hostname}}", type: "A", value: "192.0.2.1", ttl: 60 }] },
        { hostname: testEdge.hostname },
      ],
    });
    expect([created, refused]).toEqual([2, 5]);
    expect(results.map(({ status, error }) => [status, error?.code, error?.param, error?.details?.reason])).toEqual([
      ["created", undefined, undefined, undefined],
      ["refused", "invalid", "items.1.hostname", "wildcard"],
      ["refused", "invalid", "items.2.hostname", "empty"],
      ["refused", "invalid", "items.3.hostname", "too_long"],
      ["refused", "invalid", "items.4.dns_records.0.value", undefined],
      ["created", undefined, undefined, undefined],
      ["refused", "invalid", "items.6.hostname", "platform_hostname"],
    ]);
    expect(results[1]?.hostname).toBe("*.bad.test/x");
    const made = await getConnection(tenant.ctx, { id: results[5]?.connection?.id ?? "" });
    expect(made.desiredRecords).toMatchObject([{ type: "A", value: "192.0.2.1", ttl: 60 }]);
  });

  it("reads each hostname however it was pasted, and gives back what was given, without credentials", async () => {
    const given = [
      " b.paste.test",
      "c.paste.test\r",
      "https://anna:s3cret@d.paste.test:8443/x?y#z",
      "anna@e.paste.test",
      "<F.paste.test.>",
      "\u200bg.paste.test\u00a0",
      "h．paste．test",
      "https://bücher.paste.test/",
    ];
    const { results } = await createConnections(tenant.ctx, {
      applicationId: tenant.applicationId,
      setupType: "manual",
      items: given.map((hostname) => ({ hostname })),
    });
    const names = ["b", "c", "d", "e", "f", "g", "h", "xn--bcher-kva"].map((label) => `${label}.paste.test`);
    expect(results.map(({ index, connection }) => [index, connection?.hostname])).toEqual([...names.entries()]);
    expect(results.map(({ hostname }) => hostname)).toEqual(given.with(2, "d.paste.test:8443/x?y#z"));
  });

  it("refuses names of other platforms", async () => {
    const { results } = await createConnections(tenant.ctx, {
      applicationId: tenant.applicationId,
      setupType: "manual",
      items: [{ hostname: "https://myshop.myshopify.com/" }],
    });
    expect(results[0]?.error).toMatchObject({ code: "invalid", details: { reason: "other_platform" } });
  });

  it("names the first item of a hostname that is in it twice; an invalid first one does not count", async () => {
    const { results } = await createConnections(tenant.ctx, {
      applicationId: tenant.applicationId,
      setupType: "manual",
      items: [
        { hostname: "twice.dup.test", dnsRecords: [{ host: "elsewhere.test", type: "TXT", value: "x", ttl: 300 }] },
        { hostname: "TWICE.dup.test" },
        { hostname: "twice.dup.test." },
        { hostname: "xn--bcher-kva.dup.test" },
        { hostname: "Bücher.dup.test" },
      ],
    });
    expect(results.map(({ status, error }) => [status, error?.code, error?.details])).toEqual([
      ["refused", "invalid", undefined],
      ["created", undefined, undefined],
      ["refused", "HostnameConflict", { heldBy: "same_batch", index: 1 }],
      ["created", undefined, undefined],
      ["refused", "HostnameConflict", { heldBy: "same_batch", index: 3 }],
    ]);
  });

  it("distinguishes own connections from other tenants' claims, and lets nobody block a name without proof", async () => {
    const own = await connect("own.held.test");
    const theirs = await claimFor(other, "claimed.held.test");
    await connect("typed.held.test", other);
    const { results } = await batch(["own.held.test", "claimed.held.test", "typed.held.test", "free.held.test"]);
    expect(results.map(({ status, error }) => [status, error?.code, error?.param, error?.details])).toEqual([
      [
        "refused",
        "HostnameConflict",
        "items.0.hostname",
        { heldBy: "own_connection", connectionId: own.id, state: "pending_ownership" },
      ],
      ["refused", "HostnameConflict", "items.1.hostname", { heldBy: "another_tenant", contest: "possible" }],
      ["created", undefined, undefined, undefined],
      ["created", undefined, undefined, undefined],
    ]);
    expect(JSON.stringify(results)).not.toContain(theirs);
  });

  it("says nothing about a connection of the other environment but that it exists", async () => {
    const own = await connect("live.held.test");
    const applicationId = (
      await database.prisma.application.create({
        data: {
          id: crypto.randomUUID(),
          tenantId: tenant.tenantId,
          name: "T",
          environment: "test",
          createdAt: new Date(),
        },
      })
    ).id;
    const testKey = { ...tenant.ctx, actor: { ...tenant.ctx.actor, environment: "test" } } as Context;
    const refusal = await createConnection(testKey, {
      applicationId,
      hostname: "live.held.test",
      setupType: "manual",
    }).catch((error) => error);
    expect([refusal.code, refusal.details]).toEqual(["HostnameConflict", { heldBy: "own_connection" }]);
    expect(refusal.message).not.toContain(own.id);
  });

  it("finds no application of another tenant, nor of the other environment", async () => {
    const foreign = { setupType: "manual" as const, items: [{ hostname: "foreign.acme.test" }] };
    const testKey = { ...tenant.ctx, actor: { ...tenant.ctx.actor, environment: "test" } } as Context;
    for (const [ctx, applicationId] of [
      [tenant.ctx, other.applicationId],
      [testKey, tenant.applicationId],
    ] as const) {
      await expect(createConnections(ctx, { ...foreign, applicationId })).rejects.toMatchObject({
        code: "not_found",
        param: "application_id",
      });
    }
    expect(await database.prisma.connection.count({ where: { hostname: "foreign.acme.test" } })).toBe(0);
  });

  it("checks the application's templates against each hostname", async () => {
    await database.prisma.application.update({
      where: { id: other.applicationId },
      data: { recordTemplate: [{ host: `${"p".repeat(60)}.{{hostname}}`, type: "TXT", value: "v", ttl: 300 }] },
    });
    const long = `${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.long.acme.test`;
    const { results } = await batch([long, "short.template.test"], other);
    expect(results.map(({ status, error }) => [status, error?.details])).toEqual([
      ["refused", { reason: "record_template" }],
      ["created", undefined],
    ]);
    await database.prisma.application.update({ where: { id: other.applicationId }, data: { recordTemplate: [] } });
  });
});

describe("the quota", () => {
  it("is given out item by item in their order, and refused items take none of it", async () => {
    const free = await createTestTenant(world.service, { plan: "free" });
    const { results, created } = await batch(
      ["z.quota.test", "not a name", "y.quota.test", "z.quota.test", "x.quota.test", "b.quota.test", "a.quota.test"],
      free,
    );
    expect(created).toBe(3);
    expect(results.map(({ status, error }) => [status, error?.code])).toEqual([
      ["created", undefined],
      ["refused", "invalid"],
      ["created", undefined],
      ["refused", "HostnameConflict"],
      ["created", undefined],
      ["refused", "QuotaExceeded"],
      ["refused", "QuotaExceeded"],
    ]);
    expect(results[5]?.error).toMatchObject({ limit: 3, plan: "free", upgradeUrl: world.service.policy.upgradeUrl });
    const left = await database.prisma.connection.findMany({ where: heldBy(free), orderBy: { hostname: "asc" } });
    expect(left.map(({ hostname }) => hostname)).toEqual(["x.quota.test", "y.quota.test", "z.quota.test"]);
    expect(await database.prisma.event.count({ where: { tenantId: free.tenantId } })).toBe(6);
    const used = await database.prisma.usageCounter.findMany({ where: { tenantId: free.tenantId } });
    expect(used.map(({ kind, used }) => [kind, Number(used)]).sort()).toEqual([
      ["active_domain", 3],
      ["connect", 3],
    ]);
  });

  it("refuses a single one with 402 and what an integrator needs to go on", async () => {
    const free = await createTestTenant(world.service, { plan: "free" });
    const secret = await mint(free);
    await batch(names(3, "full.test"), free);
    const body = { application_id: free.applicationId, hostname: "fourth.full.test" };
    const { status, json } = await callRoute(single, secret, { body });
    expect([status, json.error.code, json.error.limit, json.error.plan]).toEqual([402, "QuotaExceeded", 3, "free"]);
    expect(json.error.upgrade_url).toBe(world.service.policy.upgradeUrl);
    expect(await database.prisma.connection.count({ where: { hostname: "fourth.full.test" } })).toBe(0);
  });

  it("is not touched by test applications", async () => {
    const free = await createTestTenant(world.service, { plan: "free", environment: "test" });
    expect((await batch(names(10, "unmetered.test"), free)).created).toBe(10);
    const counters = await database.prisma.usageCounter.findMany({ where: { tenantId: free.tenantId } });
    expect(counters.map(({ kind }) => kind).sort()).toEqual(["test_active_domain", "test_connect"]);
  });

  it("of test applications is their own: a batch gets as many as are left", async () => {
    const free = await createTestTenant(world.service, { plan: "free", environment: "test" });
    const { results, created } = await batch(names(12, "metered.test"), free);
    expect(created).toBe(10);
    const refused = results.slice(10).map(({ error }) => [error?.code, error?.limit, error?.details?.kind]);
    expect(refused).toEqual(Array(2).fill(["QuotaExceeded", 10, "test_active_domain"]));
  });

  it("holds exactly while batches and single creates race for what is left of it", async () => {
    const racing = await createTestTenant(world.service, { plan: "pro" });
    const period = new Date("2026-01-01");
    await database.prisma.usageCounter.createMany({
      data: [
        { tenantId: racing.tenantId, kind: "connect", period, used: 163 },
        { tenantId: racing.tenantId, kind: "active_domain", period: new Date("1970-01-01"), used: 0 },
      ],
    });
    const batches = Array.from({ length: 4 }, (_, index) => batch(names(15, `q${index}.race.test`), racing));
    const singles = Array.from({ length: 20 }, (_, index) => connect(`s${index}.race.test`, racing));
    const [made, alone] = await Promise.all([Promise.all(batches), Promise.allSettled(singles)]);
    const succeeded = alone.filter(({ status }) => status === "fulfilled").length;
    expect(made.reduce((sum, { created }) => sum + created, 0) + succeeded).toBe(37);
    expect(await database.prisma.connection.count({ where: heldBy(racing) })).toBe(37);
  });

  it("gives an active domain back when a connection is archived, once", async () => {
    const free = await createTestTenant(world.service, { plan: "free" });
    const { results } = await batch(names(2, "back.test"), free);
    const id = results[0]?.connection?.id ?? "";
    await archiveConnection(free.ctx, { id });
    await archiveConnection(free.ctx, { id });
    const used = await database.prisma.usageCounter.findMany({ where: { tenantId: free.tenantId } });
    expect(used.map(({ kind, used }) => [kind, Number(used)]).sort()).toEqual([
      ["active_domain", 1],
      ["connect", 2],
    ]);
  });
});

describe("at the same time", () => {
  it("batches with names in common create each hostname once, lose none, and never deadlock", async () => {
    const shared = await createTestTenant(world.service);
    const all = names(60, "overlap.test");
    const orders = [all, [...all].reverse(), [...all.slice(30), ...all.slice(0, 30)], all.slice(10, 50).reverse()];
    for (let round = 0; round < 3; round += 1) {
      const hostnames = orders.map((order) => order.map((hostname) => `r${round}-${hostname}`));
      const answers = await Promise.all(hostnames.map((order) => batch(order, shared)));
      const owner = new Map<string, string>();
      for (const { connection } of answers.flatMap(({ results }) => results)) {
        if (connection === null) continue;
        expect(owner.has(connection.hostname)).toBe(false);
        owner.set(connection.hostname, connection.id);
      }
      expect(owner.size).toBe(60);
      for (const { hostname, error } of answers.flatMap(({ results }) => results)) {
        if (error)
          expect(error).toMatchObject({
            code: "HostnameConflict",
            details: { heldBy: "own_connection", connectionId: owner.get(hostname) },
          });
      }
    }
    expect(await database.prisma.connection.count({ where: heldBy(shared) })).toBe(180);
    const used = await database.prisma.usageCounter.findMany({ where: { tenantId: shared.tenantId } });
    expect(used.map(({ used }) => Number(used))).toEqual([180, 180]);
  });

  it("a batch inserts its names in their order, so that no two can wait for each other", async () => {
    const shared = await createTestTenant(world.service);
    const application = { id: shared.applicationId, environment: "live" as const };
    let running: ReturnType<typeof batch> | undefined;
    await inTransaction(shared.ctx, async (tx) => {
      await insertConnections(shared.ctx, tx, application, [newRow("a.turn.test")]);
      running = batch(["z.turn.test", "a.turn.test"], shared);
      // The embedded database has one connection: there the batch waits as a whole.
      if (testEngine() === "postgres") await expect.poll(() => waitingForLock(tx)).toBe(1);
      await insertConnections(shared.ctx, tx, application, [newRow("z.turn.test")]);
    });
    expect((await running)?.results.map(({ error }) => error?.code)).toEqual(["HostnameConflict", "HostnameConflict"]);
    expect(await database.prisma.connection.count({ where: heldBy(shared) })).toBe(2);
  });

  it("archiving and connecting the same hostname never deadlock", async () => {
    const shared = await createTestTenant(world.service);
    for (let round = 0; round < 10; round += 1) {
      const hostnames = names(5, `again${round}.test`);
      const first = await batch(hostnames, shared);
      const ids = first.results.map(({ connection }) => connection?.id ?? "");
      const outcomes = await Promise.allSettled([
        ...ids.map((id) => archiveConnection(shared.ctx, { id })),
        batch(hostnames, shared),
        batch([...hostnames].reverse(), shared),
      ]);
      expect(outcomes.filter(({ status }) => status === "rejected")).toEqual([]);
    }
    const active = await database.prisma.connection.count({ where: heldBy(shared) });
    const counter = await database.prisma.usageCounter.findFirstOrThrow({
      where: { tenantId: shared.tenantId, kind: "active_domain" },
    });
    expect(Number(counter.used)).toBe(active);
  });
});

describe("over the wire", () => {
  it("gives the same answer again under the same Idempotency-Key, and works once", async () => {
    const secret = await mint(tenant);
    const body = { application_id: tenant.applicationId, items: [{ hostname: "idem.acme.test" }, { hostname: "no" }] };
    const send = () => callRoute(route, secret, { body, headers: { "idempotency-key": "batch-1" } });
    const [first, concurrent] = await Promise.all([send(), send()]);
    const again = await send();
    expect([first.status, first.json.created, first.json.refused]).toEqual([200, 1, 1]);
    expect([concurrent.json, again.json]).toEqual([first.json, first.json]);
    expect(first.json.results[0].connection.batch_id).toBe(first.json.batch_id);
    expect(await database.prisma.connection.count({ where: { hostname: "idem.acme.test" } })).toBe(1);
    const without = await callRoute(route, secret, { body });
    expect(without.json.results[0].error).toMatchObject({ code: "HostnameConflict", param: "items.0.hostname" });
  });

  it.each<[string, unknown, string]>([
    ["no items", { items: [] }, "items"],
    ["501 items", { items: Array.from({ length: 501 }, (_, index) => ({ hostname: `h${index}.test` })) }, "items"],
    ["an unknown field", { items: [{ hostname: "a.test", color: "red" }] }, "items.0.color"],
    ["an item without hostname", { items: [{ hostname: "a.test" }, {}] }, "items.1.hostname"],
  ])("refuses %s as a whole and names it", async (_, part, param) => {
    const secret = await mint(tenant);
    const body = { application_id: tenant.applicationId, ...(part as object) };
    const { status, json } = await callRoute(route, secret, { body });
    expect([status, json.error.code, json.error.param]).toEqual([400, "invalid", param]);
  });

  it("refuses a body nested thousands of levels deep, without walking it", async () => {
    const secret = await mint(tenant);
    const text = `{"items":${"[".repeat(50_000)}${"]".repeat(50_000)}}`;
    const { status, json } = await callRoute(route, secret, { text });
    expect([status, json.error.code]).toEqual([400, "invalid"]);
  });

  it("accepts 500 of the longest hostnames within the limit of a body", async () => {
    const secret = await mint(tenant);
    const tail = `${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(28)}.test`;
    const items = Array.from({ length: 500 }, (_, index) => ({
      hostname: `${String(index).padStart(3, "0")}${"a".repeat(60)}.${tail}`,
    }));
    const startedAt = performance.now();
    const { status, json } = await callRoute(route, secret, {
      body: { application_id: tenant.applicationId, items },
      headers: { "idempotency-key": "batch-500" },
    });
    const ms = Math.round(performance.now() - startedAt);
    console.info(`500 connections in one request on ${testEngine()}: ${ms} ms`);
    expect([status, json.created]).toEqual([200, 500]);
    const ids = json.results.map((item: { connection: { id: string } }) => `check-ownership:${item.connection.id}`);
    expect(await database.prisma.job.count({ where: { key: { in: ids } } })).toBe(500);
  });
});
