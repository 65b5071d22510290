import pMap from "p-map";
import { type Site, startServers, type ZooServers } from "@/e2e/failure-zoo/start-servers";
import { registry, type Setting, type ZooCase, zooEdge } from "@/e2e/failure-zoo/zoo-case";
import { checkOwnership } from "@/lib/connections/check-ownership";
import { checkRecords } from "@/lib/connections/check-records";
import { getConnectionRow } from "@/lib/connections/connection-row";
import { createConnection } from "@/lib/connections/create-connection";
import { justAdmittedMs } from "@/lib/connections/find-reachable-proxy";
import { driftConfirmationDelayMs, driftConfirmations } from "@/lib/connections/policy";
import { probeCertificate } from "@/lib/connections/probe-certificate";
import type { Database } from "@/lib/db/client";
import { diagnose } from "@/lib/diagnosis/diagnose";
import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import type { Finding } from "@/lib/diagnosis/evidence/finding";
import { gatherEvidence, subjectOf } from "@/lib/diagnosis/gather-evidence";
import { createRecursiveDns, type RecursiveDns } from "@/lib/dns/recursive";
import { createResolver } from "@/lib/dns/resolver";
import { createEdgeReach } from "@/lib/edge/edge-reach";
import type { Context } from "@/lib/platform/ports/context";
import type { AddressReach, ProbeResult, ReachProber, Visit } from "@/lib/platform/ports/edge";
import { createTestService, createTestTenant, type TestTenant, validCertificate } from "@/lib/runtime/testing/context";
import { openTestDatabase } from "@/lib/runtime/testing/database";
import { timeLimit } from "@/scripts/time-limit.mjs";

/** The diagnosis of one zone. */
export type Diagnosed = { findings: Finding[]; evidence: Evidence };

export type ZooResult = { zooCase: ZooCase; broken: Diagnosed; fixed: Diagnosed };

/** Twice the product's budget: other tests run at the same time, and this one is about findings, not about speed. */
const DIAGNOSIS_BUDGET_MS = timeLimit(10_000);
const ATTEMPT_TIMEOUT_MS = timeLimit(1_500);
const recheckIntervalMs = 10_000;
/** More than the cores: servers that do not answer cost time, but no work. */
const concurrency = 12;
/** Zones at these servers are diagnosed first, so that the others do not wait for them at the end. */
const slowServers = /silent|closed|dropping|unnamed/;

/** Serves the zones of all cases, runs the checks on a connection for each, and diagnoses it. */
export async function runZoo(cases: readonly ZooCase[]): Promise<ZooResult[]> {
  const database = await openTestDatabase();
  const closing: (() => Promise<unknown>)[] = [() => database.close()];
  try {
    // Zones contain the challenges, so the connections are created first.
    const tenant = await createTestTenant(createTestService(database, {}, zooPolicy));
    const connected = await pMap(variantsOf(cases), ({ zooCase, isBroken }) => connect(tenant, zooCase, isBroken), {
      concurrency,
    });
    const variants = connected.sort((a, b) => Number(isSlow(b)) - Number(isSlow(a)));
    const servers = await startServers(variants);
    closing.push(servers.stop);
    const resolvers = [{ host: "127.0.0.1", port: servers.resolver.port }];
    const options = {
      resolvers,
      authoritativePort: servers.port,
      allowPrivateNameservers: true,
      attemptTimeoutMs: ATTEMPT_TIMEOUT_MS,
    };
    const resolver = createResolver(options);
    const recursive = createRecursiveDns(options);
    closing.push(resolver.close, recursive.close);
    const run = (variant: Variant) =>
      diagnoseVariant(contextFor({ ...tenant.ctx, resolver, recursive }, database, variant), servers, variant);
    const diagnosed = await pMap(variants, run, { concurrency });
    const found = new Map(variants.map((variant, index) => [variant.key, diagnosed[index]]));
    for (const variant of variants) {
      const result = found.get(variant.key);
      // As the worker would: a check that got no answer in time is made again.
      if (!variant.isBroken && result !== undefined && (wasLate(result) || !isLive(result)))
        found.set(variant.key, await run(variant));
    }
    return cases.flatMap((zooCase) => {
      const [broken, fixed] = [found.get(keyOf(zooCase, true)), found.get(keyOf(zooCase, false))];
      return broken && fixed ? [{ zooCase, broken, fixed }] : [];
    });
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

const zooPolicy = { edge: zooEdge, platformHostnames: [zooEdge.hostname], recheckIntervalMs };

type Variant = Site & { zooCase: ZooCase; isBroken: boolean; connectionId: string; key: string };

/** Many cases share the same fixed zone: it is diagnosed once. */
function variantsOf(cases: readonly ZooCase[]): { zooCase: ZooCase; isBroken: boolean }[] {
  const all = cases.flatMap((zooCase) => [
    { zooCase, isBroken: true },
    { zooCase, isBroken: false },
  ]);
  return [...new Map(all.map((one) => [keyOf(one.zooCase, one.isBroken), one])).values()];
}

function keyOf(zooCase: ZooCase, isBroken: boolean): string {
  const { name, host, template, fixed } = zooCase;
  return isBroken ? name : JSON.stringify([host, template, fixed]);
}

async function connect(tenant: TestTenant, zooCase: ZooCase, isBroken: boolean): Promise<Variant> {
  const zone = `${zooCase.name}${isBroken ? "" : "-fixed"}.${registry}`;
  const { host = "shop", template } = zooCase;
  const { id, ownershipChallenge } = await createConnection(tenant.ctx, {
    applicationId: tenant.applicationId,
    hostname: host === "@" ? zone : `${host}.${zone}`,
    setupType: "manual",
    ...(template === undefined ? {} : { dnsRecords: template }),
  });
  const setting = isBroken ? zooCase.broken : zooCase.fixed;
  const key = keyOf(zooCase, isBroken);
  return { zooCase, isBroken, zone, setting, token: ownershipChallenge.value, connectionId: id, key };
}

function isSlow({ setting: { nameservers, delegatedTo, below, zonesBelow } }: Variant): boolean {
  return slowServers.test(JSON.stringify([nameservers, delegatedTo, below, zonesBelow]));
}

/** No server of a fixed zone is silent: what timed out was late because this machine was busy, and is diagnosed alone. */
function wasLate({ evidence, findings }: Diagnosed): boolean {
  const reasons = evidence.answers.flatMap(({ servers }) => servers.map(({ reason }) => reason));
  const isIncomplete = Object.values(evidence.parts).includes("timeout");
  const isBlamed = findings.some(({ severity }) => severity !== "info");
  return isBlamed && (isIncomplete || reasons.some((reason) => reason === "timeout" || reason === "no_tcp"));
}

function isLive({ evidence }: Diagnosed): boolean {
  return evidence.connection?.state === "live";
}

type ZooContext = Context & { wait(ms: number): void };

/** DNS is real. The edge is faked: the setting says what it does in handshakes and for visitors. */
function contextFor(ctx: Context, database: Database, { setting }: Variant): ZooContext {
  let waitedMs = 0;
  const now = () => new Date(Date.now() + waitedMs);
  const reach: ReachProber = {
    probe: async (_hostname, address, { handshake }) => reachOf(setting, address, handshake),
  };
  return {
    ...ctx,
    now,
    wait: (ms) => {
      waitedMs += ms;
    },
    tlsProber: {
      async probe(hostname) {
        // Caddy asks before it orders a certificate.
        const asked = { allowed: 1n, lastAllowed: true, lastAskedAt: now() };
        await database.prisma.askDecision.upsert({
          where: { hostname },
          create: { hostname, ...asked },
          update: asked,
        });
        return shakeHands(setting, now());
      },
    },
    reach,
    edgeReach: createEdgeReach({ prober: reach, ownAddresses: zooEdge.addresses, now }),
  };
}

function shakeHands(setting: Setting, now: Date): ProbeResult {
  return setting.handshake === "refused"
    ? { kind: "refused", code: "alert", reason: "the edge ended the handshake: tlsv1 alert internal error" }
    : validCertificate(now);
}

const ourPage = { url: "https://shop.test/", status: 200, location: null, server: "nginx", proven: true };
const arrived: Visit = { steps: [ourPage], end: "answered", failure: null, page: null };

/** Visitors get our edge's answer where it is reached, unless the setting says otherwise. */
function reachOf(setting: Setting, address: string, handshake: boolean): AddressReach {
  const isOurs = zooEdge.addresses.includes(address);
  const proven = isOurs || setting.isForwarded === true || setting.visit !== undefined;
  const open = { kind: "open" as const, reason: null, status: 404, server: isOurs ? "Caddy" : "nginx" };
  return {
    address,
    http: open,
    https: handshake ? open : { ...open, kind: "skipped", status: null, server: null },
    tls: { kind: "skipped", reason: null },
    proven,
    reachPath: { http: proven, https: proven && handshake },
    headerPasses: proven && handshake,
    visits: { http: null, https: handshake && proven ? (setting.visit ?? arrived) : null },
  };
}

async function diagnoseVariant(ctx: ZooContext, servers: ZooServers, variant: Variant): Promise<Diagnosed> {
  await advance(ctx, variant);
  await age(ctx, servers, variant);
  const row = await getConnectionRow(ctx, variant.connectionId);
  const { prisma } = ctx.database;
  const alive = { host: "zoo", startedAt: ctx.now(), seenAt: ctx.now() };
  await prisma.workerHeartbeat.upsert({
    where: { workerId: "zoo" },
    create: { workerId: "zoo", ...alive },
    update: alive,
  });
  const evidence = await gatherEvidence(ctx, subjectOf(row), DIAGNOSIS_BUDGET_MS);
  return { evidence, findings: diagnose(evidence) };
}

/** The checks that the worker runs until the connection waits for a change outside. */
async function advance(ctx: ZooContext, { connectionId }: Variant): Promise<void> {
  await checkOwnership(ctx, { connectionId });
  // Until each edge knows of the claim, no handshake is made through a proxy.
  ctx.wait(justAdmittedMs);
  await checkRecords(ctx, { connectionId });
  await probeCertificate(ctx, { connectionId });
}

/** Applies the zone changes, and lets time pass until drift of a live domain is confirmed. */
async function age(ctx: ZooContext, servers: ZooServers, variant: Variant): Promise<void> {
  const { setting, connectionId, zone } = variant;
  for (const question of setting.asked ?? []) await ask(ctx.recursive, question, zone);
  if (setting.changes === undefined) return;
  await servers.change(variant);
  for (let turn = 0; turn < driftConfirmations; turn += 1) {
    ctx.wait(driftConfirmationDelayMs(recheckIntervalMs));
    await checkRecords(ctx, { connectionId });
  }
}

async function ask(recursive: RecursiveDns, question: string, zone: string): Promise<void> {
  const [name, type = "A"] = question.split(" ");
  await recursive.ask(name === "@" ? zone : `${name}.${zone}`, type, { budgetMs: 3_000 });
}
