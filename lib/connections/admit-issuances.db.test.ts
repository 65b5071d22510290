import { beforeEach, describe, expect, it } from "vitest";
import { admitIssuances } from "@/lib/connections/admit-issuances";
import { toConnectionResource } from "@/lib/connections/connection-resource";
import { getConnectionRow } from "@/lib/connections/connection-row";
import { createConnection } from "@/lib/connections/create-connection";
import { hastenChecks } from "@/lib/connections/hasten-checks";
import { probeCertificate } from "@/lib/connections/probe-certificate";
import { signals } from "@/lib/connections/signals";
import { transition } from "@/lib/connections/transition";
import { inTransaction } from "@/lib/db/transaction";
import { gatherConnection } from "@/lib/diagnosis/gather-connection";
import { recordRefusals } from "@/lib/edge/issuance/record-refusals";
import type { EdgeChange } from "@/lib/edge/protocol/changes";
import { decideAsk } from "@/lib/edge/responder/decide-ask";
import { createEdgeSet } from "@/lib/edge/responder/edge-set";
import type { CaLimit, CertificateAuthority } from "@/lib/platform/ports/issuers";
import { type TestTenant, validCertificate } from "@/lib/runtime/testing/context";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const hour = 3_600_000;

function authority(limits: CaLimit[], directoryUrl = "https://ca.test/dir"): CertificateAuthority {
  return { name: "Test CA", directoryUrl, caaIdentities: [], limits };
}

const orders = (capacity: number, windowMs = hour): CaLimit => ({ kind: "orders", capacity, windowMs, reserve: 0 });
const perDomain = (capacity: number): CaLimit => ({ kind: "registered_domain", capacity, windowMs: hour, reserve: 0 });

const { database, world, service, tenant, other } = setUpWorld();

/** Every handshake is counted, and succeeds. */
let handshakes: string[];

beforeEach(async () => {
  await database.prisma.hostnameClaim.deleteMany();
  await database.prisma.caBucket.deleteMany();
  await database.prisma.edgeChange.deleteMany();
  await database.prisma.issuanceTurn.deleteMany();
  handshakes = [];
  world.edgeAnswers((hostname) => {
    handshakes.push(hostname);
    return validCertificate(service.now());
  });
});

function limitTo(...issuers: CertificateAuthority[]) {
  Object.assign(service.policy, { issuers });
}

/** A connection whose records are right. */
async function ready({ ctx, applicationId }: TestTenant, hostname: string): Promise<string> {
  const { id } = await createConnection(ctx, { applicationId, hostname, setupType: "manual" });
  for (const signal of ["ownership_proven", "records_match"] as const) {
    await inTransaction(ctx, (tx) => transition(ctx, tx, id, signal));
  }
  return id;
}

const claimOf = (connectionId: string) => database.prisma.hostnameClaim.findUniqueOrThrow({ where: { connectionId } });

async function changesOf(hostname: string): Promise<unknown[]> {
  const rows = await database.prisma.edgeChange.findMany({ orderBy: { id: "asc" } });
  return rows.map(({ change }) => change as Record<string, unknown>).filter((change) => change.hostname === hostname);
}

async function admittedOf(prefix: string): Promise<number> {
  return database.prisma.hostnameClaim.count({
    where: { hostname: { startsWith: prefix }, admittedAt: { not: null } },
  });
}

it("without limits a claim is admitted with its first change", async () => {
  limitTo(authority([]));
  const id = await ready(tenant, "free.acme.test");
  expect((await claimOf(id)).admittedAt).not.toBeNull();
  expect(await changesOf("free.acme.test")).toMatchObject([{ kind: "host", admitted: true }]);
});

it("with limits nothing is ordered before the records are right, and the handshake comes after the admission", async () => {
  limitTo(authority([orders(10)]));
  const id = await ready(tenant, "first.acme.test");
  expect((await claimOf(id)).admittedAt).toBeNull();
  expect(await admitIssuances(service)).toBe(0);
  const first = await probeCertificate(tenant.ctx, { connectionId: id });
  expect(handshakes).toEqual([]);
  expect((await claimOf(id)).admittedAt).not.toBeNull();
  expect((first.runAgainAt?.getTime() ?? 0) - service.now().getTime()).toBeLessThan(1_000);
  expect(await changesOf("first.acme.test")).toMatchObject([{ admitted: false }, { admitted: true }]);
  world.advance(1_000);
  expect(await probeCertificate(tenant.ctx, { connectionId: id })).toMatchObject({ state: "live" });
  expect(handshakes).toEqual(["first.acme.test"]);
});

it("an edge that does not know of the admission yet is no failure", async () => {
  limitTo(authority([orders(10)]));
  const id = await ready(tenant, "early.acme.test");
  await probeCertificate(tenant.ctx, { connectionId: id });
  world.edgeAnswers(() => ({ kind: "refused", code: "handshake", reason: "no certificate" }) as never);
  world.advance(500);
  const { runAgainAt } = await probeCertificate(tenant.ctx, { connectionId: id });
  expect((runAgainAt?.getTime() ?? 0) - service.now().getTime()).toBe(1_000);
  expect(await database.prisma.connection.findUniqueOrThrow({ where: { id } })).toMatchObject({ refusedProbes: 0 });
  world.advance(3_000);
  await probeCertificate(tenant.ctx, { connectionId: id });
  expect(await database.prisma.connection.findUniqueOrThrow({ where: { id } })).toMatchObject({ refusedProbes: 1 });
});

it("no more are admitted than the limit allows, also by runs at the same time, and the others as it refills", async () => {
  limitTo(authority([orders(5, 5 * hour)]));
  const ids = await Promise.all(Array.from({ length: 12 }, (_, n) => ready(tenant, `n${n}.limit.test`)));
  await Promise.all(ids.map((connectionId) => probeCertificate(tenant.ctx, { connectionId })));
  await Promise.all(Array.from({ length: 4 }, () => admitIssuances(service)));
  expect(await admittedOf("n")).toBe(5);
  for (let admitted = 6; admitted <= 12; admitted += 1) {
    world.advance(hour - 1_000);
    expect(await admitIssuances(service)).toBe(0);
    world.advance(1_000);
    expect(await admitIssuances(service)).toBe(1);
    expect(await admittedOf("n")).toBe(admitted);
  }
  // Each has a probe that somebody waits for.
  const jobs = await database.prisma.job.findMany({ where: { name: "probe-certificate", tenantId: tenant.tenantId } });
  expect(jobs.filter(({ pool }) => pool === "handshakes").length).toBeGreaterThanOrEqual(7);
});

it("tenants take turns: one with few hosts waits no longer than its share", async () => {
  limitTo(authority([orders(1)]));
  for (let n = 0; n < 12; n += 1)
    await probeCertificate(tenant.ctx, { connectionId: await ready(tenant, `l${n}.a.test`) });
  for (let n = 0; n < 3; n += 1)
    await probeCertificate(other.ctx, { connectionId: await ready(other, `s${n}.b.test`) });
  expect([await admittedOf("l"), await admittedOf("s")]).toEqual([1, 0]);
  const turns: number[][] = [];
  for (let turn = 0; turn < 6; turn += 1) {
    world.advance(hour);
    await admitIssuances(service);
    turns.push([await admittedOf("l"), await admittedOf("s")]);
  }
  expect(turns).toEqual([
    [1, 1],
    [2, 1],
    [2, 2],
    [3, 2],
    [3, 3],
    [4, 3],
  ]);
});

it("a domain that has used up its own limit keeps back its own hosts alone", async () => {
  limitTo(authority([orders(10), perDomain(2)]));
  const ids = [];
  for (let n = 0; n < 4; n += 1) ids.push(await ready(tenant, `d${n}.shop.com`));
  for (const connectionId of ids) await probeCertificate(tenant.ctx, { connectionId });
  await probeCertificate(tenant.ctx, { connectionId: await ready(tenant, "else.market.com") });
  expect([await admittedOf("d"), await admittedOf("else")]).toEqual([2, 1]);
  const waiting = await claimOf(ids[3] ?? "");
  expect(waiting).toMatchObject({ queuedBy: "registered_domain", queuedDomain: "shop.com" });
  // Two of its domain come first, one each half hour.
  expect((waiting.queuedUntil?.getTime() ?? 0) - service.now().getTime()).toBe(hour);
});

it("a tenant whose turn it is, and whose domain has used up its limit, keeps nobody else waiting", async () => {
  limitTo(authority([orders(1), { ...perDomain(1), windowMs: 1_000 * hour }]));
  for (let n = 0; n < 3; n += 1)
    await probeCertificate(tenant.ctx, { connectionId: await ready(tenant, `b${n}.full.com`) });
  for (const domain of ["one", "two", "three"])
    await probeCertificate(other.ctx, { connectionId: await ready(other, `e.${domain}.com`) });
  for (let admitted = 1; admitted <= 3; admitted += 1) {
    world.advance(hour);
    expect(await admitIssuances(service)).toBe(1);
    expect([await admittedOf("b"), await admittedOf("e.")]).toEqual([1, admitted]);
  }
});

it("the second issuer takes what the first one has no token for", async () => {
  limitTo(authority([orders(1)]), authority([orders(2)], "https://other.test/dir"));
  for (let n = 0; n < 5; n += 1)
    await probeCertificate(tenant.ctx, { connectionId: await ready(tenant, `o${n}.two.test`) });
  expect(await admittedOf("o")).toBe(3);
});

it("what is archived leaves the queue, and takes nothing from the limit", async () => {
  limitTo(authority([orders(1)]));
  const [, second = "", third = ""] = [
    await ready(tenant, "q0.archive.test"),
    await ready(tenant, "q1.archive.test"),
    await ready(tenant, "q2.archive.test"),
  ];
  for (const connectionId of (
    await database.prisma.hostnameClaim.findMany({ where: { hostname: { startsWith: "q" } } })
  ).map((claim) => claim.connectionId)) {
    await probeCertificate(tenant.ctx, { connectionId });
  }
  await inTransaction(tenant.ctx, (tx) => transition(tenant.ctx, tx, second, "archive_requested"));
  world.advance(hour);
  expect(await admitIssuances(service)).toBe(1);
  expect((await claimOf(third)).admittedAt).not.toBeNull();
});

it("a hostname that has a certificate is admitted with its claim, and takes nothing from the limit", async () => {
  limitTo(authority([orders(2)]));
  const id = await ready(tenant, "moves.acme.test");
  await probeCertificate(tenant.ctx, { connectionId: id });
  world.advance(1_000);
  expect(await probeCertificate(tenant.ctx, { connectionId: id })).toMatchObject({ state: "live" });
  await inTransaction(tenant.ctx, (tx) => transition(tenant.ctx, tx, id, "archive_requested"));
  const level = async () => (await database.prisma.caBucket.findFirstOrThrow({ where: { kind: "orders" } })).level;
  const before = await level();
  const again = await ready(other, "moves.acme.test");
  expect((await claimOf(again)).admittedAt).not.toBeNull();
  expect(await level()).toBe(before);
});

describe("the window of issuing_cert", () => {
  it("does not run while it waits in the queue, and begins with the admission", async () => {
    limitTo(authority([orders(1, 48 * hour)]));
    await probeCertificate(tenant.ctx, { connectionId: await ready(tenant, "w0.window.test") });
    const id = await ready(tenant, "w1.window.test");
    world.edgeAnswers(() => ({ kind: "refused", code: "handshake", reason: "no certificate" }) as never);
    for (let waited = 0; waited < 47; waited += 1) {
      expect(await probeCertificate(tenant.ctx, { connectionId: id })).toMatchObject({ state: "issuing_cert" });
      world.advance(hour);
    }
    world.advance(hour);
    await probeCertificate(tenant.ctx, { connectionId: id });
    expect((await claimOf(id)).admittedAt).not.toBeNull();
    world.advance(hour / 2);
    expect(await probeCertificate(tenant.ctx, { connectionId: id })).toMatchObject({ state: "issuing_cert" });
    world.advance(hour / 2);
    expect(await probeCertificate(tenant.ctx, { connectionId: id })).toMatchObject({ state: "stalled" });
  });
});

it("what the authority refuses is not ordered before the time that it names, and the finding's evidence has it", async () => {
  limitTo(authority([orders(10)]));
  const refusal = {
    issuer: "ca.test-dir",
    hostname: "other.test",
    detail: "HTTP 429 urn:ietf:params:acme:error:rateLimited - too many new orders (300) from this account",
    retryAfter: new Date(service.now().getTime() + 2 * hour).toISOString(),
    at: service.now().toISOString(),
  };
  expect(await recordRefusals(service, [refusal, { ...refusal, issuer: "unknown-dir" }])).toBe(1);
  // Edges report it again and again.
  expect(await recordRefusals(service, [refusal])).toBe(0);
  const id = await ready(tenant, "r0.refused.test");
  await probeCertificate(tenant.ctx, { connectionId: id });
  expect(await claimOf(id)).toMatchObject({
    admittedAt: null,
    queuedBy: "orders",
    queuedUntil: new Date(refusal.retryAfter),
  });
  const row = await getConnectionRow(tenant.ctx, id);
  const { connection } = await gatherConnection(database, row, service.now(), service.policy.issuers);
  expect(connection).toMatchObject({
    queued: { until: refusal.retryAfter, limit: "Test CA takes 10 orders per hour from this installation" },
    caRefusal: { until: refusal.retryAfter },
  });
  expect(toConnectionResource(row, tenant.ctx).certificate.queuedUntil).toEqual(new Date(refusal.retryAfter));
  world.advance(2 * hour - 1);
  expect(await admitIssuances(service)).toBe(0);
  world.advance(1);
  expect(await admitIssuances(service)).toBe(1);
  expect(toConnectionResource(await getConnectionRow(tenant.ctx, id), tenant.ctx).certificate.queuedUntil).toBeNull();
});

it("a visitor who comes before the certificate may be ordered has the records checked at once, once a minute", async () => {
  limitTo(authority([orders(10)]));
  const { id } = await createConnection(tenant.ctx, {
    applicationId: tenant.applicationId,
    hostname: "visited.acme.test",
    setupType: "manual",
  });
  expect(await hastenChecks(service, ["visited.acme.test"])).toBe(0);
  await inTransaction(tenant.ctx, (tx) => transition(tenant.ctx, tx, id, "ownership_proven"));
  const key = `check-records:${id}`;
  await database.prisma.job.updateMany({ where: { key }, data: { runAt: new Date(service.now().getTime() + hour) } });
  expect(await hastenChecks(service, ["visited.acme.test", "unknown.acme.test"])).toBe(1);
  expect((await database.prisma.job.findUniqueOrThrow({ where: { key } })).runAt).toEqual(service.now());
  await database.prisma.connection.update({ where: { id }, data: { recordsCheckedAt: service.now() } });
  expect(await hastenChecks(service, ["visited.acme.test"])).toBe(0);
  world.advance(60_001);
  expect(await hastenChecks(service, ["visited.acme.test"])).toBe(1);
});

it("ask is true exactly while the claim is admitted: never before control is proven and the records are right, on any walk", async () => {
  limitTo(authority([orders(3, hour)]));
  const set = createEdgeSet("0:");
  let applied = 0;
  let allowed = 0;
  for (let walk = 0; walk < 6; walk += 1) {
    const random = createRandom(walk + 1);
    const hostname = `w${walk}.walk.test`;
    const { applicationId, ctx } = tenant;
    const { id } = await createConnection(ctx, { applicationId, hostname, setupType: "manual" });
    let wasReady = false;
    for (let step = 0; step < 12; step += 1) {
      if (random() < 0.4) {
        world.advance(10 * 60_000);
        await probeCertificate(ctx, { connectionId: id });
      } else {
        const leading = (["ownership_proven", "records_match", "records_differ"] as const)[Math.floor(random() * 3)];
        const signal = random() < 0.15 ? signals[Math.floor(random() * signals.length)] : leading;
        await inTransaction(ctx, (tx) => transition(ctx, tx, id, signal ?? "records_match"));
      }
      const rows = await database.prisma.edgeChange.findMany({ orderBy: { id: "asc" }, skip: applied });
      for (const { change } of rows) {
        applied += 1;
        set.apply({ sequence: applied, change: change as EdgeChange });
      }
      const connection = await database.prisma.connection.findUniqueOrThrow({
        where: { id },
        include: { claim: true },
      });
      wasReady ||= connection.state === "issuing_cert";
      const isAllowed = decideAsk(set, hostname).status === 200;
      expect([step, isAllowed]).toEqual([step, connection.claim !== null && connection.claim.admittedAt !== null]);
      if (isAllowed) expect(wasReady).toBe(true);
      allowed += isAllowed ? 1 : 0;
    }
  }
  // Walks that get nowhere would prove little.
  expect(allowed).toBeGreaterThan(5);
});

/** A seeded generator, so that a failing walk can be repeated. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

it("where the limits are gone, all that wait are admitted", async () => {
  limitTo(authority([orders(1)]));
  for (let n = 0; n < 4; n += 1)
    await probeCertificate(tenant.ctx, { connectionId: await ready(tenant, `g${n}.gone.test`) });
  limitTo(authority([]));
  expect(await admitIssuances(service)).toBe(3);
  expect(await admittedOf("g")).toBe(4);
});
