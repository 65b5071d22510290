import { describe, expect, it } from "vitest";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { checkOwnership } from "@/lib/connections/check-ownership";
import { checkRecords } from "@/lib/connections/check-records";
import { checkRecordsNow } from "@/lib/connections/check-records-now";
import { createConnection } from "@/lib/connections/create-connection";
import { getConnection } from "@/lib/connections/get-connection";
import { listConnections } from "@/lib/connections/list-connections";
import { listEvents } from "@/lib/connections/list-events";
import { probeCertificate } from "@/lib/connections/probe-certificate";
import { probeOverdueRenewals } from "@/lib/connections/probe-overdue-renewals";
import { readCertificateObservation } from "@/lib/connections/record-observation";
import type { ConnectionResource } from "@/lib/connections/schema";
import type { Prisma } from "@/lib/db/generated/client";
import { inTransaction } from "@/lib/db/transaction";
import { verifyConnection } from "@/lib/diagnosis/verify-connection";
import { challenge } from "@/lib/dns/records/challenge";
import type { Context } from "@/lib/platform/ports/context";
import type { CertificateFault, ProbeResult, ReachJudgement } from "@/lib/platform/ports/edge";
import { createTestTenant, type TestTenant, testEdge, validCertificate } from "@/lib/runtime/testing/context";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const { database, world, tenant, other } = setUpWorld();
let names = 0;

async function connect(on: TestTenant = tenant, hostname = `shop${++names}.acme.test`): Promise<ConnectionResource> {
  return createConnection(on.ctx, { applicationId: on.applicationId, hostname, setupType: "manual" });
}

function publishProof({ ownershipChallenge: challenge }: ConnectionResource): void {
  world.publish(challenge.name, "TXT", [challenge.value]);
}

function publishRecords({ hostname }: ConnectionResource): void {
  world.publish(hostname, "CNAME", [testEdge.hostname]);
}

async function live(): Promise<ConnectionResource> {
  const connection = await connect();
  publishProof(connection);
  publishRecords(connection);
  world.edgeAnswers(() => validCertificate(world.service.now()));
  await checkOwnership(tenant.ctx, { connectionId: connection.id });
  await checkRecords(tenant.ctx, { connectionId: connection.id });
  await probeCertificate(tenant.ctx, { connectionId: connection.id });
  const now = await getConnection(tenant.ctx, { id: connection.id });
  expect(now.state).toBe("live");
  return now;
}

async function typesOf(ctx: Context, id: string): Promise<string[]> {
  return (await listEvents(ctx, { id, limit: 100 })).data.map((event) => event.type).reverse();
}

const claimOf = (hostname: string) => database.prisma.hostnameClaim.findUnique({ where: { hostname } });

describe("setup", () => {
  it("hands out a challenge of at least 128 random bits and the records to publish", async () => {
    const connection = await connect();
    expect(connection.state).toBe("pending_ownership");
    expect(connection.ownershipChallenge.name).toBe(challenge.name(connection.hostname));
    expect(
      Buffer.from(connection.ownershipChallenge.value.replace(challenge.value(""), ""), "base64url").length,
    ).toBeGreaterThanOrEqual(16);
    expect(connection.desiredRecords).toEqual([
      { host: connection.hostname, type: "CNAME", value: testEdge.hostname, ttl: 300, priority: null },
    ]);
    expect(await claimOf(connection.hostname)).toBeNull();
  });

  it("asks for an address record at an apex, where a CNAME is not allowed", async () => {
    const connection = await connect(tenant, `apex${++names}.test`);
    expect(connection.kind).toBe("apex");
    expect(connection.desiredRecords.map(({ type, value }) => [type, value])).toEqual([["A", "203.0.113.10"]]);
  });

  it("goes live step by step, and reports each step once and in order", async () => {
    const connection = await live();
    expect(await typesOf(tenant.ctx, connection.id)).toEqual([
      "connection.created",
      "connection.pending_ownership",
      "domain.verified",
      "domain.added",
      "connection.issuing_cert",
      "ssl.issued",
      "domain.flow.completed",
    ]);
    expect(connection).toMatchObject({ ownership: "ok", pointing: "ok", certificate: { status: "ok", serial: "01" } });
    expect((await claimOf(connection.hostname))?.connectionId).toBe(connection.id);
  });

  it("fires the pair of going live once, however many probes race", async () => {
    const connection = await connect();
    publishProof(connection);
    publishRecords(connection);
    await checkOwnership(tenant.ctx, { connectionId: connection.id });
    await checkRecords(tenant.ctx, { connectionId: connection.id });
    world.edgeAnswers(() => validCertificate(world.service.now()));
    await Promise.all(Array.from({ length: 8 }, () => probeCertificate(tenant.ctx, { connectionId: connection.id })));
    const types = await typesOf(tenant.ctx, connection.id);
    expect(types.filter((type) => type === "ssl.issued")).toHaveLength(1);
    expect(types.filter((type) => type === "domain.flow.completed")).toHaveLength(1);
  });

  it("goes live behind a proxy that forwards visitors to us, once control is proven and not before", async () => {
    const connection = await connect();
    world.publish(connection.hostname, "A", ["198.51.100.7"]);
    world.setForwarders(["198.51.100.7"]);
    world.edgeAnswers(() => validCertificate(world.service.now()));
    const step = async () => {
      world.advance(1_000);
      await checkOwnership(tenant.ctx, { connectionId: connection.id });
      await checkRecords(tenant.ctx, { connectionId: connection.id });
      return (await getConnection(tenant.ctx, { id: connection.id })).state;
    };
    expect(await step()).toBe("pending_ownership");
    publishProof(connection);
    expect(await step()).toBe("issuing_cert");
    await probeCertificate(tenant.ctx, { connectionId: connection.id });
    expect((await getConnection(tenant.ctx, { id: connection.id })).state).toBe("live");
  });

  it("is not live behind a proxy that redirects visitors in a circle, though its certificate is valid", async () => {
    const connection = await connect();
    const connectionId = connection.id;
    publishProof(connection);
    world.publish(connection.hostname, "A", ["198.51.100.7"]);
    world.edgeAnswers(() => validCertificate(world.service.now()));
    let isLooping = true;
    // Right after the proof no handshake is made, and over HTTP nothing is wrong.
    world.setForwarders(["198.51.100.7"], (secure) => (secure !== "skipped" && isLooping ? "fails" : "arrives"));
    await checkOwnership(tenant.ctx, { connectionId });
    const states: string[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      await checkRecords(tenant.ctx, { connectionId });
      await probeCertificate(tenant.ctx, { connectionId });
      states.push((await getConnection(tenant.ctx, { id: connectionId })).state);
      world.advance(5_000);
    }
    expect(states).toEqual(["issuing_cert", "propagating", "propagating"]);
    isLooping = false;
    await checkRecords(tenant.ctx, { connectionId });
    await probeCertificate(tenant.ctx, { connectionId });
    expect((await getConnection(tenant.ctx, { id: connectionId })).state).toBe("live");
  });

  it("still requires the records that lead no visitor, whatever visitors reach", async () => {
    const hostname = `shop${++names}.acme.test`;
    const dnsRecords = [
      { host: "{{hostname}}", type: "A" as const, value: testEdge.addresses[0] ?? "", ttl: 300 },
      { host: "{{hostname}}", type: "TXT" as const, value: "site=42", ttl: 300 },
      { host: "_site.{{hostname}}", type: "TXT" as const, value: "site=42", ttl: 300 },
    ];
    const { applicationId } = tenant;
    const connection = await createConnection(tenant.ctx, { applicationId, hostname, setupType: "manual", dnsRecords });
    publishProof(connection);
    world.publish(hostname, "A", ["198.51.100.7"]);
    world.setForwarders(["198.51.100.7"]);
    const step = async () => {
      world.advance(1_000);
      await checkOwnership(tenant.ctx, { connectionId: connection.id });
      await checkRecords(tenant.ctx, { connectionId: connection.id });
      return (await getConnection(tenant.ctx, { id: connection.id })).state;
    };
    expect(await step()).toBe("propagating");
    world.publish(`_site.${hostname}`, "TXT", ["site=42"]);
    expect(await step()).toBe("propagating");
    world.publish(hostname, "TXT", ["site=42"]);
    expect(await step()).toBe("issuing_cert");
  });

  it("is not live before a valid certificate was seen", async () => {
    const connection = await connect();
    publishProof(connection);
    publishRecords(connection);
    await checkOwnership(tenant.ctx, { connectionId: connection.id });
    await checkRecords(tenant.ctx, { connectionId: connection.id });
    world.edgeAnswers(() => ({ kind: "refused", code: "alert", reason: "internal_error" }));
    await probeCertificate(tenant.ctx, { connectionId: connection.id });
    expect((await getConnection(tenant.ctx, { id: connection.id })).state).toBe("issuing_cert");
    world.advance(minute);
    world.edgeAnswers(
      () =>
        ({
          ...validCertificate(world.service.now()),
          kind: "certificate",
          trusted: false,
          code: "untrusted_issuer",
          reason: "unknown authority",
        }) as never,
    );
    await probeCertificate(tenant.ctx, { connectionId: connection.id });
    const after = await getConnection(tenant.ctx, { id: connection.id });
    expect(after.state).toBe("issuing_cert");
    expect(after.certificate.error).toBe("unknown authority");
    const row = await database.prisma.connection.findUniqueOrThrow({ where: { id: connection.id } });
    expect(row.certificate).toMatchObject({ probe: { kind: "certificate", code: "untrusted_issuer" } });
    const { probe: _, ...withoutCode } = row.certificate as Record<string, unknown>;
    expect(readCertificateObservation(withoutCode as Prisma.JsonObject)).toMatchObject({ error: "unknown authority" });
  });
});

describe("proof", () => {
  it("needs the value on every authoritative server that answers", async () => {
    const connection = await connect();
    world.publishOnFirst(connection.ownershipChallenge.name, "TXT", [connection.ownershipChallenge.value]);
    await checkOwnership(tenant.ctx, { connectionId: connection.id });
    expect((await getConnection(tenant.ctx, { id: connection.id })).state).toBe("verifying");
    expect(await claimOf(connection.hostname)).toBeNull();
  });

  it("is not given by another value, nor by the name resolving to something", async () => {
    const connection = await connect();
    world.publish(connection.ownershipChallenge.name, "TXT", [`${connection.ownershipChallenge.value}x`]);
    world.publish(connection.hostname, "A", ["203.0.113.10"]);
    await expect(verifyConnection(tenant.ctx, { id: connection.id })).rejects.toMatchObject({
      code: "ownership_not_found",
      details: { seen: "seen", values: [`${connection.ownershipChallenge.value}x`], state: "verifying" },
    });
    world.advance(1_000);
    world.publish(connection.ownershipChallenge.name, "TXT", []);
    await expect(verifyConnection(tenant.ctx, { id: connection.id })).rejects.toMatchObject({
      details: { seen: "missing", state: "pending_ownership" },
    });
  });

  it("answers verify with the connection once the value is there", async () => {
    const connection = await connect();
    publishProof(connection);
    expect((await verifyConnection(tenant.ctx, { id: connection.id })).ownership).toBe("ok");
  });

  it("stalls after 72 hours, comes back by evidence, and fails after 30 days", async () => {
    const connection = await connect();
    world.advance(72 * hour);
    await checkOwnership(tenant.ctx, { connectionId: connection.id });
    const stalled = await getConnection(tenant.ctx, { id: connection.id });
    expect([stalled.state, stalled.errorCode]).toEqual(["stalled", "ownership_not_found"]);
    world.advance(hour);
    await expect(verifyConnection(tenant.ctx, { id: connection.id })).rejects.toMatchObject({
      details: { state: "pending_ownership" },
    });
    world.advance(30 * day);
    const { runAgainAt } = await checkOwnership(tenant.ctx, { connectionId: connection.id });
    const failed = await getConnection(tenant.ctx, { id: connection.id });
    expect([failed.state, failed.errorCode, runAgainAt]).toEqual(["failed", "ownership_not_proven", null]);
    expect(await typesOf(tenant.ctx, connection.id)).toEqual([
      "connection.created",
      "connection.pending_ownership",
      "domain.stalled",
      "connection.pending_ownership",
      "domain.failed",
    ]);
  });

  it("that comes too late is reported as missing, not as another tenant's", async () => {
    const connection = await connect();
    world.advance(30 * day);
    await expect(verifyConnection(tenant.ctx, { id: connection.id })).rejects.toMatchObject({
      code: "ownership_not_found",
      details: { state: "failed" },
    });
  });

  it("goes to one tenant, and the other one gets HostnameConflict", async () => {
    const mine = await connect(tenant, "both.acme.test");
    const theirs = await connect(other, "both.acme.test");
    world.publish(mine.ownershipChallenge.name, "TXT", [
      mine.ownershipChallenge.value,
      theirs.ownershipChallenge.value,
    ]);
    await verifyConnection(tenant.ctx, { id: mine.id });
    await expect(verifyConnection(other.ctx, { id: theirs.id })).rejects.toMatchObject({
      code: "HostnameConflict",
      details: { heldBy: "another_tenant" },
    });
    const lost = await getConnection(other.ctx, { id: theirs.id });
    expect([lost.state, lost.errorCode]).toEqual(["failed", "HostnameConflict"]);
    expect((await typesOf(other.ctx, theirs.id)).at(-1)).toBe("domain.failed");
    await archiveConnection(tenant.ctx, { id: mine.id });
    await archiveConnection(other.ctx, { id: theirs.id });
    expect((await connect(other, "both.acme.test")).state).toBe("pending_ownership");
  });

  it("50 races of two tenants for one hostname: one claim, and the loser gets HostnameConflict", async () => {
    for (let race = 0; race < 50; race += 1) {
      const hostname = `race${race}.acme.test`;
      const [mine, theirs] = [await connect(tenant, hostname), await connect(other, hostname)];
      world.publish(mine.ownershipChallenge.name, "TXT", [
        mine.ownershipChallenge.value,
        theirs.ownershipChallenge.value,
      ]);
      const results = await Promise.allSettled([
        verifyConnection(tenant.ctx, { id: mine.id }),
        verifyConnection(other.ctx, { id: theirs.id }),
      ]);
      const lost = results.filter((result) => result.status === "rejected");
      expect(lost.map((result) => result.reason.code)).toEqual(["HostnameConflict"]);
      const winner = results[0]?.status === "fulfilled" ? mine.id : theirs.id;
      expect((await claimOf(hostname))?.connectionId).toBe(winner);
    }
  });
});

describe("a hostname that is taken", () => {
  it("is refused to the same tenant until the old connection is archived, failed or not", async () => {
    const connection = await connect();
    await expect(connect(tenant, connection.hostname)).rejects.toMatchObject({
      code: "HostnameConflict",
      details: { heldBy: "own_connection", connectionId: connection.id },
    });
    await archiveConnection(tenant.ctx, { id: connection.id });
    expect((await connect(tenant, connection.hostname)).id).not.toBe(connection.id);
  });

  it("is refused to another tenant only once control was proven, and names no other tenant's connection", async () => {
    const connection = await connect();
    expect((await connect(other, connection.hostname)).state).toBe("pending_ownership");
    publishProof(connection);
    await verifyConnection(tenant.ctx, { id: connection.id });
    const third = await createTestTenant(world.service);
    const refusal = await connect(third, connection.hostname).catch((error) => error);
    expect(refusal.code).toBe("HostnameConflict");
    expect(JSON.stringify(refusal.details)).not.toContain(connection.id);
  });

  it("is created once by concurrent requests", async () => {
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => connect(tenant, "concurrent.acme.test")));
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    for (const result of results) if (result.status === "rejected") expect(result.reason.code).toBe("HostnameConflict");
  });
});

describe("a live domain", () => {
  const recheck = async (id: string) => checkRecords(tenant.ctx, { connectionId: id });

  it("drifts only after three mismatches over two minutes, keeps its claim, and comes back", async () => {
    const connection = await live();
    world.publish(connection.hostname, "CNAME", []);
    world.publish(connection.hostname, "A", ["198.51.100.7"]);
    for (const seconds of [1, 60, 59]) {
      world.advance(seconds * 1_000);
      await recheck(connection.id);
      expect((await getConnection(tenant.ctx, { id: connection.id })).state).toBe("live");
    }
    world.advance(1_000);
    await recheck(connection.id);
    const drifted = await getConnection(tenant.ctx, { id: connection.id });
    expect([drifted.state, drifted.pointing, drifted.observedRecords[0]?.observedValue]).toEqual([
      "drifted",
      "broken",
      "198.51.100.7",
    ]);
    expect(await claimOf(connection.hostname)).not.toBeNull();
    world.advance(minute);
    publishRecords(connection);
    await recheck(connection.id);
    expect((await getConnection(tenant.ctx, { id: connection.id })).state).toBe("live");
    expect((await typesOf(tenant.ctx, connection.id)).slice(-4)).toEqual([
      "domain.drift",
      "domain.recovered",
      "ssl.issued",
      "domain.flow.completed",
    ]);
  });

  it("never drifts by silence, and silence does not end a series of mismatches", async () => {
    const connection = await live();
    world.silence(true);
    for (let check = 0; check < 10; check += 1) {
      world.advance(5 * minute);
      await recheck(connection.id);
    }
    const silent = await getConnection(tenant.ctx, { id: connection.id });
    expect([silent.state, silent.pointing, silent.observedRecords[0]?.propagated]).toEqual(["live", "ok", null]);
  });

  it("does not drift behind a proxy that forwards visitors to us, and drifts when it no longer does", async () => {
    const connection = await live();
    world.publish(connection.hostname, "CNAME", []);
    world.publish(connection.hostname, "A", ["198.51.100.7", "198.51.100.8"]);
    world.setForwarders(["198.51.100.7", "198.51.100.8"]);
    for (let check = 0; check < 5; check += 1) {
      world.advance(minute);
      await recheck(connection.id);
    }
    const proxied = await getConnection(tenant.ctx, { id: connection.id });
    expect([proxied.state, proxied.pointing, proxied.observedRecords[0]]).toMatchObject([
      "live",
      "ok",
      { propagated: false, observedValue: "198.51.100.7, 198.51.100.8" },
    ]);
    // One of the two that visitors may come to is enough.
    world.setForwarders(["198.51.100.7"]);
    for (let check = 0; check < 3; check += 1) {
      world.advance(minute);
      await recheck(connection.id);
    }
    expect((await getConnection(tenant.ctx, { id: connection.id })).state).toBe("drifted");
    world.setForwarders(["198.51.100.7", "198.51.100.8"]);
    world.advance(minute);
    await recheck(connection.id);
    expect((await getConnection(tenant.ctx, { id: connection.id })).state).toBe("live");
    const recovered = (await listEvents(tenant.ctx, { id: connection.id, limit: 100 })).data.find(
      ({ type }) => type === "domain.recovered",
    );
    expect(recovered?.data).toMatchObject({ evidence: { reachedThrough: ["198.51.100.7", "198.51.100.8"] } });
  });

  it("does not drift while the proxy that it was reached through is silent, and drifts at another server that is", async () => {
    const connection = await live();
    world.publish(connection.hostname, "CNAME", []);
    world.publish(connection.hostname, "A", ["198.51.100.7"]);
    world.setForwarders(["198.51.100.7"]);
    const checkOften = async () => {
      for (let check = 0; check < 6; check += 1) {
        world.advance(minute);
        await recheck(connection.id);
      }
      const { state, pointing } = await getConnection(tenant.ctx, { id: connection.id });
      return [state, pointing];
    };
    expect(await checkOften()).toEqual(["live", "ok"]);
    world.setForwarders(["198.51.100.7"], () => "silent");
    expect(await checkOften()).toEqual(["live", "ok"]);
    world.publish(connection.hostname, "A", ["198.51.100.9"]);
    world.setForwarders(["198.51.100.9"], () => "silent");
    expect(await checkOften()).toEqual(["drifted", "broken"]);
  });

  it("drifts when the proxy that it is reached through starts to redirect visitors in a circle", async () => {
    const connection = await live();
    world.publish(connection.hostname, "CNAME", []);
    world.publish(connection.hostname, "A", ["198.51.100.7"]);
    // Before a certificate only the loop would count, with one the whole way does.
    const asked: string[] = [];
    let judgement: ReachJudgement = "arrives";
    world.setForwarders(["198.51.100.7"], (secure) => {
      asked.push(secure);
      return judgement;
    });
    world.advance(minute);
    await recheck(connection.id);
    judgement = "fails";
    const states: string[] = [];
    for (let check = 0; check < 4; check += 1) {
      world.advance(minute);
      await recheck(connection.id);
      states.push((await getConnection(tenant.ctx, { id: connection.id })).state);
    }
    expect([states[0], states[1], states.at(-1)]).toEqual(["live", "live", "drifted"]);
    expect(new Set(asked)).toEqual(new Set(["required"]));
  });

  it("does not wait for a clock that was ahead", async () => {
    const connection = await live();
    const truth = world.service.now();
    world.advance(30 * day);
    world.publish(connection.hostname, "CNAME", []);
    await recheck(connection.id);
    world.set(new Date(truth.getTime() + minute));
    for (const minutes of [0, 1, 1, 1]) {
      world.advance(minutes * minute + 1);
      await recheck(connection.id);
    }
    expect((await getConnection(tenant.ctx, { id: connection.id })).state).toBe("drifted");
  });

  /** What Caddy asked last about the hostname, as an edge reports it. */
  async function reportAsk(hostname: string, lastAllowed: boolean) {
    const answer = { lastAllowed, lastReason: lastAllowed ? null : "not_loaded", lastAskedAt: world.service.now() };
    await database.prisma.askDecision.upsert({ where: { hostname }, create: { hostname, ...answer }, update: answer });
  }

  function faulty(code: CertificateFault): ProbeResult {
    const probe = validCertificate(world.service.now());
    return probe.kind === "certificate" ? { ...probe, trusted: false, code, reason: code } : probe;
  }

  const refused = { kind: "refused", code: "alert", reason: "internal_error" } as const;

  it("reports a renewed certificate, a failing one once after three confirmations, and its recovery once", async () => {
    const connection = await live();
    const { id, hostname } = connection;
    const probe = () => probeCertificate(tenant.ctx, { connectionId: id });
    world.advance(13 * hour);
    world.edgeAnswers(() => validCertificate(world.service.now(), "02"));
    await probe();
    world.edgeAnswers(() => refused);
    world.advance(13 * hour);
    for (let check = 0; check < 6; check += 1) {
      await reportAsk(hostname, true);
      const { runAgainAt } = await probe();
      const { status, serial } = (await getConnection(tenant.ctx, { id })).certificate;
      expect([check, status, serial]).toEqual([check, check < 2 ? "ok" : "broken", "02"]);
      world.set(runAgainAt ?? world.service.now());
    }
    expect((await typesOf(tenant.ctx, id)).slice(-2)).toEqual(["ssl.renewed", "ssl.failing"]);
    expect((await getConnection(tenant.ctx, { id })).state).toBe("live");
    world.edgeAnswers(() => validCertificate(world.service.now(), "02"));
    for (let check = 0; check < 2; check += 1) {
      const { runAgainAt } = await probe();
      world.set(runAgainAt ?? world.service.now());
    }
    expect((await typesOf(tenant.ctx, id)).slice(-2)).toEqual(["ssl.failing", "ssl.recovered"]);
    expect((await getConnection(tenant.ctx, { id })).certificate.status).toBe("ok");
  });

  it.each([
    ["refuses handshakes without asking us, as while the responder is down", null, refused],
    ["is refused by us, as while the responder has no set", false, refused],
    ["cannot be reached", true, { kind: "unreachable", code: "timeout", reason: "no connection" } as const],
    ["is checked with roots that cannot be read", true, "roots_unavailable"],
  ] as const)("reports no failing certificate while the edge %s", async (_, allowed, answer) => {
    const { id, hostname } = await live();
    world.edgeAnswers(() => (answer === "roots_unavailable" ? faulty(answer) : answer));
    world.advance(13 * hour);
    for (let check = 0; check < 8; check += 1) {
      if (allowed !== null) await reportAsk(hostname, allowed);
      const { runAgainAt } = await probeCertificate(tenant.ctx, { connectionId: id });
      world.set(runAgainAt ?? world.service.now());
    }
    expect(await typesOf(tenant.ctx, id)).not.toContain("ssl.failing");
    expect((await getConnection(tenant.ctx, { id })).certificate.status).toBe("ok");
  });

  it("reports an expired certificate that is shown three times", async () => {
    const { id } = await live();
    world.edgeAnswers(() => faulty("expired"));
    world.advance(13 * hour);
    const seen: boolean[] = [];
    for (let check = 0; check < 4; check += 1) {
      const { runAgainAt } = await probeCertificate(tenant.ctx, { connectionId: id });
      world.set(runAgainAt ?? world.service.now());
      seen.push((await typesOf(tenant.ctx, id)).includes("ssl.failing"));
    }
    expect(seen).toEqual([false, false, true, true]);
  });

  it("reports a certificate that is not renewed in time once, though it is still valid", async () => {
    const connection = await live();
    const certificate = validCertificate(world.service.now());
    world.edgeAnswers(() => certificate);
    const failing = async () =>
      (await typesOf(tenant.ctx, connection.id)).filter((type) => type === "ssl.failing").length;
    for (const [minutes, reported] of [
      [74 * 1_440, 0],
      [2 * 1_440, 0],
      [1, 0],
      [1, 1],
      [10, 1],
      [1_440, 1],
    ] as const) {
      world.advance(minutes * minute);
      await probeCertificate(tenant.ctx, { connectionId: connection.id });
      expect(await failing()).toBe(reported);
    }
    expect((await getConnection(tenant.ctx, { id: connection.id })).certificate.status).toBe("ok");
  });

  it("reports a certificate that one edge did not renew in time, though another edge has the new one", async () => {
    const { id, hostname } = await live();
    const notAfter = new Date(world.service.now().getTime() + day).toISOString();
    const report = (overdue: object[]) => {
      const seen = { seenAt: world.service.now(), renewals: { overdue } };
      const edge = { id: "019aa6c5-0b30-7e55-a6d2-58e1b7c9a004", name: "edge-2", responderVersion: "1", hosts: 1 };
      const create = { ...edge, startedAt: world.service.now(), ...seen };
      return database.prisma.edge.upsert({ where: { id: edge.id }, create, update: seen });
    };
    const dueProbes = () =>
      database.prisma.job.count({
        where: { name: "probe-certificate", key: { endsWith: id }, runAt: { lte: world.service.now() } },
      });
    world.advance(hour);
    await database.prisma.job.deleteMany({ where: { key: { endsWith: id } } });
    await report([]);
    expect([await probeOverdueRenewals(world.service), await dueProbes()]).toEqual([0, 0]);
    await report([{ hostname, notAfter }]);
    expect([await probeOverdueRenewals(world.service), await dueProbes()]).toEqual([1, 1]);
    await probeCertificate(tenant.ctx, { connectionId: id });
    world.advance(minute);
    // Once: the second time nothing is asked for.
    expect(await probeOverdueRenewals(world.service)).toBe(0);
    await probeCertificate(tenant.ctx, { connectionId: id });
    expect((await typesOf(tenant.ctx, id)).slice(-2)).toEqual(["domain.flow.completed", "ssl.failing"]);
    world.advance(minute);
    await report([]);
    await probeCertificate(tenant.ctx, { connectionId: id });
    expect((await typesOf(tenant.ctx, id)).slice(-2)).toEqual(["ssl.failing", "ssl.recovered"]);
  });

  it("gets no handshake before it is due", async () => {
    const connection = await live();
    let handshakes = 0;
    world.edgeAnswers(() => {
      handshakes += 1;
      return validCertificate(world.service.now());
    });
    world.advance(hour);
    await probeCertificate(tenant.ctx, { connectionId: connection.id });
    expect(handshakes).toBe(0);
    world.advance(59 * day);
    await probeCertificate(tenant.ctx, { connectionId: connection.id });
    expect(handshakes).toBe(1);
  });
});

describe("records:check", () => {
  it("reports for each record whether it is published and what is published instead", async () => {
    const connection = await connect();
    publishProof(connection);
    await verifyConnection(tenant.ctx, { id: connection.id });
    world.publish(connection.hostname, "CNAME", ["elsewhere.example"]);
    world.advance(1_000);
    expect(await checkRecordsNow(tenant.ctx, { id: connection.id })).toEqual({
      state: "propagating",
      records: [
        {
          host: connection.hostname,
          type: "CNAME",
          value: testEdge.hostname,
          propagated: false,
          observedValue: "elsewhere.example",
        },
      ],
    });
  });

  it("stalls propagation after 72 hours, and a person's check opens it again", async () => {
    const connection = await connect();
    publishProof(connection);
    await verifyConnection(tenant.ctx, { id: connection.id });
    await checkRecords(tenant.ctx, { connectionId: connection.id });
    world.advance(72 * hour);
    await checkRecords(tenant.ctx, { connectionId: connection.id });
    expect(await getConnection(tenant.ctx, { id: connection.id })).toMatchObject({
      state: "stalled",
      errorCode: "records_not_propagated",
    });
    expect((await typesOf(tenant.ctx, connection.id)).at(-1)).toBe("domain.stalled");
    world.advance(hour);
    expect((await checkRecordsNow(tenant.ctx, { id: connection.id })).state).toBe("propagating");
  });
});

describe("archiving", () => {
  it("releases the claim, can be requested twice, and is final", async () => {
    const connection = await live();
    expect((await archiveConnection(tenant.ctx, { id: connection.id })).state).toBe("archived");
    expect((await archiveConnection(tenant.ctx, { id: connection.id })).state).toBe("archived");
    expect((await typesOf(tenant.ctx, connection.id)).slice(-2)).toEqual(["domain.flow.completed", "domain.archived"]);
    expect(await claimOf(connection.hostname)).toBeNull();
    await expect(verifyConnection(tenant.ctx, { id: connection.id })).rejects.toMatchObject({ code: "invalid_state" });
    for (const check of [checkOwnership, checkRecords, probeCertificate]) {
      expect((await check(tenant.ctx, { connectionId: connection.id })).runAgainAt).toBeNull();
    }
  });
});

describe("another tenant", () => {
  it("finds nothing: every verb answers not_found, and lists are empty", async () => {
    const connection = await live();
    const id = connection.id;
    const attempts: (() => Promise<unknown>)[] = [
      () => getConnection(other.ctx, { id }),
      () => verifyConnection(other.ctx, { id }),
      () => checkRecordsNow(other.ctx, { id }),
      () => archiveConnection(other.ctx, { id }),
      () => listEvents(other.ctx, { id, limit: 20 }),
      () => checkOwnership(other.ctx, { connectionId: id }),
      () => checkRecords(other.ctx, { connectionId: id }),
      () => probeCertificate(other.ctx, { connectionId: id }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
    expect((await listConnections(other.ctx, { limit: 20 })).data).toEqual([]);
    expect((await getConnection(tenant.ctx, { id })).state).toBe("live");
  });

  it("is what a key of the other environment is, too", async () => {
    const connection = await connect();
    const testKey = { ...tenant.ctx, actor: { ...tenant.ctx.actor, environment: "test" as const } } as Context;
    await expect(getConnection(testKey, { id: connection.id })).rejects.toMatchObject({ code: "not_found" });
    expect((await listConnections(testKey, { limit: 20 })).data).toEqual([]);
    await expect(
      createConnection(testKey, { applicationId: tenant.applicationId, hostname: "x.acme.test", setupType: "manual" }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the list", () => {
  it("pages newest first without gaps or repeats while rows are added, and filters", async () => {
    const made: string[] = [];
    for (let index = 0; index < 7; index += 1) {
      world.advance(1);
      made.unshift((await connect(tenant, `list${index}.acme.test`)).id);
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listConnections(tenant.ctx, { limit: 3, ...(cursor ? { cursor } : {}) });
      seen.push(...page.data.map((item) => item.id));
      cursor = page.nextCursor ?? undefined;
      world.advance(1);
      await connect();
    } while (cursor);
    expect(seen).toEqual(made);
    const byState = await listConnections(tenant.ctx, { limit: 100, state: ["live"] });
    expect(byState.data).toEqual([]);
    expect(
      (await listConnections(tenant.ctx, { limit: 100, hostname: "list3" })).data.map((item) => item.hostname),
    ).toEqual(["list3.acme.test"]);
    expect((await listConnections(tenant.ctx, { limit: 100, q: "ist5.ac" })).data.map((item) => item.hostname)).toEqual(
      ["list5.acme.test"],
    );
    await expect(listConnections(tenant.ctx, { limit: 3, cursor: "nonsense" })).rejects.toMatchObject({
      code: "invalid",
      param: "cursor",
    });
  });
});

describe("jobs", () => {
  it("exist for as long as the state needs them, enqueued in the transaction of the change", async () => {
    const connection = await live();
    const jobs = await database.prisma.job.findMany({
      where: { key: { endsWith: connection.id } },
      orderBy: { name: "asc" },
    });
    expect(jobs.map((job) => job.name)).toEqual(["check-ownership", "check-records", "probe-certificate"]);
    const before = await database.prisma.job.count();
    const rolledBack = inTransaction({ database }, async (tx) => {
      await tx.job.deleteMany({ where: { key: { endsWith: connection.id } } });
      throw new Error("rolled back");
    });
    await expect(rolledBack).rejects.toThrow("rolled back");
    expect(await database.prisma.job.count()).toBe(before);
  });
});
