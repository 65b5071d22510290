import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApplication } from "@/lib/accounts/applications/create-application";
import { releaseClaims, takeClaim } from "@/lib/connections/claims";
import { createConnection } from "@/lib/connections/create-connection";
import { inTransaction, type Tx } from "@/lib/db/transaction";
import { type EdgeFeed, openEdgeFeed } from "@/lib/edge/control-plane/edge-feed";
import { cursorOf, findNewestChange, listChangesAfter } from "@/lib/edge/control-plane/list-changes-after";
import { recordEdgeChanges } from "@/lib/edge/control-plane/record-changes";
import { sequenceChanges } from "@/lib/edge/control-plane/sequence-changes";
import { sweepEdges } from "@/lib/edge/control-plane/sweep-edges";
import { writeSnapshot } from "@/lib/edge/control-plane/write-snapshot";
import { silentLog } from "@/lib/kernel/log";
import { onBehalfOf } from "@/lib/platform/ports/context";
import type { TestTenant } from "@/lib/runtime/testing/context";
import { testEngine } from "@/lib/runtime/testing/database";
import { applyPage, replicaOf, storedSet } from "@/lib/runtime/testing/edge-replica";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { database, service, tenant, other } = setUpWorld({ per: "file" });
/** Two app instances of one database. */
let feeds: [EdgeFeed, EdgeFeed];

beforeAll(async () => {
  feeds = [await openEdgeFeed(database, silentLog), await openEdgeFeed(database, silentLog)];
});
afterAll(() => Promise.all(feeds.map((feed) => feed.close())));

const hostnames = ["a", "b", "c", "d"].map((name) => `${name}.feed.test`);
/** Each hostname's connections: of two tenants, so that it may pass from one to the other. */
type Candidate = { on: TestTenant; id: string; hostname: string; applicationId: string };
const candidates: Candidate[] = [];

beforeAll(async () => {
  for (const on of [tenant, other]) {
    for (const hostname of hostnames) {
      const { applicationId } = on;
      const { id } = await createConnection(on.ctx, { applicationId, hostname, setupType: "manual" });
      candidates.push({ on, id, hostname, applicationId });
    }
    await setUpstream(on, "https://first.example.net");
  }
});

async function setUpstream(on: TestTenant, upstream: string): Promise<void> {
  await inTransaction(service, (tx) => moveTo(tx, on, upstream));
}

async function moveTo(tx: Tx, { applicationId, tenantId }: TestTenant, upstream: string): Promise<void> {
  await tx.application.update({ where: { id: applicationId }, data: { upstream } });
  await recordEdgeChanges(service, tx, [
    { kind: "application", applicationId, tenantId, upstream, upstreamHost: null },
  ]);
}

/** One step of a transaction. `candidate` is an index. */
type Step = { kind: "take" | "release" | "upstream"; candidate: number; thenMs: number };
type Writer = { startMs: number; steps: Step[]; rollBack: boolean };

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom("take", "release", "upstream"),
  candidate: fc.nat({ max: 7 }),
  thenMs: fc.nat({ max: 15 }),
});
const writer: fc.Arbitrary<Writer> = fc.record({
  startMs: fc.nat({ max: 30 }),
  steps: fc.array(step, { minLength: 1, maxLength: 4 }),
  rollBack: fc.boolean(),
});

/** A transaction that stays open between its steps. Deadlocks and roll-backs are part of the test. */
async function run({ startMs, steps, rollBack }: Writer): Promise<void> {
  await sleep(startMs);
  await inTransaction(service, async (tx) => {
    for (const { kind, candidate, thenMs } of steps) {
      const row = candidates[candidate];
      if (!row) continue;
      if (kind === "take") await takeClaim(row.on.ctx, tx, row);
      else if (kind === "release") await releaseClaims(row.on.ctx, tx, [row.id]);
      else await moveTo(tx, row.on, `https://u${thenMs}.example.net`);
      await sleep(thenMs);
    }
    if (rollBack) throw new Error("rolled back");
  }).catch(() => undefined);
}

async function snapshot(): Promise<string> {
  const parts: string[] = [];
  await writeSnapshot(service, async (text) => void parts.push(text));
  return parts.join("");
}

/** Longer than a test may take: a read that only its time ends fails the test. */
const muchLongerMs = 600_000;

const rounds = { numRuns: testEngine() === "postgres" ? 25 : 8 };

describe("no reader misses a change, whatever commits when", () => {
  it("readers of two instances that poll while transactions commit in any order end with what is stored", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(writer, { minLength: 1, maxLength: 6 }), async (writers) => {
        const early = replicaOf(await snapshot());
        let done = false;
        /** One edge, which asks these instances in turn until nothing more can come. */
        const follow = async (instances: readonly EdgeFeed[]) => {
          const replica = replicaOf(await snapshot());
          for (let turn = 0; ; turn += 1) {
            const wasDone = done;
            const page = await instances[turn % instances.length]?.read(replica.cursor, wasDone ? 0 : 5);
            if (!page) throw new Error("the cursor was refused");
            applyPage(replica, page);
            if (wasDone && page.changes.length === 0) return replica;
          }
        };
        const following = [feeds, feeds.slice(0, 1), feeds.slice(1)].map(follow);
        const writing = Promise.all(writers.map(run)).finally(() => {
          done = true;
        });
        const during = replicaOf(await snapshot());
        await writing;
        const replicas = await Promise.all(following);
        const stored = await storedSet(database);
        for (const late of [early, during]) {
          for (let page = await feeds[0].read(late.cursor, 0); ; page = await feeds[0].read(late.cursor, 0)) {
            if (page === null) throw new Error("the cursor was refused");
            applyPage(late, page);
            if (page.changes.length === 0) break;
          }
          expect({ hosts: late.hosts, applications: late.applications }).toEqual(stored);
        }
        for (const { hosts, applications, cursor } of replicas) {
          expect({ hosts, applications, cursor }).toEqual({ ...stored, cursor: during.cursor });
        }
      }),
      rounds,
    );
  });

  it.runIf(testEngine() === "postgres")("a transaction that commits late gets its number late", async () => {
    const [feed] = feeds;
    const start = replicaOf(await snapshot()).cursor;
    const change = (hostname: string) => ({ kind: "released" as const, hostname, connectionId: tenant.applicationId });
    let commit: () => void = () => undefined;
    const mayCommit = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let written: () => void = () => undefined;
    const isWritten = new Promise<void>((resolve) => {
      written = resolve;
    });
    const late = inTransaction(service, async (tx) => {
      await recordEdgeChanges(service, tx, [change("late.feed.test")]);
      written();
      await mayCommit;
    });
    await isWritten;
    await inTransaction(service, (tx) => recordEdgeChanges(service, tx, [change("early.feed.test")]));
    const first = await feed.read(start, 0);
    expect(first?.changes.map((item) => item.change)).toEqual([change("early.feed.test")]);
    const waiting = feed.read(first?.cursor ?? "", muchLongerMs);
    commit();
    await late;
    expect((await waiting)?.changes.map((item) => item.change)).toEqual([change("late.feed.test")]);
  });
});

describe("a snapshot", () => {
  it.runIf(testEngine() === "postgres")(
    "is the set as of its cursor, whatever is written while it is read",
    async () => {
      const before = await storedSet(database);
      const hostname = `during-${randomUUID()}.feed.test`;
      const admin = onBehalfOf(service, tenant.tenantId, { kind: "admin" });
      const parts: string[] = [];
      await writeSnapshot(service, async (text) => {
        parts.push(text);
        if (parts.length > 1) return;
        const fields = { name: "Late", environment: "live" as const, upstream: null, allowedOrigins: [] };
        const { id: applicationId } = await createApplication(admin, { ...fields, recordTemplate: null });
        const { id } = await createConnection(admin, { applicationId, hostname, setupType: "manual" });
        await inTransaction(service, (tx) => takeClaim(admin, tx, { id, hostname, applicationId }));
      });
      const replica = replicaOf(parts.join(""));
      expect({ hosts: replica.hosts, applications: replica.applications }).toEqual(before);
      const page = await feeds[0].read(replica.cursor, 0);
      if (!page) throw new Error("the cursor was refused");
      applyPage(replica, page);
      expect(replica.hosts).toEqual((await storedSet(database)).hosts);
      expect(replica.hosts.has(hostname)).toBe(true);
    },
  );
});

describe("a waiting read", () => {
  it("ends with the change, and is one of many that one read of the table serves", async () => {
    let reads = 0;
    const counting: typeof database = {
      ...database,
      read: (sql) => {
        reads += 1;
        return database.read(sql);
      },
    };
    const feed = await openEdgeFeed(counting, silentLog);
    const cursor = (await feed.read(replicaOf(await snapshot()).cursor, 0))?.cursor ?? "";
    const before = replicaOf(await snapshot()).cursor;
    const waiting = Array.from({ length: 50 }, () => feed.read(before, muchLongerMs));
    await expect.poll(() => feed.waiting()).toBe(50);
    reads = 0;
    await setUpstream(tenant, "https://second.example.net");
    const pages = await Promise.all(waiting);
    expect(pages.map((page) => page?.changes.length)).toEqual(pages.map(() => 1));
    expect([before, reads < 5]).toEqual([cursor, true]);
    await feed.close();
  });

  it("ends without a change when its time is over, or when the edge is gone", async () => {
    const { cursor } = replicaOf(await snapshot());
    expect(await feeds[0].read(cursor, 50)).toEqual({ cursor, changes: [], more: false });
    const gone = new AbortController();
    const waiting = feeds[0].read(cursor, muchLongerMs, gone.signal);
    await expect.poll(() => feeds[0].waiting()).toBe(1);
    gone.abort();
    expect(await waiting).toEqual({ cursor, changes: [], more: false });
    expect(feeds[0].waiting()).toBe(0);
  });

  it("sees changes while the subscription is lost", async () => {
    const deaf: typeof database = {
      ...database,
      async listen(_channel, subscription) {
        subscription.onLost(new Error("the connection ended"));
        return async () => undefined;
      },
    };
    const feed = await openEdgeFeed(deaf, silentLog);
    const waiting = feed.read(replicaOf(await snapshot()).cursor, muchLongerMs);
    await expect.poll(() => feed.waiting()).toBe(1);
    await setUpstream(tenant, "https://third.example.net");
    expect((await waiting)?.changes).toHaveLength(1);
    await feed.close();
  });

  it("is an error, and not “nothing new”, when the database went away meanwhile", async () => {
    let down = false;
    let answered = 0;
    const failing: typeof database = {
      ...database,
      async read<R>(sql: Parameters<typeof database.read>[0]) {
        if (down) throw new Error("connection refused");
        const rows = await database.read<R>(sql);
        answered += 1;
        return rows;
      },
    };
    const feed = await openEdgeFeed(failing, silentLog);
    const waiting = feed.read(replicaOf(await snapshot()).cursor, 1_000);
    // Whether there is anything to number, and the newest change: then it waits.
    await expect.poll(() => answered, { interval: 5 }).toBe(2);
    down = true;
    await expect(waiting).rejects.toThrow("connection refused");
    down = false;
    await feed.close();
  });
});

describe("a cursor of another history", () => {
  const change = (hostname: string) => ({ kind: "released" as const, hostname, connectionId: tenant.applicationId });
  const record = (names: string[]) => inTransaction(service, (tx) => recordEdgeChanges(service, tx, names.map(change)));

  it("is refused, whatever was written since the backup", async () => {
    const feed = await openEdgeFeed(database, silentLog);
    await record(["1.old.test"]);
    const before = replicaOf(await snapshot()).cursor;
    await record(["2.old.test", "3.old.test"]);
    const lost = (await feed.read(before, 0))?.cursor ?? "";
    const waiting = feed.read(lost, muchLongerMs);
    await expect.poll(() => feed.waiting()).toBe(1);
    // A backup is restored that lacks the last two changes.
    await database.prisma
      .$executeRaw`DELETE FROM edge_changes WHERE change->>'hostname' IN ('2.old.test', '3.old.test')`;
    expect(await listChangesAfter(database, lost, 10)).toBeNull();
    await record(["2.new.test"]);
    expect(await listChangesAfter(database, lost, 10)).toBeNull();
    await record(["3.new.test", "4.new.test"]);
    await sequenceChanges(database);
    expect(await listChangesAfter(database, lost, 10)).toBeNull();
    expect(await waiting).toBeNull();
    expect(await feed.read(lost, 0)).toBeNull();
    const page = await feed.read(before, 0);
    expect(page?.changes.map(({ change: { kind, ...rest } }) => [kind, "hostname" in rest && rest.hostname])).toEqual(
      ["2", "3", "4"].map((name) => ["released", `${name}.new.test`]),
    );
    await feed.close();
  });

  it("is refused where it is malformed, or its change was swept", async () => {
    for (const cursor of ["", "1", "x:y", "0:00000000-0000-4000-8000-000000000000", "-1:"]) {
      expect([cursor, await feeds[0].read(cursor, 0)]).toEqual([cursor, null]);
    }
    const names = Array.from({ length: 10_050 }, (_, index) => `${index}.many.test`);
    await record(names);
    await sequenceChanges(database);
    const newest = await findNewestChange(database);
    const [oldest] = (await listChangesAfter(database, "0:", 1)) ?? [];
    if (!newest || !oldest) throw new Error("there are no changes");
    // Too young, all of them.
    await sweepEdges(service);
    expect(await listChangesAfter(database, cursorOf(oldest), 1)).toHaveLength(1);
    const later = { ...service, now: () => new Date(service.now().getTime() + 2 * 86_400_000) };
    expect(await sweepEdges(later)).toBeGreaterThanOrEqual(50);
    expect(await database.prisma.edgeChange.count()).toBe(10_000);
    expect(await listChangesAfter(database, cursorOf(oldest), 1)).toBeNull();
    expect(await listChangesAfter(database, "0:", 1)).toBeNull();
    expect(await listChangesAfter(database, cursorOf(newest), 1)).toEqual([]);
    const page = await feeds[1].read(cursorOf(newest), 0);
    expect(page).toEqual({ cursor: cursorOf(newest), changes: [], more: false });
  });
});
