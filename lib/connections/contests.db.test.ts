import { describe, expect, it } from "vitest";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { checkOwnership } from "@/lib/connections/check-ownership";
import { checkRecords } from "@/lib/connections/check-records";
import { createConnection } from "@/lib/connections/create-connection";
import { createConnections } from "@/lib/connections/create-connections";
import { getConnection } from "@/lib/connections/get-connection";
import { listEvents } from "@/lib/connections/list-events";
import { probeCertificate } from "@/lib/connections/probe-certificate";
import type { ConnectionResource } from "@/lib/connections/schema";
import { verifyConnection } from "@/lib/diagnosis/verify-connection";
import type { EdgeChange } from "@/lib/edge/protocol/changes";
import { createTestTenant, type TestTenant, testEdge, validCertificate } from "@/lib/runtime/testing/context";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const hour = 3_600_000;
const day = 24 * hour;

const { database, world, tenant, other } = setUpWorld();
let names = 0;

const newName = () => `contested${++names}.acme.test`;

function connect(on: TestTenant, hostname: string, contest?: boolean): Promise<ConnectionResource> {
  const { applicationId } = on;
  return createConnection(on.ctx, { applicationId, hostname, setupType: "manual", ...(contest ? { contest } : {}) });
}

/** Exactly these proofs, on both nameservers. */
function publish(...connections: ConnectionResource[]): void {
  const name = connections[0]?.ownershipChallenge.name ?? "";
  world.publish(
    name,
    "TXT",
    connections.map(({ ownershipChallenge }) => ownershipChallenge.value),
  );
}

async function check(on: TestTenant, { id }: { id: string }) {
  world.advance(1_000);
  const { runAgainAt } = await checkOwnership(on.ctx, { connectionId: id });
  return { runAgainAt, ...(await getConnection(on.ctx, { id })) };
}

async function live(on: TestTenant, hostname = newName()): Promise<ConnectionResource> {
  const connection = await connect(on, hostname);
  publish(connection);
  world.publish(hostname, "CNAME", [testEdge.hostname]);
  world.edgeAnswers(() => validCertificate(world.service.now()));
  const input = { connectionId: connection.id };
  world.advance(1_000);
  await checkOwnership(on.ctx, input);
  await checkRecords(on.ctx, input);
  await probeCertificate(on.ctx, input);
  const now = await getConnection(on.ctx, connection);
  expect(now.state).toBe("live");
  return now;
}

async function drift(on: TestTenant, connection: ConnectionResource): Promise<void> {
  world.publish(connection.hostname, "CNAME", ["shops.elsewhere.test"]);
  for (let round = 0; round < 4; round += 1) {
    world.advance(61_000);
    await checkRecords(on.ctx, { connectionId: connection.id });
  }
  expect((await getConnection(on.ctx, connection)).state).toBe("drifted");
}

const ownerOf = async (hostname: string) =>
  (await database.prisma.hostnameClaim.findUnique({ where: { hostname } }))?.connectionId ?? null;

async function eventsOf(on: TestTenant, { id }: { id: string }) {
  return (await listEvents(on.ctx, { id, limit: 100 })).data.reverse();
}

async function contestEventsOf(on: TestTenant, connection: { id: string }) {
  const events = await eventsOf(on, connection);
  return events
    .filter(({ type }) => type.startsWith("domain.contest"))
    .map(({ type, data }) => [type, data.role, data.outcome ?? data.until, data.reason].filter((fact) => fact));
}

/** Who holds the hostname after each change for the edges, as an edge applies them. */
async function ownersAtEdges(hostname: string): Promise<(string | null)[]> {
  const rows = await database.prisma.edgeChange.findMany({ orderBy: { id: "asc" } });
  let owner: string | null = null;
  return rows.flatMap((row) => {
    const change = row.change as EdgeChange;
    if (change.kind === "application" || change.hostname !== hostname) return [];
    if (change.kind === "host") owner = change.connectionId;
    else if (owner === change.connectionId) owner = null;
    return [owner];
  });
}

describe("a hostname that another account uses", () => {
  it("is refused without the flag, and the refusal says how to contest it", async () => {
    const held = await live(tenant);
    const refusal = await connect(other, held.hostname).catch((error) => error);
    expect([refusal.code, refusal.details]).toEqual([
      "HostnameConflict",
      { heldBy: "another_tenant", contest: "possible" },
    ]);
    expect(refusal.message).toContain("contest: true");
  });

  it("is connected with the flag, alone and in a batch, and nobody is notified of that", async () => {
    const held = await live(tenant);
    const second = await live(tenant);
    const alone = await connect(other, held.hostname, true);
    expect([alone.state, alone.contest]).toEqual(["pending_ownership", null]);
    expect(alone.ownershipChallenge.value).not.toBe(held.ownershipChallenge.value);
    const batch = await createConnections(other.ctx, {
      applicationId: other.applicationId,
      setupType: "manual",
      items: [{ hostname: second.hostname, contest: true }, { hostname: second.hostname.replace("c", "d") }],
    });
    expect(batch.created).toBe(2);
    const before = await eventsOf(tenant, held);
    await check(other, alone);
    expect(await eventsOf(tenant, held)).toEqual(before);
    expect(await database.prisma.job.count({ where: { name: "mail-contest" } })).toBe(0);
  });

  it("moves after the grace time, when the new proof stands on all servers and the old one on none", async () => {
    const held = await live(tenant);
    const fresh = await connect(other, held.hostname, true);
    publish(fresh);
    const contested = await check(other, fresh);
    const until = contested.contest?.until;
    expect(contested).toMatchObject({ state: "verifying", errorCode: "contested", contest: { role: "challenger" } });
    expect(until?.getTime()).toBe(world.service.now().getTime() + day);
    const holder = await getConnection(tenant.ctx, held);
    expect([holder.state, holder.contest]).toEqual(["live", { ...contested.contest, role: "holder" }]);
    expect(await ownerOf(held.hostname)).toBe(held.id);

    world.advance(day - 2_000);
    const last = await check(other, fresh);
    expect([last.state, last.runAgainAt]).toEqual(["verifying", until]);
    expect(await ownerOf(held.hostname)).toBe(held.id);

    expect(await check(other, fresh)).toMatchObject({ state: "verified", errorCode: null, contest: null });
    expect(await ownerOf(held.hostname)).toBe(fresh.id);
    const lost = await getConnection(tenant.ctx, held);
    expect([lost.state, lost.errorCode, lost.contest]).toEqual(["failed", "hostname_moved", null]);
    expect(await ownersAtEdges(held.hostname)).toEqual([held.id, fresh.id, fresh.id]);
    for (const [on, one, role] of [
      [tenant, held, "holder"],
      [other, fresh, "challenger"],
    ] as const) {
      expect(await contestEventsOf(on, one)).toEqual([
        ["domain.contested", role, until?.toISOString()],
        ["domain.contest_ended", role, "moved", "moved"],
      ]);
      const audit = await database.prisma.auditEntry.findMany({
        where: { tenantId: on.tenantId, targetId: one.id, action: { startsWith: "connection.contest" } },
        orderBy: { id: "asc" },
      });
      expect(audit.map(({ action }) => action)).toEqual(["connection.contested", "connection.contest_ended"]);
    }
  });

  it("stays while the old proof stands anywhere, and a contest ends when it comes back", async () => {
    const held = await live(tenant);
    const fresh = await connect(other, held.hostname, true);
    publish(held, fresh);
    expect(await check(other, fresh)).toMatchObject({
      state: "verifying",
      errorCode: "contest_blocked",
      contest: null,
    });
    await expect(verifyConnection(other.ctx, fresh)).rejects.toMatchObject({
      code: "HostnameConflict",
      details: { contest: "blocked" },
    });
    publish(fresh);
    expect((await check(other, fresh)).errorCode).toBe("contested");
    await expect(verifyConnection(other.ctx, fresh)).rejects.toMatchObject({ details: { contest: "running" } });
    world.advance(day - 10_000);
    // On one of the two servers alone.
    world.publishOnFirst(fresh.ownershipChallenge.name, "TXT", [
      held.ownershipChallenge.value,
      fresh.ownershipChallenge.value,
    ]);
    expect(await check(other, fresh)).toMatchObject({
      state: "verifying",
      errorCode: "contest_blocked",
      contest: null,
    });
    world.advance(day);
    await check(other, fresh);
    expect(await ownerOf(held.hostname)).toBe(held.id);
    expect((await contestEventsOf(tenant, held)).map(([type]) => type)).toEqual([
      "domain.contested",
      "domain.contest_ended",
    ]);
    publish(fresh);
    const again = await check(other, fresh);
    expect(again.contest?.until.getTime()).toBe(world.service.now().getTime() + day);
    expect((await getConnection(tenant.ctx, held)).state).toBe("live");
  });

  it("stays while a server is silent, and a contest that runs waits for it", async () => {
    const held = await live(tenant);
    const fresh = await connect(other, held.hostname, true);
    publish(fresh);
    await check(other, fresh);
    world.silence(true);
    world.advance(2 * day);
    expect((await check(other, fresh)).contest).not.toBeNull();
    expect(await ownerOf(held.hostname)).toBe(held.id);
    world.silence(false);
    expect((await check(other, fresh)).state).toBe("verified");
  });

  it("ends a contest when the new proof is gone from a server", async () => {
    const held = await live(tenant);
    const fresh = await connect(other, held.hostname, true);
    publish(fresh);
    await check(other, fresh);
    world.publishOnFirst(fresh.ownershipChallenge.name, "TXT", []);
    expect(await check(other, fresh)).toMatchObject({ state: "verifying", errorCode: null, contest: null });
    world.publish(fresh.ownershipChallenge.name, "TXT", []);
    expect((await check(other, fresh)).state).toBe("pending_ownership");
    expect((await contestEventsOf(tenant, held)).at(-1)).toEqual([
      "domain.contest_ended",
      "holder",
      "kept",
      "proof_gone",
    ]);
  });

  it("goes to the one challenger whose proof stands alone", async () => {
    const held = await live(tenant);
    const third = await createTestTenant(world.service);
    const second = await connect(other, held.hostname, true);
    const rival = await connect(third, held.hostname, true);
    publish(second, rival);
    expect((await check(other, second)).errorCode).toBe("contest_blocked");
    expect((await check(third, rival)).errorCode).toBe("contest_blocked");
    publish(second);
    await check(other, second);
    publish(rival);
    // The other one's contest still runs: its own check ends it.
    expect((await check(third, rival)).errorCode).toBe("contest_blocked");
    expect((await check(other, second)).contest).toBeNull();
    expect((await check(third, rival)).errorCode).toBe("contested");
    world.advance(day);
    await check(third, rival);
    expect(await ownerOf(held.hostname)).toBe(rival.id);
  });
});

describe("a hostname that its holder no longer uses", () => {
  it("is connected as a free name, and moves at once", async () => {
    const held = await live(tenant);
    await drift(tenant, held);
    const fresh = await connect(other, held.hostname);
    publish(held, fresh);
    expect((await check(other, fresh)).state).toBe("verifying");
    expect(await ownerOf(held.hostname)).toBe(held.id);
    publish(fresh);
    expect((await check(other, fresh)).state).toBe("verified");
    expect((await getConnection(tenant.ctx, held)).state).toBe("failed");
    expect((await contestEventsOf(tenant, held)).map(([type]) => type)).toEqual([
      "domain.contested",
      "domain.contest_ended",
    ]);
  });

  it("moves before the grace time ends, once its holder has drifted", async () => {
    const held = await live(tenant);
    const fresh = await connect(other, held.hostname, true);
    publish(fresh);
    await check(other, fresh);
    await drift(tenant, held);
    const woken = await database.prisma.job.findFirst({ where: { key: `check-ownership:${fresh.id}` } });
    expect(woken?.runAt.getTime()).toBeLessThanOrEqual(world.service.now().getTime());
    expect((await check(other, fresh)).state).toBe("verified");
  });
});

describe("the end of one of the two", () => {
  it("of the holder: the challenger gets the hostname at once", async () => {
    const held = await live(tenant);
    const fresh = await connect(other, held.hostname, true);
    publish(fresh);
    await check(other, fresh);
    await archiveConnection(tenant.ctx, held);
    expect((await check(other, fresh)).state).toBe("verified");
    expect((await contestEventsOf(other, fresh)).at(-1)).toEqual([
      "domain.contest_ended",
      "challenger",
      "released",
      "holder_ended",
    ]);
  });

  it("of the challenger: the holder keeps it, and gets the event of the end", async () => {
    const held = await live(tenant);
    const fresh = await connect(other, held.hostname, true);
    publish(fresh);
    await check(other, fresh);
    await archiveConnection(other.ctx, fresh);
    expect((await check(other, fresh)).state).toBe("archived");
    expect((await contestEventsOf(tenant, held)).at(-1)).toEqual([
      "domain.contest_ended",
      "holder",
      "kept",
      "challenger_ended",
    ]);
    expect((await getConnection(tenant.ctx, held)).contest).toBeNull();
  });
});

it("moves there and back again, with fresh proof each time", async () => {
  const first = await live(tenant);
  const second = await connect(other, first.hostname, true);
  publish(second);
  await check(other, second);
  world.advance(day);
  expect((await check(other, second)).state).toBe("verified");
  await archiveConnection(tenant.ctx, first);
  const third = await connect(tenant, first.hostname, true);
  // The old value proves nothing for the new connection.
  publish(first);
  expect((await check(tenant, third)).state).toBe("verifying");
  publish(third);
  await check(tenant, third);
  world.advance(day);
  expect((await check(tenant, third)).state).toBe("verified");
  expect(await ownersAtEdges(first.hostname)).toEqual([first.id, second.id, second.id, third.id, third.id]);
});

it("does not count time that a clock was ahead", async () => {
  const held = await live(tenant);
  const fresh = await connect(other, held.hostname, true);
  publish(fresh);
  const now = world.service.now();
  world.advance(7 * day);
  await check(other, fresh);
  world.set(new Date(now.getTime() + hour));
  // Its observation is older than the stored one's time, which no clock can have been right about.
  const restarted = await check(other, fresh);
  expect(restarted.contest?.until.getTime()).toBe(world.service.now().getTime() + day);
  expect(await contestEventsOf(tenant, held)).toHaveLength(1);
});

it("has a limit of contests for each tenant, also for requests at the same time", async () => {
  const { applicationId } = tenant;
  const hostnames = Array.from({ length: 102 }, () => newName());
  await createConnections(tenant.ctx, {
    applicationId,
    setupType: "manual",
    items: hostnames.map((hostname) => ({ hostname })),
  });
  const rows = await database.prisma.connection.findMany({ where: { hostname: { in: hostnames } } });
  await database.prisma.hostnameClaim.createMany({
    data: rows.map(({ id, hostname, tenantId }) => ({
      hostname,
      connectionId: id,
      tenantId,
      applicationId,
      createdAt: world.service.now(),
    })),
  });
  await database.prisma.connection.updateMany({ where: { hostname: { in: hostnames } }, data: { state: "live" } });
  const batch = (of: string[]) =>
    createConnections(other.ctx, {
      applicationId: other.applicationId,
      setupType: "manual",
      items: of.map((hostname) => ({ hostname, contest: true })),
    });
  const results = await Promise.all([batch(hostnames.slice(0, 51)), batch(hostnames.slice(51))]);
  expect(results.reduce((sum, { created }) => sum + created, 0)).toBe(100);
  const refused = results.flatMap(({ results }) => results.flatMap(({ error }) => error ?? []));
  expect(refused.map(({ code, details }) => [code, details?.contest])).toEqual([
    ["HostnameConflict", "limit"],
    ["HostnameConflict", "limit"],
  ]);
});

it("shows neither account anything of the other", async () => {
  const held = await live(tenant);
  const fresh = await connect(other, held.hostname, true);
  publish(fresh);
  await check(other, fresh);
  world.advance(day);
  await check(other, fresh);
  const secrets = (on: TestTenant, one: ConnectionResource) => [
    on.tenantId,
    on.applicationId,
    one.id,
    one.ownershipChallenge.value,
    "actor" in on.ctx && on.ctx.actor.kind === "key" ? on.ctx.actor.keyId : "-",
  ];
  for (const [on, one, secretsOfOther] of [
    [tenant, held, secrets(other, fresh)],
    [other, fresh, secrets(tenant, held)],
  ] as const) {
    const all = JSON.stringify([
      await getConnection(on.ctx, one),
      await eventsOf(on, one),
      await database.prisma.auditEntry.findMany({ where: { tenantId: on.tenantId } }),
      await database.prisma.job
        .findMany({ where: { tenantId: on.tenantId, name: "mail-contest" } })
        .then((jobs) => jobs.map(({ payload }) => payload)),
    ]);
    for (const secret of secretsOfOther) expect(all).not.toContain(secret);
  }
});
