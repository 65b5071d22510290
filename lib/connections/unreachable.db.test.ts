import { describe, expect, it } from "vitest";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { checkOwnership } from "@/lib/connections/check-ownership";
import { checkRecords } from "@/lib/connections/check-records";
import { createConnection } from "@/lib/connections/create-connection";
import { getConnection } from "@/lib/connections/get-connection";
import { listConnections } from "@/lib/connections/list-connections";
import { listEvents } from "@/lib/connections/list-events";
import { probeCertificate } from "@/lib/connections/probe-certificate";
import type { ConnectionResource } from "@/lib/connections/schema";
import type { Referral } from "@/lib/dns/referral";
import type { Context } from "@/lib/platform/ports/context";
import { testEdge, validCertificate } from "@/lib/runtime/testing/context";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const minute = 60_000;
const { database, world, tenant } = setUpWorld({ per: "file", policy: { sandbox: false } });
let names = 0;

/** As seen from here: the registry answers, or our own DNS does not work. */
function ctxWith(registry: Referral["kind"]): Context {
  const refer = async (zone: string) => ({ zone, parent: "test", kind: registry, servers: [] });
  return { ...tenant.ctx, recursive: { ...tenant.ctx.recursive, refer } };
}

const working = () => ctxWith("delegated");

async function live(): Promise<ConnectionResource> {
  world.silence(false);
  const hostname = `shop.silent${++names}.com`;
  world.delegate("com", ["ns1.provider.com", "ns2.provider.com"]);
  const created = await createConnection(tenant.ctx, {
    applicationId: tenant.applicationId,
    hostname,
    setupType: "manual",
  });
  const { ownershipChallenge, id } = created;
  world.publish(ownershipChallenge.name, "TXT", [ownershipChallenge.value]);
  world.publish(hostname, "CNAME", [testEdge.hostname]);
  world.edgeAnswers(() => validCertificate(world.service.now()));
  await checkOwnership(tenant.ctx, { connectionId: id });
  await checkRecords(tenant.ctx, { connectionId: id });
  await probeCertificate(tenant.ctx, { connectionId: id });
  world.advance(minute);
  const connection = await getConnection(tenant.ctx, { id });
  expect(connection.state).toBe("live");
  return connection;
}

async function eventsOf(id: string) {
  const { data } = await listEvents(tenant.ctx, { id, limit: 100 });
  return data.filter(({ type }) => type === "domain.unreachable" || type === "domain.reachable").reverse();
}

const typesOf = async (id: string) => (await eventsOf(id)).map(({ type }) => type);

/** The worker's checks, each when the one before wants it. */
async function checkFor(ctx: Context, id: string, minutes: number): Promise<void> {
  const until = world.service.now().getTime() + minutes * minute;
  for (;;) {
    const { runAgainAt } = await checkRecords(ctx, { connectionId: id });
    if (runAgainAt === null || runAgainAt.getTime() > until) break;
    world.set(runAgainAt);
  }
  world.set(new Date(until));
}

describe("a live domain whose nameservers are silent", () => {
  it("stays live, is reported once after an hour with the servers, and once when they answer", async () => {
    const { id, hostname } = await live();
    const silentAt = world.service.now();
    world.silence(true);
    await checkFor(working(), id, 55);
    expect([await typesOf(id), (await getConnection(tenant.ctx, { id })).unreachableSince]).toEqual([[], null]);
    await checkFor(working(), id, 80);
    expect(await typesOf(id)).toEqual(["domain.unreachable"]);
    const seen = await getConnection(tenant.ctx, { id });
    expect([seen.state, seen.pointing, seen.unreachableSince]).toEqual(["live", "ok", silentAt]);
    const listed = (await listConnections(tenant.ctx, { limit: 100, hostname })).data;
    expect(listed.map(({ unreachableSince }) => unreachableSince)).toEqual([silentAt]);
    const [event] = await eventsOf(id);
    expect(event?.data).toMatchObject({
      hostname,
      since: silentAt.toISOString(),
      records: [{ kind: "unreachable", servers: [expect.stringMatching(/^ns1\..*: timeout$/), expect.any(String)] }],
    });
    expect(await database.prisma.job.count({ where: { name: "take-snapshot", key: { endsWith: id } } })).toBe(1);

    world.silence(false);
    await checkFor(working(), id, 20);
    expect(await typesOf(id)).toEqual(["domain.unreachable", "domain.reachable"]);
    expect((await eventsOf(id))[1]?.data).toMatchObject({ since: silentAt.toISOString() });
    expect(await getConnection(tenant.ctx, { id })).toMatchObject({ state: "live", unreachableSince: null });

    world.silence(true);
    await checkFor(working(), id, 80);
    expect(await typesOf(id)).toEqual(["domain.unreachable", "domain.reachable", "domain.unreachable"]);
  });

  it("is not reported while our own DNS does not work, however long that takes, nor just after", async () => {
    const { id } = await live();
    world.silence(true);
    await checkFor(ctxWith("unreachable"), id, 200);
    expect(await typesOf(id)).toEqual([]);
    world.silence(false);
    await checkFor(working(), id, 80);
    expect([await typesOf(id), (await getConnection(tenant.ctx, { id })).unreachableSince]).toEqual([[], null]);
  });

  it("is not reported where the nameservers answer again while that is being confirmed", async () => {
    const { id } = await live();
    world.silence(true);
    await checkFor(working(), id, 55);
    const recovering = working();
    const { refer } = recovering.recursive;
    recovering.recursive.refer = (zone, options) => {
      world.silence(false);
      return refer(zone, options);
    };
    await checkFor(recovering, id, 60);
    expect(await typesOf(id)).toEqual([]);
  });

  it("is reported once by any number of checks that overlap", async () => {
    const { id } = await live();
    world.silence(true);
    await checkFor(working(), id, 59);
    world.advance(10 * minute);
    await Promise.all(
      [1, 2, 3, 4].map(async (ms) => {
        const ctx = { ...working(), now: () => new Date(world.service.now().getTime() + ms) };
        await checkRecords(ctx, { connectionId: id });
      }),
    );
    expect(await typesOf(id)).toEqual(["domain.unreachable"]);
    world.silence(false);
    world.advance(10 * minute);
    await Promise.all(
      [1, 2, 3, 4].map(async (ms) => {
        const ctx = { ...working(), now: () => new Date(world.service.now().getTime() + ms) };
        await checkRecords(ctx, { connectionId: id });
      }),
    );
    expect(await typesOf(id)).toEqual(["domain.unreachable", "domain.reachable"]);
  });

  it("is written together with its event, or not at all", async () => {
    const { id } = await live();
    world.silence(true);
    await checkFor(working(), id, 59);
    world.advance(10 * minute);
    // The process ends in the middle of the transaction.
    const dying = { ...working(), actor: { kind: "worker" as const } };
    const failing = { ...dying, tenantId: tenant.ctx.tenantId, now: countdown(() => world.service.now()) };
    await expect(checkRecords(failing, { connectionId: id })).rejects.toThrow("killed");
    expect([await typesOf(id), (await getConnection(tenant.ctx, { id })).unreachableSince]).toEqual([[], null]);
    await checkRecords(working(), { connectionId: id });
    expect(await typesOf(id)).toEqual(["domain.unreachable"]);
  });

  it("is not reported because a clock jumped, or because no worker ran", async () => {
    const { id } = await live();
    world.silence(true);
    await checkRecords(working(), { connectionId: id });
    world.advance(48 * 60 * minute);
    await checkRecords(working(), { connectionId: id });
    expect(await typesOf(id)).toEqual([]);
    world.silence(false);
    await checkRecords(working(), { connectionId: id });
  });

  it("is over with the connection", async () => {
    const { id } = await live();
    world.silence(true);
    await checkFor(working(), id, 80);
    await archiveConnection(tenant.ctx, { id });
    expect(await getConnection(tenant.ctx, { id })).toMatchObject({ state: "archived", unreachableSince: null });
    expect(await typesOf(id)).toEqual(["domain.unreachable"]);
    world.silence(false);
  });

  it("that answers with other records is reachable, and drifts as ever", async () => {
    const { id, hostname } = await live();
    world.silence(true);
    await checkFor(working(), id, 80);
    world.silence(false);
    world.publish(hostname, "CNAME", ["shops.old.com"]);
    world.publish("shops.old.com", "A", ["198.51.100.7"]);
    await checkFor(working(), id, 30);
    const { data } = await listEvents(tenant.ctx, { id, limit: 3 });
    expect(data.map(({ type }) => type).slice(0, 3)).toEqual([
      "domain.drift",
      "domain.reachable",
      "domain.unreachable",
    ]);
  });
});

/** Fails when the event is about to be written: the clock is read for the observation first. */
function countdown(now: () => Date): () => Date {
  return () => {
    const caller = new Error("killed");
    if (caller.stack?.includes("insertEvents")) throw caller;
    return now();
  };
}
