import { describe, expect, it } from "vitest";
import { createConnection } from "@/lib/connections/create-connection";
import { inTransaction } from "@/lib/db/transaction";
import { createEdgePositions } from "@/lib/edge/control-plane/edge-positions";
import { listAskMinutes } from "@/lib/edge/control-plane/list-ask-minutes";
import { listEdges } from "@/lib/edge/control-plane/list-edges";
import { recordEdgeChanges } from "@/lib/edge/control-plane/record-changes";
import { recordReport } from "@/lib/edge/control-plane/record-report";
import { sweepEdges } from "@/lib/edge/control-plane/sweep-edges";
import type { EdgeReport } from "@/lib/edge/protocol/report";
import { newId } from "@/lib/kernel/ids";
import { silentLog } from "@/lib/kernel/log";
import { edgeReport } from "@/lib/runtime/testing/edge-report";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { database, world, service, tenant } = setUpWorld();

function report(edgeId: string, change: Partial<EdgeReport> = {}): EdgeReport {
  const versions = { probeAddress: "10.0.0.5:443", caddyVersion: "2.11.9", hosts: 3 };
  return edgeReport({ edgeId, ...versions, ...change });
}

const newEdge = () => newId(service.now());

async function connect(hostname: string): Promise<void> {
  const { applicationId } = tenant;
  await createConnection(tenant.ctx, { applicationId, hostname, setupType: "manual" });
}

function asks(batch: number, counts: Record<string, [allowed: number, refused: number]>): EdgeReport["asks"] {
  const at = service.now().toISOString();
  const all = Object.values(counts);
  const sum = (index: 0 | 1) => all.reduce((total, count) => total + count[index], 0);
  return {
    batch,
    minutes: [{ minute: at, allowed: sum(0), refused: sum(1) }],
    hosts: Object.entries(counts).map(([hostname, [allowed, refused]]) => {
      return { hostname, allowed, refused, lastAllowed: refused === 0, lastReason: null, at };
    }),
  };
}

async function counted(hostname: string) {
  const row = await database.prisma.askDecision.findUnique({ where: { hostname } });
  return row === null ? null : [Number(row.allowed), Number(row.refused)];
}

const minutesNow = async () => (await listAskMinutes(service)).at(-1);

describe("a batch of asks", () => {
  it("counts once, however often and by however many it is sent; later ones add", async () => {
    await connect("counted.report.test");
    const edgeId = newEdge();
    const first = report(edgeId, { asks: asks(7, { "counted.report.test": [3, 1], "scanner.report.test": [0, 5] }) });
    const answers = await Promise.all(Array.from({ length: 4 }, () => recordReport(service, first)));
    expect(answers).toEqual(answers.map(() => ({ askBatch: 7 })));
    expect(await recordReport(service, first)).toEqual({ askBatch: 7 });
    expect(await counted("counted.report.test")).toEqual([3, 1]);
    expect(await minutesNow()).toMatchObject({ allowed: 3, refused: 6 });
    // An older batch, which was on its way for long.
    await recordReport(service, { ...first, asks: asks(6, { "counted.report.test": [100, 100] }) });
    await recordReport(service, { ...first, asks: asks(8, { "counted.report.test": [1, 0] }) });
    expect(await recordReport(service, { ...first, asks: null })).toEqual({ askBatch: 8 });
    expect(await counted("counted.report.test")).toEqual([4, 1]);
    expect(await counted("scanner.report.test")).toBeNull();
  });

  it("of one edge is not another's, and two that count the same hostnames at once wait for no deadlock", async () => {
    const names = Array.from({ length: 40 }, (_, index) => `n${index}.report.test`);
    for (const name of names) await connect(name);
    await database.prisma.askMinute.deleteMany();
    const forward = Object.fromEntries(names.map((name): [string, [number, number]] => [name, [1, 0]]));
    const backward = Object.fromEntries(Object.entries(forward).reverse());
    const edges = Array.from({ length: 6 }, newEdge);
    await Promise.all(
      edges.map((id, index) => recordReport(service, report(id, { asks: asks(1, index % 2 ? forward : backward) }))),
    );
    for (const name of names) expect(await counted(name)).toEqual([6, 0]);
    expect((await minutesNow())?.allowed).toBe(6 * names.length);
  });

  it("may name a hostname twice, and be from a clock that is ahead: the newest answer is the last one, and is not in the future", async () => {
    await connect("twice.report.test");
    const ahead = new Date(service.now().getTime() + 86_400_000).toISOString();
    const [one] = asks(1, { "twice.report.test": [1, 0] })?.hosts ?? [];
    if (!one) throw new Error("no host");
    const batch = {
      batch: 1,
      minutes: [
        { minute: ahead, allowed: 1, refused: 0 },
        { minute: "2025-01-01T00:00:00.000Z", allowed: 9, refused: 9 },
      ],
      hosts: [{ ...one, at: ahead, lastAllowed: false, lastReason: "not_connected" }, one],
    };
    await recordReport(service, report(newEdge(), { asks: batch }));
    const row = await database.prisma.askDecision.findUniqueOrThrow({ where: { hostname: "twice.report.test" } });
    expect(row).toMatchObject({
      allowed: 2n,
      lastAllowed: false,
      lastReason: "not_connected",
      lastAskedAt: service.now(),
    });
    const minutes = await database.prisma.askMinute.findMany({ where: { minute: { gt: service.now() } } });
    expect([minutes, await database.prisma.askMinute.count({ where: { allowed: 9 } })]).toEqual([[], 0]);
  });
});

describe("an edge", () => {
  it("is known by its reports, and its position by its polls, whichever is newer", async () => {
    await database.prisma.edge.deleteMany();
    const change = { kind: "released" as const, hostname: "x.report.test", connectionId: tenant.applicationId };
    await inTransaction(service, (tx) => recordEdgeChanges(service, tx, [change, change, change]));
    await sweepEdges(service);
    const newest = await database.prisma.edgeChange.aggregate({ _max: { sequence: true } });
    const sequence = Number(newest._max.sequence);
    const edgeId = newEdge();
    await recordReport(
      service,
      report(edgeId, { cursor: `${sequence - 2}:${edgeId}`, problems: ["a file was damaged"] }),
    );
    world.advance(5_000);
    expect(await listEdges(service)).toMatchObject([
      { id: edgeId, hosts: 3, sequence: sequence - 2, behind: 2, behindSeconds: 5, connected: true },
    ]);
    const positions = createEdgePositions({ database, now: service.now, log: silentLog });
    positions.note(edgeId, sequence);
    positions.note(newEdge(), sequence);
    await positions.close();
    expect(await listEdges(service)).toMatchObject([
      { id: edgeId, behind: 0, behindSeconds: 0, problems: ["a file was damaged"], seenAt: service.now() },
    ]);
    await inTransaction(service, (tx) => recordEdgeChanges(service, tx, [change]));
    world.advance(60_000);
    expect(await listEdges(service)).toMatchObject([{ behind: 1, behindSeconds: 60, connected: false }]);
    const late = createEdgePositions({ database, now: () => new Date(0), log: silentLog });
    late.note(edgeId, 1);
    await late.close();
    expect(await listEdges(service)).toMatchObject([{ sequence }]);
  });

  it("that was not seen for a week is forgotten, and minutes after a day", async () => {
    await recordReport(service, report(newEdge(), { asks: asks(1, { "a.report.test": [1, 1] }) }));
    const count = async () => [await database.prisma.edge.count(), await database.prisma.askMinute.count()];
    const before = await count();
    await sweepEdges(service);
    expect(await count()).toEqual(before);
    world.advance(2 * 86_400_000);
    await sweepEdges(service);
    expect(await count()).toEqual([before[0], 0]);
    world.advance(6 * 86_400_000);
    await sweepEdges(service);
    expect(await count()).toEqual([0, 0]);
  });
});
