import { beforeEach, describe, expect, it } from "vitest";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { checkOwnership } from "@/lib/connections/check-ownership";
import { checkRecords } from "@/lib/connections/check-records";
import { createConnection } from "@/lib/connections/create-connection";
import { createConnections } from "@/lib/connections/create-connections";
import { getConnection } from "@/lib/connections/get-connection";
import { listEvents } from "@/lib/connections/list-events";
import { probeCertificate } from "@/lib/connections/probe-certificate";
import type { ConnectionResource } from "@/lib/connections/schema";
import { applyRecords } from "@/lib/connections/writing/apply-records";
import { planRecords } from "@/lib/connections/writing/plan-records";
import type { ChangePlanResource } from "@/lib/connections/writing/schema";
import { undoRecords } from "@/lib/connections/writing/undo-records";
import { writeZone } from "@/lib/connections/writing/write-zone";
import { ProviderFault, type ProviderFaultCode, providerFaults } from "@/lib/dns/zones/provider-fault";
import { isRefusal, type Refusal } from "@/lib/kernel/errors";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { testEdge, validCertificate } from "@/lib/runtime/testing/context";
import { createFakeProvider, type FakeProvider, storeTestCredential } from "@/lib/runtime/testing/fake-provider";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const zone = "acme.test";
const nameservers: [string, string] = ["ns1.digitalocean.com", "ns2.digitalocean.com"];
let fake: FakeProvider;
let credentialId = "";
let names = 0;
const { world, tenant, other, database } = setUpWorld({
  ports: () => ({ zoneWriters: { open: (input) => fake.zoneWriters.open(input) } }),
});

beforeEach(async () => {
  fake = createFakeProvider(() => world, zone, nameservers);
  world.delegate(zone, nameservers);
  credentialId = await storeTestCredential(tenant, zone);
});

const create = (hostname = `shop${++names}.${zone}`) =>
  createConnection(tenant.ctx, { applicationId: tenant.applicationId, hostname });
const worker = () => onBehalfOf(world.service, tenant.tenantId, { kind: "worker" });
const write = () => writeZone(worker(), { credentialId, zone });
const get = ({ id }: { id: string }) => getConnection(tenant.ctx, { id });
const check = ({ id }: { id: string }) => checkOwnership(worker(), { connectionId: id });
const eventsOf = async ({ id }: { id: string }) => (await listEvents(tenant.ctx, { id, limit: 100 })).data.reverse();
const typesOf = async (of: { id: string }) => (await eventsOf(of)).map(({ type }) => type);

async function live(): Promise<ConnectionResource> {
  const connection = await create();
  await write();
  await check(connection);
  world.edgeAnswers(() => validCertificate(world.service.now()));
  await checkRecords(worker(), { connectionId: connection.id });
  await probeCertificate(worker(), { connectionId: connection.id });
  const now = await get(connection);
  expect(now.state).toBe("live");
  return now;
}

async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!isRefusal(error)) throw new Error("it was not refused");
  return error;
}

describe("set-up", () => {
  it("goes from creation to live with nobody typing a record", async () => {
    const connection = await create();
    expect(connection).toMatchObject({ state: "dns_writing", setupType: "automatic" });
    expect(connection.writing).toMatchObject({
      status: "pending",
      label: "Zone of Acme",
      provider: "digitalocean",
      zone,
    });
    await write();
    expect(fake.valuesOf(connection.hostname, "CNAME")).toEqual([testEdge.hostname]);
    expect(fake.valuesOf(connection.ownershipChallenge.name, "TXT")).toEqual([connection.ownershipChallenge.value]);
    expect((await get(connection)).state).toBe("dns_writing");
    expect((await check(connection)).state).toBe("propagating");
    expect(await typesOf(connection)).toEqual([
      "connection.created",
      "connection.writing",
      "connection.records_written",
      "domain.verified",
    ]);
    world.edgeAnswers(() => validCertificate(world.service.now()));
    await checkRecords(worker(), { connectionId: connection.id });
    await probeCertificate(worker(), { connectionId: connection.id });
    expect((await get(connection)).state).toBe("live");
    expect((await typesOf(connection)).filter((type) => type === "domain.added")).toHaveLength(1);
    expect(fake.calls).toEqual({ findZone: 1, readSets: 1, apply: 1 });
  });

  it("the write alone proves nothing: only what the delegated nameservers show does", async () => {
    fake.hide();
    const connection = await create();
    await write();
    expect((await check(connection)).state).toBe("dns_writing");
    expect(await database.prisma.hostnameClaim.findUnique({ where: { hostname: connection.hostname } })).toBeNull();
    world.advance(61 * 60_000);
    await check(connection);
    expect(await get(connection)).toMatchObject({ state: "stalled", errorCode: "write_not_visible" });
  });

  it("a challenge that somebody else publishes is no write of ours: nothing is decided before the write", async () => {
    const connection = await create();
    world.publish(connection.ownershipChallenge.name, "TXT", [connection.ownershipChallenge.value]);
    expect(await check(connection)).toMatchObject({ state: "dns_writing", observation: null });
  });

  const createMany = (count: number) => {
    const items = Array.from({ length: count }, (_, index) => ({ hostname: `s${index}.${zone}` }));
    return createConnections(tenant.ctx, { applicationId: tenant.applicationId, items });
  };

  it("a provider that takes one change a call gets no more in one run than its rate allows", async () => {
    await createMany(30);
    expect((await write()).runAgainAt).toEqual(world.service.now());
    expect(fake.sets()).toHaveLength(50);
    expect((await write()).runAgainAt).toBeNull();
    expect(fake.sets()).toHaveLength(60);
  });

  it("500 hostnames of one zone are one batch, where the provider takes many changes in a call", async () => {
    await database.prisma.dnsCredential.update({ where: { id: credentialId }, data: { provider: "powerdns" } });
    const { created, results } = await createMany(500);
    expect(created).toBe(500);
    await write();
    expect(fake.calls).toEqual({ findZone: 1, readSets: 1, apply: 1 });
    expect(fake.sets()).toHaveLength(1_000);
    expect(results.every(({ connection }) => connection?.state === "dns_writing")).toBe(true);
  });

  it("by hand where it is asked for, where no credential covers the name, and for a visitor who chose the name", async () => {
    const { applicationId, ctx } = tenant;
    const byHand = await createConnection(ctx, { applicationId, hostname: `hand.${zone}`, setupType: "manual" });
    const elsewhere = await create("shop.other.test");
    const visitor = {
      ...ctx,
      actor: {
        ...ctx.actor,
        kind: "widget" as const,
        tokenId: "t",
        hostname: null,
        endUserRef: null,
        allowedOrigins: [],
      },
    };
    const chosen = await createConnection(visitor as never, { applicationId, hostname: `victim.${zone}` });
    for (const one of [byHand, elsewhere, chosen]) {
      expect(one).toMatchObject({ state: "pending_ownership", setupType: "manual", writing: null });
    }
    const refused = await refusalOf(
      createConnection(ctx, { applicationId, hostname: "b.other.test", setupType: "automatic" }),
    );
    expect([refused.code, refused.param]).toEqual(["invalid", "setup_type"]);
  });

  it("another tenant's credential covers nothing of ours, and a contested hostname is proven by hand", async () => {
    const connection = await live();
    const theirs = await storeTestCredential(other, zone);
    const contest = await createConnection(other.ctx, {
      applicationId: other.applicationId,
      hostname: connection.hostname,
      contest: true,
    });
    expect(contest).toMatchObject({ state: "pending_ownership", setupType: "manual", writing: null });
    expect(
      await writeZone(onBehalfOf(world.service, tenant.tenantId, { kind: "worker" }), { credentialId: theirs, zone }),
    ).toEqual({
      runAgainAt: null,
    });
  });
});

describe("what the provider refuses", () => {
  const permanent = (Object.keys(providerFaults) as ProviderFaultCode[]).filter(
    (code) => !providerFaults[code].retry && code !== "zone_not_here",
  );

  it.each(permanent)("%s: stalled, with the provider's own words", async (code) => {
    fake.fail("readSets", new ProviderFault(code, { said: "No such luck", status: 403 }));
    const connection = await create();
    await write();
    const now = await get(connection);
    expect(now).toMatchObject({ state: "stalled", errorCode: code });
    expect(now.writing).toMatchObject({ status: "refused", fault: { code, said: "No such luck", status: 403 } });
    expect((await eventsOf(connection)).at(-1)).toMatchObject({
      type: "domain.stalled",
      data: { errorCode: code, evidence: { said: "No such luck" } },
    });
  });

  it("a fault that passes is tried again, not before the provider's own time, and shows when", async () => {
    fake.fail("apply", new ProviderFault("rate_limited", { said: "Slow down", retryAfterMs: 90_000 }));
    const connection = await create();
    const { runAgainAt } = await write();
    const { writing, state } = await get(connection);
    expect(state).toBe("dns_writing");
    expect(writing).toMatchObject({ status: "pending", fault: { code: "rate_limited", said: "Slow down" } });
    expect(writing?.retryAt?.getTime()).toBe(world.service.now().getTime() + 90_000);
    expect(runAgainAt).toEqual(writing?.retryAt);
    await write();
    expect(fake.calls.apply).toBe(1);
    world.advance(90_000);
    await write();
    expect((await get(connection)).writing).toMatchObject({ status: "written", fault: null, retryAt: null });
  });

  it("one that lasts for a day is given up", async () => {
    const connection = await create();
    for (let tries = 0; tries < 60; tries += 1) {
      fake.fail("findZone", new ProviderFault("provider_unavailable", { said: "HTTP 500" }));
      const { runAgainAt } = await write();
      if (runAgainAt === null) break;
      world.set(runAgainAt);
    }
    expect(await get(connection)).toMatchObject({ state: "stalled", errorCode: "provider_unavailable" });
  });

  it("no zone after all: by hand, and the reason stays", async () => {
    fake.lacksZone();
    const connection = await create();
    await write();
    const now = await get(connection);
    expect(now).toMatchObject({ state: "pending_ownership", setupType: "manual", errorCode: "zone_not_here" });
    expect(now.writing?.fault?.code).toBe("zone_not_here");
    expect((await check(connection)).observation?.kind).toBe("missing");
  });

  it("delegated elsewhere: nothing is written, and the provider is named that serves the zone", async () => {
    world.delegate(zone, ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"]);
    const connection = await create();
    await write();
    const now = await get(connection);
    expect(now).toMatchObject({ state: "stalled", errorCode: "delegated_elsewhere" });
    expect(now.writing?.fault).toMatchObject({
      servedBy: "cloudflare",
      nameservers: ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"],
    });
    expect(fake.calls).toMatchObject({ readSets: 0, apply: 0 });
  });

  it("a record that one hostname is refused does not keep the others from being written", async () => {
    const [one, two] = [await create(), await create()];
    fake.fail("apply", new ProviderFault("record_refused"), new ProviderFault("record_refused", { said: "bad" }), null);
    await write();
    const states = [(await get(one)).errorCode, (await get(two)).writing?.status];
    expect(states).toEqual(["record_refused", "written"]);
  });
});

describe("conflicts", () => {
  it("are reported, and removed only as a person confirmed", async () => {
    const hostname = `shop${++names}.${zone}`;
    fake.put(hostname, "A", ["198.51.100.7"]);
    fake.put(hostname, "RRSIG", ["A 8 3"]);
    const connection = await create(hostname);
    await write();
    expect(await get(connection)).toMatchObject({ state: "stalled", errorCode: "conflict_existing" });
    expect(fake.calls.apply).toBe(0);

    const plan = await planRecords(tenant.ctx, { id: connection.id });
    expect(plan.conflicts).toEqual([
      { name: hostname, type: "A", values: ["198.51.100.7"], because: "beside_cname", removable: true },
    ]);
    const refused = await refusalOf(applyRecords(tenant.ctx, { id: connection.id, planId: plan.id }));
    expect(refused).toMatchObject({ code: "invalid_state", details: { reason: "needs_confirmation" } });
    expect((await refusalOf(applyRecords(tenant.ctx, { id: connection.id }))).details?.reason).toBe(
      "needs_confirmation",
    );

    const applied = await applyRecords(tenant.ctx, { id: connection.id, planId: plan.id, removeConflicts: true });
    expect(applied.connection.state).toBe("dns_writing");
    expect(fake.valuesOf(hostname, "A")).toEqual([]);
    expect(fake.valuesOf(hostname, "RRSIG")).toEqual(["A 8 3"]);
    expect((await check(connection)).state).toBe("propagating");
  });

  it("a plan whose zone has changed since is not carried out: the refusal has the new one", async () => {
    const hostname = `shop${++names}.${zone}`;
    fake.put(hostname, "A", ["198.51.100.7"]);
    const connection = await create(hostname);
    await write();
    const plan = await planRecords(tenant.ctx, { id: connection.id });
    fake.put(hostname, "A", ["198.51.100.7", "198.51.100.8"]);
    const refused = await refusalOf(
      applyRecords(tenant.ctx, { id: connection.id, planId: plan.id, removeConflicts: true }),
    );
    expect(refused.details?.reason).toBe("zone_changed");
    expect(fake.valuesOf(hostname, "A")).toHaveLength(2);
    const next = refused.details?.plan as ChangePlanResource;
    await applyRecords(tenant.ctx, { id: connection.id, planId: next.id, removeConflicts: true });
    expect(fake.valuesOf(hostname, "A")).toEqual([]);
  });

  it("a TXT of others beside the CNAME is never removed, whoever confirms it", async () => {
    const hostname = `shop${++names}.${zone}`;
    fake.put(hostname, "TXT", ["v=spf1 -all"]);
    const connection = await create(hostname);
    const plan = await planRecords(tenant.ctx, { id: connection.id });
    expect(plan.conflicts.map(({ removable }) => removable)).toEqual([false]);
    const refused = await refusalOf(
      applyRecords(tenant.ctx, { id: connection.id, planId: plan.id, removeConflicts: true }),
    );
    expect(refused.details?.reason).toBe("needs_confirmation");
    expect(fake.valuesOf(hostname, "TXT")).toEqual(["v=spf1 -all"]);
  });

  it("a plan of another tenant's, of another connection's, or of an hour ago, is not found", async () => {
    const connection = await create();
    const neighbour = await create();
    const plan = await planRecords(tenant.ctx, { id: connection.id });
    expect((await refusalOf(applyRecords(tenant.ctx, { id: neighbour.id, planId: plan.id }))).code).toBe("not_found");
    expect((await refusalOf(applyRecords(other.ctx, { id: connection.id, planId: plan.id }))).code).toBe("not_found");
    world.advance(3_600_001);
    expect((await refusalOf(applyRecords(tenant.ctx, { id: connection.id, planId: plan.id }))).code).toBe("not_found");
  });
});

describe("afterwards", () => {
  it("a connection that began by hand is written once a credential covers it", async () => {
    const { ctx, applicationId } = tenant;
    const connection = await createConnection(ctx, {
      applicationId,
      hostname: `hand${++names}.${zone}`,
      setupType: "manual",
    });
    const { connection: now } = await applyRecords(ctx, { id: connection.id });
    expect(now).toMatchObject({ state: "dns_writing", setupType: "automatic" });
    expect((await check(connection)).state).toBe("propagating");
  });

  it("drift is repaired by a person, and applying twice writes once", async () => {
    const connection = await live();
    fake.put(connection.hostname, "CNAME", ["elsewhere.test"]);
    const plan = await planRecords(tenant.ctx, { id: connection.id });
    await applyRecords(tenant.ctx, { id: connection.id, planId: plan.id, removeConflicts: true });
    await applyRecords(tenant.ctx, { id: connection.id, planId: plan.id, removeConflicts: true });
    expect(fake.valuesOf(connection.hostname, "CNAME")).toEqual([testEdge.hostname]);
    expect(fake.calls.apply).toBe(2);
    expect((await get(connection)).state).toBe("live");
  });

  it("each write is an event with before and after, without the challenge, and can be undone", async () => {
    const connection = await live();
    fake.put(connection.hostname, "CNAME", ["elsewhere.test"]);
    const plan = await planRecords(tenant.ctx, { id: connection.id });
    await applyRecords(tenant.ctx, { id: connection.id, planId: plan.id, removeConflicts: true });
    const events = (await eventsOf(connection)).filter(({ type }) => type === "connection.records_written");
    expect(JSON.stringify(events)).not.toContain(connection.ownershipChallenge.value);
    expect(events.at(-1)).toMatchObject({
      data: {
        provider: "digitalocean",
        credential: "Zone of Acme",
        before: [{ values: ["elsewhere.test"] }],
        after: [{ values: [testEdge.hostname] }],
      },
    });
    const undo = await undoRecords(tenant.ctx, { id: connection.id, eventId: events.at(-1)?.id ?? "" });
    await applyRecords(tenant.ctx, { id: connection.id, planId: undo.id });
    expect(fake.valuesOf(connection.hostname, "CNAME")).toEqual(["elsewhere.test"]);
    // The first write: the challenge goes, although the event does not have it.
    const first = await undoRecords(tenant.ctx, { id: connection.id, eventId: events[0]?.id ?? "" });
    await applyRecords(tenant.ctx, { id: connection.id, planId: first.id });
    expect(fake.valuesOf(connection.ownershipChallenge.name, "TXT")).toEqual([]);
  });

  it("archiving leaves the DNS as it is, or removes what we wrote and nothing else", async () => {
    const [kept, removed] = [await live(), await live()];
    fake.put(removed.ownershipChallenge.name, "TXT", [
      "theirs",
      ...fake.valuesOf(removed.ownershipChallenge.name, "TXT"),
    ]);
    await archiveConnection(tenant.ctx, { id: kept.id });
    const plan = await planRecords(tenant.ctx, { id: removed.id, purpose: "archive" });
    expect(plan.changes.flatMap((change) => change.removed).sort()).toEqual(
      [removed.ownershipChallenge.value, testEdge.hostname].sort(),
    );
    await archiveConnection(tenant.ctx, { id: removed.id, removeRecords: true });
    await write();
    expect(fake.valuesOf(kept.hostname, "CNAME")).toEqual([testEdge.hostname]);
    expect(fake.valuesOf(removed.hostname, "CNAME")).toEqual([]);
    expect(fake.valuesOf(removed.ownershipChallenge.name, "TXT")).toEqual(["theirs"]);
    expect((await get(removed)).writing).toMatchObject({ purpose: "removal", status: "written" });
  });

  it("what was there before is not ours, and stays", async () => {
    const hostname = `shop${++names}.${zone}`;
    fake.put(hostname, "CNAME", [testEdge.hostname]);
    const connection = await create(hostname);
    await write();
    await check(connection);
    await archiveConnection(tenant.ctx, { id: connection.id, removeRecords: true });
    await write();
    expect(fake.valuesOf(hostname, "CNAME")).toEqual([testEdge.hostname]);
    expect(fake.valuesOf(connection.ownershipChallenge.name, "TXT")).toEqual([]);
  });

  it("the records of a hostname that was connected again stay, and only the old challenge goes", async () => {
    const connection = await live();
    await archiveConnection(tenant.ctx, { id: connection.id, removeRecords: true });
    const again = await create(connection.hostname);
    await write();
    expect(fake.valuesOf(connection.hostname, "CNAME")).toEqual([testEdge.hostname]);
    expect(fake.valuesOf(connection.ownershipChallenge.name, "TXT")).toEqual([again.ownershipChallenge.value]);
  });
});

describe("repair without a person", () => {
  async function drift(connection: ConnectionResource, target: string): Promise<void> {
    fake.put(connection.hostname, "CNAME", [target]);
    for (let checks = 0; checks < 3; checks += 1) {
      world.advance(60_000);
      await checkRecords(worker(), { connectionId: connection.id });
    }
    expect((await get(connection)).state).toBe("drifted");
  }

  async function recover(connection: ConnectionResource): Promise<void> {
    world.advance(1_000);
    await checkRecords(worker(), { connectionId: connection.id });
    expect((await get(connection)).state).toBe("live");
  }

  it("only where the application has it so, at most three a day, and not over what was published twice", async () => {
    const connection = await live();
    await drift(connection, "one.test");
    expect(await write()).toEqual({ runAgainAt: null });
    expect(fake.valuesOf(connection.hostname, "CNAME")).toEqual(["one.test"]);
    fake.put(connection.hostname, "CNAME", [testEdge.hostname]);
    await recover(connection);

    await database.prisma.application.update({ where: { id: tenant.applicationId }, data: { repairDrift: true } });
    for (const target of ["one.test", "two.test"]) {
      await drift(connection, target);
      await write();
      expect(fake.valuesOf(connection.hostname, "CNAME")).toEqual([testEdge.hostname]);
      await recover(connection);
    }
    await drift(connection, "one.test");
    await write();
    expect(fake.valuesOf(connection.hostname, "CNAME")).toEqual(["one.test"]);
    expect((await get(connection)).writing).toMatchObject({ status: "refused", fault: { code: "conflict_existing" } });
    fake.put(connection.hostname, "CNAME", [testEdge.hostname]);
    await recover(connection);

    await drift(connection, "three.test");
    await write();
    await recover(connection);
    await drift(connection, "four.test");
    await write();
    expect(fake.valuesOf(connection.hostname, "CNAME")).toEqual(["four.test"]);
  });
});
