import { fork } from "node:child_process";
import { once } from "node:events";
import pMap from "p-map";
import { processorMsEach, readProcessorTimes } from "@/bench/child-times";
import { insertLiveConnections } from "@/bench/insert-live-connections";
import { readMemory } from "@/bench/machine";
import { readRows } from "@/bench/read-rows";
import { type BenchRow, report } from "@/bench/report";
import { startKnot, type Zone } from "@/e2e/support/knot";
import { startPostgres } from "@/e2e/support/postgres";
import { openPostgres } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import type { EdgeTarget } from "@/lib/dns/compare-records";
import { observeRecords } from "@/lib/dns/observe-records";
import { desiredRecords } from "@/lib/dns/records/desired-records";
import { createResolver, type DnsResolver } from "@/lib/dns/resolver";
import { silentLog } from "@/lib/kernel/log";
import { percentile } from "@/lib/kernel/percentile";
import { lanesOf } from "@/lib/platform/jobs/catalog";
import { type DrainReport, drainJobs } from "@/lib/platform/jobs/drain-jobs";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import type { JobHandler } from "@/lib/platform/jobs/run-job";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { createTestService } from "@/lib/runtime/testing/context";
import { jobHandlers } from "@/lib/runtime/worker/registry";
import { startTick } from "@/lib/runtime/worker/tick";

// Re-checks of live domains: the checker alone, and the whole job. Then a first check while re-checks are overdue, and what
// an hour of re-checks leaves in the tables. All against two nameserver addresses.
const connections = Number(process.env.BENCH_CONNECTIONS ?? 5_000);
const tenants = Number(process.env.BENCH_TENANTS ?? 200);
const overdue = Number(process.env.BENCH_OVERDUE ?? 1_000_000);
const firstChecks = Number(process.env.BENCH_FIRST_CHECKS ?? 20);
const sustainedChecks = Number(process.env.BENCH_SUSTAINED ?? 200_000);
const sustainedDomains = Number(process.env.BENCH_SUSTAINED_DOMAINS ?? 50_000);
const parts = new Set((process.env.BENCH_PARTS ?? "each,one,first,bloat").split(","));
/** The app's defaults. */
const concurrency = 100;
const poolSize = 20;
const defaultIntervalSeconds = 600;

const edge: EdgeTarget = { hostname: "edge.latchkey-platform.com", addresses: ["127.0.0.1"] };
const nameservers = { "ns1.dns-provider.net": ["127.0.0.1"], "ns2.dns-provider.net": ["127.0.0.2"] };
const alias = `60 CNAME ${edge.hostname}.`;

const customerZones = Array.from(
  { length: connections },
  (_, index): Zone => ({ name: `customer-${index}.com`, records: [`* ${alias}`], nameservers }),
);

const shapes = {
  each: {
    what: "a zone each",
    name: (n: number) => `www.customer-${n % connections}.com`,
    sql: `'www' || n || '.customer-' || n % ${connections} || '.com'`,
  },
  one: { what: "one zone", name: (n: number) => `s${n}.shared-zone.com`, sql: "'s' || n || '.shared-zone.com'" },
};

function openResolver(port: number) {
  return createResolver({
    resolvers: [{ host: "127.0.0.1", port }],
    authoritativePort: port,
    allowPrivateNameservers: true,
    // A busy machine is no silent nameserver.
    attemptTimeoutMs: 5_000,
    budgetMs: 10_000,
  });
}

type Rate = { perSecond: number; processorMs: string };

async function measure(count: number, run: () => Promise<void>): Promise<Rate> {
  const before = readProcessorTimes();
  const startedAt = performance.now();
  await run();
  const elapsedMs = performance.now() - startedAt;
  const each = processorMsEach(before, readProcessorTimes(), count);
  const used = Object.entries(each).flatMap(([program, ms]) => (ms >= 0.001 ? [`${program} ${ms}`] : []));
  return { perSecond: Math.round(count / (elapsedMs / 1_000)), processorMs: used.join(", ") };
}

/** Only the DNS queries and the comparison. */
async function timeChecker(port: number, name: (n: number) => string): Promise<Rate> {
  const resolver = openResolver(port);
  const hostnames = Array.from({ length: connections }, (_, index) => name(index + 1));
  let matches = 0;
  const check = async (hostname: string) => {
    const desired = desiredRecords({ hostname, kind: "subdomain" }, edge, null);
    const [seen] = await observeRecords(resolver, desired, edge);
    if (seen?.observation.kind === "match") matches += 1;
  };
  const rate = await measure(connections, async () => {
    await pMap(hostnames, check, { concurrency: lanesOf("rechecks", concurrency) });
  });
  await resolver.close();
  if (matches !== connections) throw new Error(`${matches} of ${connections} matched`);
  return rate;
}

async function openWorld(databaseUrl: string, resolver: DnsResolver, recheckIntervalMs = 600_000) {
  const database = openPostgres(databaseUrl, poolSize, () => undefined);
  const policy = { sandbox: false, edge, platformHostnames: [], recheckIntervalMs };
  const service = createTestService(database, { resolver }, policy);
  return { database, service, handlers: jobHandlers(service) };
}

async function insertOverdue(databaseUrl: string, count: number, hostnameSql: string): Promise<void> {
  await insertLiveConnections(databaseUrl, count, hostnameSql, tenants);
  await readRows(
    databaseUrl,
    `INSERT INTO jobs (name, key, payload, pool, run_at, created_at)
     SELECT 'check-records', 'check-records:' || id, jsonb_build_object('tenantId', tenant_id, 'connectionId', id),
       'rechecks', now() - interval '1 hour' * random(), now() FROM connections`,
  );
  await readRows(databaseUrl, "ANALYZE jobs");
}

/** The whole jobs, through the drain: claim, read, query, write, settle. A first run of each fills the row. */
async function timeJobs(port: number, databaseUrl: string, hostnameSql: string, workers: 1 | 2): Promise<Rate> {
  await insertOverdue(databaseUrl, connections, hostnameSql);
  const second = workers === 2 ? await startWorker(port, databaseUrl) : null;
  const drain = () => Promise.all([drainAll(port, databaseUrl), second?.drain()]);
  // The first run writes what each saw, warms up, and may repeat some on a busy machine.
  await drain();
  await readRows(databaseUrl, "UPDATE jobs SET run_at = now() - interval '1 second'");
  await readRows(databaseUrl, "VACUUM ANALYZE jobs");
  await readRows(databaseUrl, "VACUUM ANALYZE connections");
  let run = 0;
  let failed = 0;
  const rate = await measure(connections, async () => {
    for (const one of await drain()) {
      run += one?.run ?? 0;
      failed += one?.failed ?? 0;
    }
  });
  second?.stop();
  if (run !== connections || failed > 0) throw new Error(`${run} of ${connections} ran, ${failed} failed`);
  const [row] = await readRows(
    databaseUrl,
    `SELECT count(*)::int AS checked FROM connections
     WHERE state = 'live' AND pointing = 'ok' AND records_checked_at IS NOT NULL AND mismatches = 0`,
  );
  if (row?.checked !== connections) throw new Error(`${row?.checked} of ${connections} checked`);
  return rate;
}

async function drainAll(port: number, databaseUrl: string): Promise<DrainReport> {
  const resolver = openResolver(port);
  const { database, service, handlers } = await openWorld(databaseUrl, resolver);
  const options = { now: service.now, handlers, log: silentLog, concurrency, budgetMs: 600_000 };
  const report = await drainJobs(database, options);
  await resolver.close();
  await database.close();
  return report;
}

/** A second worker, in a process of its own: this file again. */
async function startWorker(port: number, databaseUrl: string) {
  const env = { ...process.env, BENCH_WORKER_PORT: String(port), BENCH_WORKER_DATABASE: databaseUrl };
  const child = fork(import.meta.filename, { env, execArgv: ["--import", "tsx"] });
  await once(child, "message");
  return {
    async drain(): Promise<DrainReport> {
      child.send("drain");
      const [report] = await once(child, "message");
      return report;
    },
    stop: () => child.disconnect(),
  };
}

/** How long from the commit of a new connection's job until its check starts, and until it has ended, in ms. */
async function timeFirstChecks(
  port: number,
  databaseUrl: string,
): Promise<{ start: number[]; end: number[]; rechecks: number }> {
  await insertOverdue(databaseUrl, overdue, shapes.each.sql);
  const resolver = openResolver(port);
  const { database, service, handlers } = await openWorld(databaseUrl, resolver);
  const times = new Map<string, { start?: number; end?: number; ended?: () => void }>();
  let rechecks = 0;
  const timed: JobHandler = async (payload, pool) => {
    const own = pool === "checks" ? times.get(payload.connectionId ?? "") : undefined;
    if (own) own.start = performance.now();
    const result = await handlers["check-records"](payload, pool);
    if (own) {
      own.end = performance.now();
      own.ended?.();
    } else rechecks += 1;
    return result;
  };
  const all = { ...handlers, "check-records": timed };
  const tick = await startTick(database, {
    now: service.now,
    handlers: all,
    log: silentLog,
    concurrency,
    budgetMs: 600_000,
  });
  const fresh = await database.prisma.$queryRaw<{ id: string; tenant_id: string }[]>`
    SELECT c.id::text, c.tenant_id::text FROM connections c JOIN jobs j ON j.key = 'check-records:' || c.id
    ORDER BY j.run_at DESC LIMIT ${firstChecks}`;
  while (rechecks < 2_000) await new Promise((resolve) => setTimeout(resolve, 20));
  const start: number[] = [];
  const end: number[] = [];
  for (const { id, tenant_id: tenantId } of fresh) {
    const own: { start?: number; end?: number; ended?: () => void } = {};
    times.set(id, own);
    const ended = new Promise<void>((resolve) => {
      own.ended = resolve;
    });
    const ctx = onBehalfOf(service, tenantId, { kind: "worker" });
    await inTransaction(ctx, (tx) => enqueue(ctx, tx, "check-records", [{ connectionId: id }]));
    const committed = performance.now();
    await ended;
    start.push(Math.max(0, (own.start ?? 0) - committed));
    end.push((own.end ?? 0) - committed);
  }
  await tick.stop();
  await resolver.close();
  await database.close();
  return { start, end, rechecks };
}

const tableFigures = `
  SELECT s.relname AS table, s.n_tup_upd::int AS updates, s.n_tup_hot_upd::int AS hot, s.n_dead_tup::int AS dead,
    (pg_relation_size(s.relid) / 1e6)::float AS mb, (pg_indexes_size(s.relid) / 1e6)::float AS index_mb
  FROM pg_stat_user_tables s WHERE s.relname IN ('jobs', 'connections') ORDER BY s.relname`;

/** Re-checks without a pause, autovacuum on: what they leave in the tables. */
async function sustain(port: number, databaseUrl: string) {
  await insertOverdue(databaseUrl, sustainedDomains, shapes.each.sql);
  await readRows(databaseUrl, "VACUUM ANALYZE");
  const resolver = openResolver(port);
  const { database, service, handlers } = await openWorld(databaseUrl, resolver, 1_000);
  const stopping = new AbortController();
  let count = 0;
  // The first check of each connection stores what it saw: it is not what repeats itself.
  let before: Record<string, number>[] = [];
  const counted: JobHandler = async (payload, pool) => {
    const result = await handlers["check-records"](payload, pool);
    count += 1;
    if (count === sustainedDomains) before = await readRows(databaseUrl, tableFigures);
    if (count >= sustainedDomains + sustainedChecks) stopping.abort();
    return result;
  };
  const all = { ...handlers, "check-records": counted };
  const options = { now: service.now, handlers: all, log: silentLog, concurrency, budgetMs: 600_000 };
  while (!stopping.signal.aborted) await drainJobs(database, { ...options, signal: stopping.signal });
  await resolver.close();
  await database.close();
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const after = await readRows(databaseUrl, tableFigures);
  return { before, after };
}

const { BENCH_WORKER_PORT: workerPort, BENCH_WORKER_DATABASE: workerDatabase } = process.env;
if (workerPort && workerDatabase) {
  process.on("message", async () => process.send?.(await drainAll(Number(workerPort), workerDatabase)));
  process.send?.("ready");
} else await main();

async function main(): Promise<void> {
  const rows: BenchRow[] = [];
  const stops: (() => Promise<void>)[] = [];
  try {
    const postgres = await startPostgres();
    stops.push(postgres.stop);
    const knot = await startKnot({
      zones: [
        { name: "latchkey-platform.com", records: ["edge 60 A 127.0.0.1"], nameservers },
        { name: "dns-provider.net", records: [], nameservers },
        { name: "shared-zone.com", records: [`* ${alias}`], nameservers },
        ...customerZones,
      ],
    });
    stops.push(knot.stop);
    for (const [part, { what, name, sql }] of Object.entries(shapes)) {
      if (!parts.has(part)) continue;
      const alone = await timeChecker(knot.port, name);
      const baseline = `checker alone ${alone.perSecond}/s`;
      for (const workers of [1, 2] as const) {
        const jobs = await timeJobs(knot.port, await postgres.createDatabase(), sql, workers);
        console.log(`${what}, workers: ${workers}: ${jobs.perSecond}/s, processor ms each: ${jobs.processorMs}`);
        const ratio = jobs.perSecond / alone.perSecond;
        const figure = `${jobs.perSecond}/s`;
        const aim = workers === 2 ? { aim: "≥ 1,700/s", met: jobs.perSecond >= 1_700 } : { aim: null, met: null };
        rows.push({ what: `re-checks with database, ${what}, workers: ${workers}`, figure, baseline, ratio, ...aim });
        if (part !== "each") continue;
        const domains = jobs.perSecond * defaultIntervalSeconds;
        const ofInterval = `live domains that they re-check every 10 min, workers: ${workers}`;
        rows.push({ what: ofInterval, figure: String(domains), baseline: null, ratio: null, aim: null, met: null });
      }
      console.log(`${what}: processor ms each, checker alone: ${alone.processorMs}`);
    }
    if (parts.has("first")) {
      const { start, end, rechecks } = await timeFirstChecks(knot.port, await postgres.createDatabase());
      const p95 = percentile(end, 0.95);
      rows.push({
        what: `first check with ${overdue} re-checks overdue, p95 of ${end.length}`,
        figure: `${Math.round(p95)} ms (starts after ${Math.round(percentile(start, 0.95))} ms)`,
        baseline: `${rechecks} re-checks meanwhile`,
        ratio: null,
        aim: "≤ 1 s",
        met: p95 <= 1_000,
      });
    }
    if (parts.has("bloat")) {
      const vacuumed = await startPostgres({ settings: { autovacuum: "on", autovacuum_naptime: "5s" } });
      stops.push(vacuumed.stop);
      const { before, after } = await sustain(knot.port, await vacuumed.createDatabase());
      for (const [index, figures] of after.entries()) {
        const was = before[index] ?? {};
        const grown = (of: string) => Number(figures[of]) / Number(was[of]);
        const updates = Number(figures.updates) - Number(was.updates);
        const hot = Number(figures.hot) - Number(was.hot);
        rows.push({
          what: `${figures.table} after ${sustainedChecks} re-checks of ${sustainedDomains} domains`,
          figure: `table × ${grown("mb").toFixed(2)}, indexes × ${grown("index_mb").toFixed(2)}, ${Math.round((100 * hot) / updates)} % of updates HOT, ${figures.dead} dead rows`,
          baseline: `before: ${was.mb} and ${was.index_mb} MB`,
          ratio: grown("mb"),
          aim: "≤ 1.5 ×",
          met: grown("mb") <= 1.5,
        });
      }
    }
    console.log(`memory of the worker: ${JSON.stringify(readMemory(process.pid))}`);
    report(rows);
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}
