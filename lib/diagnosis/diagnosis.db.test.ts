import { randomBytes } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { createConnection } from "@/lib/connections/create-connection";
import { createConnectionSchema } from "@/lib/connections/schema";
import { checkSharedConnection } from "@/lib/diagnosis/check-shared-connection";
import { createShareLink } from "@/lib/diagnosis/create-share-link";
import { diagnoseConnection } from "@/lib/diagnosis/diagnose-connection";
import { listShareLinks } from "@/lib/diagnosis/list-share-links";
import { listSnapshots } from "@/lib/diagnosis/list-snapshots";
import { noteSharedOpening } from "@/lib/diagnosis/note-shared-opening";
import { reencryptShareLinks } from "@/lib/diagnosis/reencrypt-share-links";
import { revokeShareLink } from "@/lib/diagnosis/revoke-share-link";
import { listShareLinksSchema, listSnapshotsSchema } from "@/lib/diagnosis/schema";
import { readSharedSetUp } from "@/lib/diagnosis/setup/read-shared-set-up";
import { maxSnapshots } from "@/lib/diagnosis/store-snapshot";
import { sweepSnapshots } from "@/lib/diagnosis/sweep-snapshots";
import { verifyConnection } from "@/lib/diagnosis/verify-connection";
import { challenge } from "@/lib/dns/records/challenge";
import { isRefusal } from "@/lib/kernel/errors";
import { silentLog } from "@/lib/kernel/log";
import { createEncryptor } from "@/lib/platform/crypto/encryptor";
import { drainJobs } from "@/lib/platform/jobs/drain-jobs";
import { validCertificate } from "@/lib/runtime/testing/context";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";
import { jobHandlers } from "@/lib/runtime/worker/registry";

const { database, world, tenant, other } = setUpWorld();
let count = 0;

beforeEach(async () => {
  world.delegate("acme.test", ["ns1.provider.test", "ns2.provider.test"]);
});

async function connect() {
  count += 1;
  const input = { applicationId: tenant.applicationId, hostname: `shop${count}.acme.test` };
  return createConnection(tenant.ctx, createConnectionSchema.parse(input));
}

async function refusalOf(work: Promise<unknown>) {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!isRefusal(error)) throw new Error(`not a refusal: ${String(error)}`);
  return error;
}

const snapshotsOf = (id: string, ctx = tenant.ctx) => listSnapshots(ctx, listSnapshotsSchema.parse({ id }));
const codesOf = (diagnosis: { findings: { code: string }[] }) => diagnosis.findings.map(({ code }) => code);

/** Runs the due jobs for `ms` of the world's time. */
async function work(ms: number, stepMs = 30_000): Promise<void> {
  for (let passed = 0; passed <= ms; passed += stepMs) {
    await drainJobs(database, {
      now: world.service.now,
      handlers: jobHandlers(world.service),
      log: silentLog,
      concurrency: 4,
      budgetMs: 60_000,
    });
    world.advance(stepMs);
  }
}

it("says what to publish, with the host as the provider's form wants it and a link that works", async () => {
  const connection = await connect();
  const diagnosis = await diagnoseConnection(tenant.ctx, { id: connection.id });
  expect(codesOf(diagnosis)).toEqual(["txt-missing", "cname-missing"]);
  const [first] = diagnosis.findings;
  expect(first?.record).toEqual({
    action: "add",
    host: challenge.name(connection.hostname.split(".")[0] ?? ""),
    fqdn: connection.ownershipChallenge.name,
    type: "TXT",
    value: connection.ownershipChallenge.value,
  });
  expect(first?.docUrl).toBe("https://app.example.com/docs/troubleshooting#txt-missing");
  expect(diagnosis.evidence.parts.connection).toBe("ok");
});

it("is another tenant's nobody's business: neither diagnosis, snapshots nor share links", async () => {
  const { id } = await connect();
  const link = await createShareLink(tenant.ctx, { id, expiresInDays: 7 });
  for (const refused of [
    () => diagnoseConnection(other.ctx, { id }),
    () => snapshotsOf(id, other.ctx),
    () => createShareLink(other.ctx, { id, expiresInDays: 7 }),
    () => listShareLinks(other.ctx, listShareLinksSchema.parse({ id })),
    () => revokeShareLink(other.ctx, { id, linkId: link.id }),
  ]) {
    expect((await refusalOf(refused())).code).toBe("not_found");
  }
  expect((await readSharedSetUp(world.service, { token: link.token })).hostname).toMatch(/acme/);
});

it("gives a refused verify a summary of the reasons", async () => {
  const connection = await connect();
  world.publish(connection.hostname, "TXT", [connection.ownershipChallenge.value]);
  const refusal = await refusalOf(verifyConnection(tenant.ctx, { id: connection.id }));
  expect(refusal.code).toBe("ownership_not_found");
  expect(refusal.details?.findings).toMatchObject([
    { code: "txt-at-bare-hostname", record: { host: expect.stringMatching(new RegExp(`^${challenge.name("shop")}`)) } },
    { code: "cname-beside-other-records" },
  ]);
});

it("still refuses as before where the diagnosis itself breaks", async () => {
  const connection = await connect();
  const policy = Object.defineProperty({ ...tenant.ctx.policy }, "caaIdentities", {
    get() {
      throw new Error("broken");
    },
  });
  const refusal = await refusalOf(verifyConnection({ ...tenant.ctx, policy }, { id: connection.id }));
  expect([refusal.code, refusal.details?.findings]).toEqual(["ownership_not_found", []]);
});

it("keeps a snapshot when the codes change and not when they stay, and says what came and went", async () => {
  const { id, hostname, ownershipChallenge } = await connect();
  await diagnoseConnection(tenant.ctx, { id });
  world.advance(10_000);
  await diagnoseConnection(tenant.ctx, { id });
  expect((await snapshotsOf(id)).data).toHaveLength(1);
  world.publish(challenge.name(hostname), "TXT", [`"${ownershipChallenge.value}"`]);
  world.advance(10_000);
  await diagnoseConnection(tenant.ctx, { id });
  const { data } = await snapshotsOf(id);
  expect(data.map(({ codes }) => codes)).toEqual([
    ["txt-quoted", "cname-missing"],
    ["txt-missing", "cname-missing"],
  ]);
  expect(data[0]).toMatchObject({ appeared: ["txt-quoted"], cleared: ["txt-missing"] });
});

it("keeps one snapshot of a failure that is asked for again and again, and a new one ten minutes later", async () => {
  const { id } = await connect();
  for (let press = 0; press < 5; press += 1) {
    await refusalOf(verifyConnection(tenant.ctx, { id }));
    world.advance(2_000);
  }
  expect((await snapshotsOf(id)).data).toHaveLength(1);
  world.advance(600_000);
  await refusalOf(verifyConnection(tenant.ctx, { id }));
  expect((await snapshotsOf(id)).data).toHaveLength(2);
});

it("stores one automatically for each problem that the worker finds, and none for what is fixed at once", async () => {
  const { id, hostname, ownershipChallenge } = await connect();
  await work(30_000);
  expect((await snapshotsOf(id)).data).toEqual([]);
  await work(300_000);
  world.publish(challenge.name(hostname), "TXT", ["something else"]);
  await work(300_000);
  expect((await snapshotsOf(id)).data.map(({ codes }) => codes)).toEqual([
    ["txt-wrong-value", "cname-missing"],
    ["txt-missing", "cname-missing"],
  ]);
  world.edgeAnswers(() => validCertificate(world.service.now()));
  world.publish(challenge.name(hostname), "TXT", [ownershipChallenge.value]);
  world.publish(hostname, "CNAME", ["old.host.test"]);
  await verifyConnection(tenant.ctx, { id });
  await work(0);
  expect((await database.prisma.connection.findUniqueOrThrow({ where: { id } })).state).toBe("propagating");
  world.publish(hostname, "CNAME", ["edge.latchkey.test"]);
  await work(300_000);
  expect((await snapshotsOf(id)).data).toHaveLength(2);
  expect((await database.prisma.connection.findUniqueOrThrow({ where: { id } })).state).toBe("live");
});

it("keeps no more than fifty snapshots of a connection, and none for longer than 90 days", async () => {
  const { id, hostname } = await connect();
  for (let turn = 0; turn < maxSnapshots + 5; turn += 1) {
    world.publish(challenge.name(hostname), "TXT", turn % 2 === 0 ? [] : ["something else"]);
    world.advance(1_000);
    await diagnoseConnection(tenant.ctx, { id });
  }
  expect(await database.prisma.diagnosisSnapshot.count({ where: { connectionId: id } })).toBe(maxSnapshots);
  world.advance(91 * 86_400_000);
  await sweepSnapshots(world.service);
  expect(await database.prisma.diagnosisSnapshot.count({ where: { connectionId: id } })).toBe(0);
});

it("reports a drift once: what changed, from what to what, since when, on which servers; and stores its evidence", async () => {
  const { id, hostname, ownershipChallenge } = await connect();
  world.publish(challenge.name(hostname), "TXT", [ownershipChallenge.value]);
  world.publish(hostname, "CNAME", ["edge.latchkey.test"]);
  world.edgeAnswers(() => validCertificate(world.service.now()));
  await work(120_000);
  const before = world.service.now();
  world.publish(hostname, "CNAME", ["old.host.test"]);
  await work(1_800_000, 60_000);
  const row = await database.prisma.connection.findUniqueOrThrow({ where: { id } });
  expect(row.state).toBe("drifted");
  const drifts = await database.prisma.event.findMany({ where: { connectionId: id, type: "domain.drift" } });
  expect(drifts).toHaveLength(1);
  const [reported] = drifts.map(({ data }) => data as { evidence: { since: string; records: object[] } });
  expect(reported?.evidence.records).toMatchObject([
    {
      wanted: "edge.latchkey.test",
      observedValue: "old.host.test",
      servers: ["ns1.provider.test (192.0.2.1)", "ns2.provider.test (192.0.2.2)"],
    },
  ]);
  const since = new Date(reported?.evidence.since ?? 0);
  expect(since.getTime()).toBeGreaterThanOrEqual(before.getTime());
  expect(since.getTime()).toBeLessThan(drifts[0]?.createdAt.getTime() ?? 0);
  const { findings } = await diagnoseConnection(tenant.ctx, { id });
  const drift = findings.find(({ code }) => code === "records-drifted");
  expect(drift?.record).toMatchObject({ action: "change", type: "CNAME", value: "edge.latchkey.test" });
  expect(drift?.evidence.join("\n")).toContain("was edge.latchkey.test, is old.host.test");
  expect(drift?.evidence.join("\n")).toContain("ns1.provider.test (192.0.2.1), ns2.provider.test (192.0.2.2)");
  expect((await snapshotsOf(id)).data[0]?.codes).toContain("records-drifted");

  world.publish(hostname, "CNAME", ["edge.latchkey.test"]);
  await work(300_000);
  const all = await database.prisma.event.findMany({
    where: { connectionId: id, type: { in: ["domain.drift", "domain.recovered"] } },
    orderBy: { sequence: "asc" },
  });
  expect(all.map(({ type }) => type)).toEqual(["domain.drift", "domain.recovered"]);
});

it("shows the person with the link what to do, and nothing of the tenant's", async () => {
  const connection = await connect();
  const link = await createShareLink(tenant.ctx, { id: connection.id, expiresInDays: 7 });
  const shared = await readSharedSetUp(world.service, { token: link.token });
  const { name, value } = connection.ownershipChallenge;
  expect(shared.steps).toMatchObject([
    { action: "add", type: "TXT", fullHost: name, value, status: "todo" },
    { action: "add", type: "CNAME", fullHost: connection.hostname, value: "edge.latchkey.test", status: "todo" },
  ]);
  const text = JSON.stringify(shared);
  for (const secret of [connection.id, tenant.tenantId, tenant.applicationId, link.id])
    expect(text).not.toContain(secret);
});

it("says of our own faults to whoever has the link only that we are working on them", async () => {
  const { id, hostname, ownershipChallenge } = await connect();
  world.publish(challenge.name(hostname), "TXT", [ownershipChallenge.value]);
  world.publish(hostname, "CNAME", ["edge.latchkey.test"]);
  await database.prisma.job.updateMany({
    where: { key: `check-ownership:${id}` },
    data: { attempts: 9, lastError: "Error: connect ECONNREFUSED 10.1.2.3" },
  });
  // The checks are due, and no worker runs them.
  world.advance(600_000);
  const link = await createShareLink(tenant.ctx, { id, expiresInDays: 7 });
  const shared = await readSharedSetUp(world.service, { token: link.token });
  expect(shared.notes).toMatchObject([{ who: "us", title: "We are still working on it", details: [] }]);
  expect(shared.isDone).toBe(true);
  expect(JSON.stringify(shared)).not.toMatch(/ECONNREFUSED|WORKER_ENABLED|check-ownership/);
});

it("lets the person with the link have the records checked, a few times a minute, at nobody's expense", async () => {
  const { id, hostname, ownershipChallenge } = await connect();
  const { token } = await createShareLink(tenant.ctx, { id, expiresInDays: 7 });
  world.publish(challenge.name(hostname), "TXT", [ownershipChallenge.value]);
  world.publish(hostname, "CNAME", ["edge.latchkey.test"]);
  await checkSharedConnection(world.service, { token });
  const row = await database.prisma.connection.findUniqueOrThrow({ where: { id } });
  expect([row.ownership, row.pointing]).toEqual(["ok", "ok"]);
  for (let press = 1; press < 6; press += 1) await checkSharedConnection(world.service, { token });
  expect((await refusalOf(checkSharedConnection(world.service, { token }))).code).toBe("rate_limited");
  expect((await verifyConnection(tenant.ctx, { id })).state).toBe("issuing_cert");
  expect((await refusalOf(checkSharedConnection(world.service, { token: "made-up" }))).code).toBe("not_found");
});

it("closes a link that was withdrawn, has expired, is made up, or whose connection is archived", async () => {
  const { id } = await connect();
  const [first, second] = [
    await createShareLink(tenant.ctx, { id, expiresInDays: 1 }),
    await createShareLink(tenant.ctx, { id, expiresInDays: 30 }),
  ];
  await revokeShareLink(tenant.ctx, { id, linkId: first.id });
  await revokeShareLink(tenant.ctx, { id, linkId: first.id });
  const open = (token: string) => readSharedSetUp(world.service, { token });
  expect((await refusalOf(open(first.token))).code).toBe("not_found");
  expect((await refusalOf(open("made-up"))).code).toBe("not_found");
  expect((await refusalOf(open("x".repeat(10_000)))).code).toBe("not_found");
  const third = await createShareLink(tenant.ctx, { id, expiresInDays: 1 });
  world.advance(86_400_001);
  expect((await refusalOf(open(third.token))).code).toBe("not_found");
  expect((await open(second.token)).hostname).toMatch(/acme/);
  await archiveConnection(tenant.ctx, { id });
  expect((await refusalOf(open(second.token))).code).toBe("not_found");
  const audited = await database.prisma.auditEntry.findMany({
    where: { tenantId: tenant.tenantId, action: { startsWith: "share_link." } },
    orderBy: { id: "asc" },
  });
  expect(audited.map(({ action }) => action).sort()).toEqual([
    "share_link.created",
    "share_link.created",
    "share_link.created",
    "share_link.revoked",
  ]);
});

it("keeps a token hashed and encrypted, never in clear, and twenty open links", async () => {
  const { id } = await connect();
  const links: { id: string; token: string }[] = [];
  for (let turn = 0; turn < 21; turn += 1) {
    world.advance(1_000);
    links.push(await createShareLink(tenant.ctx, { id, expiresInDays: 7 }));
  }
  const rows = await database.prisma.shareLink.findMany({ where: { connectionId: id } });
  expect(JSON.stringify(rows)).not.toContain(links[20]?.token);
  expect(rows.filter(({ revokedAt }) => revokedAt === null)).toHaveLength(20);
  expect(rows.find(({ id: one }) => one === links[0]?.id)?.revokedAt).not.toBeNull();
});

it("gives the URL of a link again for as long as it works, and forgets its token afterwards", async () => {
  const { id } = await connect();
  const created = await Promise.all(
    [1, 30, 30].map((expiresInDays) => createShareLink(tenant.ctx, { id, expiresInDays })),
  );
  const urls = async () => {
    const { data } = await listShareLinks(tenant.ctx, listShareLinksSchema.parse({ id }));
    return new Map(data.map((link) => [link.id, link.url]));
  };
  const sealed = async () =>
    database.prisma.shareLink.count({ where: { connectionId: id, tokenSealed: { not: null } } });
  expect(await urls()).toEqual(new Map(created.map((link) => [link.id, link.url])));
  const [short, revoked, last] = created;
  await revokeShareLink(tenant.ctx, { id, linkId: revoked?.id ?? "" });
  expect((await urls()).get(revoked?.id ?? "")).toBeNull();
  expect(await sealed()).toBe(2);
  world.advance(86_400_001);
  expect((await urls()).get(short?.id ?? "")).toBeNull();
  await sweepSnapshots(world.service);
  expect(await sealed()).toBe(1);
  expect((await urls()).get(last?.id ?? "")).toBe(last?.url);
  await archiveConnection(tenant.ctx, { id });
  expect((await urls()).get(last?.id ?? "")).toBeNull();
  await sweepSnapshots(world.service);
  expect(await sealed()).toBe(0);
});

it("encrypts the tokens of open links with a new key, and a link works as before", async () => {
  const { id } = await connect();
  const link = await createShareLink(tenant.ctx, { id, expiresInDays: 7 });
  const before = await database.prisma.shareLink.findUniqueOrThrow({ where: { id: link.id } });
  const newKey = randomBytes(32).toString("base64");
  const encryptor = createEncryptor([newKey, Buffer.alloc(32, "latchkey-test").toString("base64")]);
  const counts = await reencryptShareLinks({ ...world.service, encryptor });
  expect(counts.unreadable).toBe(0);
  expect(counts.reencrypted).toBeGreaterThan(0);
  const after = await database.prisma.shareLink.findUniqueOrThrow({ where: { id: link.id } });
  expect(after.tokenSealed).not.toEqual(before.tokenSealed);
  expect(createEncryptor([newKey]).decrypt(after.tokenSealed ?? new Uint8Array())).toBe(link.token);
  await database.prisma.shareLink.update({ where: { id: link.id }, data: { tokenSealed: before.tokenSealed } });
});

it("says when a link was opened, first and last, and ignores what is no link", async () => {
  const { id } = await connect();
  const link = await createShareLink(tenant.ctx, { id, expiresInDays: 7 });
  const opened = async () => {
    const { data } = await listShareLinks(tenant.ctx, listShareLinksSchema.parse({ id }));
    return data.map(({ firstOpenedAt, lastOpenedAt }) => [firstOpenedAt, lastOpenedAt]);
  };
  await readSharedSetUp(world.service, { token: link.token });
  await noteSharedOpening(world.service, { token: "made-up" });
  expect(await opened()).toEqual([[null, null]]);
  const first = world.service.now();
  await noteSharedOpening(world.service, { token: link.token });
  world.advance(30_000);
  await noteSharedOpening(world.service, { token: link.token });
  expect(await opened()).toEqual([[first, first]]);
  world.advance(60_000);
  const last = world.service.now();
  await noteSharedOpening(world.service, { token: link.token });
  expect(await opened()).toEqual([[first, last]]);
});
