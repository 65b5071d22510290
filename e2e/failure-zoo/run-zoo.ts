import { type Site, startServers, type ZooServers } from "@/e2e/failure-zoo/start-servers";
import { registry, type Setting, type ZooCase, zooEdge } from "@/e2e/failure-zoo/zoo-case";
import { checkOwnership } from "@/lib/connections/check-ownership";
import { checkRecords } from "@/lib/connections/check-records";
import { getConnectionRow } from "@/lib/connections/connection-row";
import { createConnection } from "@/lib/connections/create-connection";
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
import type { AddressReach, ProbeResult, ReachProber } from "@/lib/platform/ports/edge";
import { createTestService, createTestTenant, type TestTenant, validCertificate } from "@/lib/runtime/testing/context";
import { openTestDatabase } from "@/lib/runtime/testing/database";
import { timeLimit } from "@/scripts/time-limit.mjs";

/** What was found in one zone. */
export type Diagnosed = { findings: Finding[]; evidence: Evidence };

export type ZooResult = { zooCase: ZooCase; broken: Diagnosed; mended: Diagnosed };

/** Twice the product's: the machine runs other tests beside this one, and what is asked here is which findings come. */
const DIAGNOSIS_BUDGET_MS = timeLimit(10_000);
const ATTEMPT_TIMEOUT_MS = timeLimit(1_500);
const recheckIntervalMs = 10_000;
/** Two cores: more would only wait for each other, and silent servers are waited for without work. */
const atOnce = 6;

/** Serves every zone of the cases, takes a connection for each as far as it comes, and diagnoses it. */
export async function runZoo(cases: readonly ZooCase[]): Promise<ZooResult[]> {
  const database = await openTestDatabase();
  const closing: (() => Promise<unknown>)[] = [() => database.close()];
  try {
    // The challenges must be known before the zones can be written, so connections are made first.
    const tenant = await createTestTenant(createTestService(database, {}, zooPolicy));
    const specimens = await inTurns(specimensOf(cases), ({ zooCase, isBroken }) => connect(tenant, zooCase, isBroken));
    const servers = await startServers(specimens);
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
    const diagnosed = await inTurns(specimens, async (specimen) => {
      const ctx = contextFor({ ...tenant.ctx, resolver, recursive }, database, specimen);
      return diagnoseSpecimen(ctx, servers, specimen);
    });
    const found = new Map(specimens.map((specimen, index) => [specimen.key, diagnosed[index]]));
    return cases.flatMap((zooCase) => {
      const [broken, mended] = [found.get(keyOf(zooCase, true)), found.get(keyOf(zooCase, false))];
      return broken && mended ? [{ zooCase, broken, mended }] : [];
    });
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

const zooPolicy = { edge: zooEdge, platformHostnames: [zooEdge.hostname], recheckIntervalMs };

type Specimen = Site & { zooCase: ZooCase; connectionId: string; key: string };

/** Many cases are mended to the very same zone: it is diagnosed once. */
function specimensOf(cases: readonly ZooCase[]): { zooCase: ZooCase; isBroken: boolean }[] {
  const all = cases.flatMap((zooCase) => [
    { zooCase, isBroken: true },
    { zooCase, isBroken: false },
  ]);
  return [...new Map(all.map((one) => [keyOf(one.zooCase, one.isBroken), one])).values()];
}

function keyOf(zooCase: ZooCase, isBroken: boolean): string {
  const { name, host, template, mended } = zooCase;
  return isBroken ? name : JSON.stringify([host, template, mended]);
}

async function connect(tenant: TestTenant, zooCase: ZooCase, isBroken: boolean): Promise<Specimen> {
  const zone = `${zooCase.name}${isBroken ? "" : "-mended"}.${registry}`;
  const { host = "shop", template } = zooCase;
  const { id, ownershipChallenge } = await createConnection(tenant.ctx, {
    applicationId: tenant.applicationId,
    hostname: host === "@" ? zone : `${host}.${zone}`,
    setupType: "manual",
    ...(template === undefined ? {} : { dnsRecords: template }),
  });
  const setting = isBroken ? zooCase.broken : zooCase.mended;
  return { zooCase, zone, setting, token: ownershipChallenge.value, connectionId: id, key: keyOf(zooCase, isBroken) };
}

type ZooContext = Context & { wait(ms: number): void };

/** DNS is real. The edge is not: what it does in handshakes and to visitors follows from the setting. */
function contextFor(ctx: Context, database: Database, { setting }: Specimen): ZooContext {
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

function reachOf(setting: Setting, address: string, handshake: boolean): AddressReach {
  const isOurs = zooEdge.addresses.includes(address);
  const open = { kind: "open" as const, reason: null, status: 404, server: isOurs ? "Caddy" : "nginx" };
  return {
    address,
    http: open,
    https: handshake ? open : { ...open, kind: "skipped", status: null, server: null },
    tls: { kind: "skipped", reason: null },
    proven: isOurs || setting.isForwarded === true,
  };
}

async function diagnoseSpecimen(ctx: ZooContext, servers: ZooServers, specimen: Specimen): Promise<Diagnosed> {
  await advance(ctx, specimen);
  await age(ctx, servers, specimen);
  const row = await getConnectionRow(ctx, specimen.connectionId);
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

/** What the worker does with a connection until it waits for the world. */
async function advance(ctx: ZooContext, { connectionId }: Specimen): Promise<void> {
  await checkOwnership(ctx, { connectionId });
  await checkRecords(ctx, { connectionId });
  await probeCertificate(ctx, { connectionId });
}

/** Lets the zone change under the connection, and time pass until a live domain that has drifted is called so. */
async function age(ctx: ZooContext, servers: ZooServers, specimen: Specimen): Promise<void> {
  const { setting, connectionId, zone } = specimen;
  for (const question of setting.asked ?? []) await ask(ctx.recursive, question, zone);
  if (setting.changes === undefined) return;
  await servers.change(specimen);
  for (let turn = 0; turn < driftConfirmations; turn += 1) {
    ctx.wait(driftConfirmationDelayMs(recheckIntervalMs));
    await checkRecords(ctx, { connectionId });
  }
}

async function ask(recursive: RecursiveDns, question: string, zone: string): Promise<void> {
  const [name, type = "A"] = question.split(" ");
  await recursive.ask(`${name}.${zone}`, type, { budgetMs: 3_000 });
}

/** The results in the order of the items, with a bound on how many are under way. */
async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
