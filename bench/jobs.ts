import { Logger, makeWorkerUtils, runOnce } from "graphile-worker";
import { Pool } from "pg";
import { readRows } from "@/bench/read-rows";
import { measured, report } from "@/bench/report";
import { startPostgres } from "@/e2e/support/postgres";
import { openPostgres } from "@/lib/db/client";
import { applyMigrations, readMigrations } from "@/lib/db/migrate";
import { silentLog } from "@/lib/kernel/log";
import { percentile } from "@/lib/kernel/percentile";
import { type JobName, jobNames } from "@/lib/platform/jobs/catalog";
import { drainJobs } from "@/lib/platform/jobs/drain-jobs";
import type { JobHandler } from "@/lib/platform/jobs/run-job";

// Empty jobs: the cost of the queue itself, beside graphile-worker on the same server.
const jobs = Number(process.env.BENCH_JOBS ?? 10_000);
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const poolSize = 10;

const quiet = new Logger(() => (level, message) => {
  if (String(level) === "error") console.error(message);
});

/** Rows that no claim takes: leased to another worker, and not due. Not for longer than a clock that is right would have them. */
type Idle = { leased: number; notDue: number };
const noIdle: Idle = { leased: 0, notDue: 0 };

const scenarios: { tenants: number; idle: Idle }[] = [
  { tenants: 1, idle: noIdle },
  { tenants: 1_000, idle: noIdle },
  { tenants: 1, idle: { leased: 10_000, notDue: 100_000 } },
  { tenants: 1_000, idle: { leased: 10_000, notDue: 100_000 } },
];

async function timeDrain(databaseUrl: string, concurrency: number, tenants: number, idle: Idle): Promise<number> {
  await readRows(databaseUrl, "TRUNCATE jobs");
  await insertJobs(databaseUrl, "due", jobs, tenants, "now() - interval '1 second', NULL, NULL");
  await insertJobs(databaseUrl, "leased", idle.leased, tenants, "now(), 'another', now() + interval '2 min'");
  await insertJobs(databaseUrl, "later", idle.notDue, tenants, "now() + interval '2 min', NULL, NULL");
  await readRows(databaseUrl, "VACUUM ANALYZE jobs");
  const database = openPostgres(databaseUrl, poolSize, () => undefined);
  await database.prisma.$queryRaw`SELECT 1`;
  let run = 0;
  const noop: JobHandler = async () => {
    run += 1;
    return { runAgainAt: null };
  };
  const handlers = Object.fromEntries(jobNames.map((name) => [name, noop])) as Record<JobName, JobHandler>;
  const startedAt = performance.now();
  await drainJobs(database, { now: () => new Date(), handlers, log: silentLog, concurrency, budgetMs: 600_000 });
  const elapsedMs = performance.now() - startedAt;
  await database.close();
  await assertDone(databaseUrl, "SELECT count(*)::int AS left FROM jobs WHERE key LIKE 'due:%'", run);
  return perSecond(elapsedMs);
}

/** @param times `run_at`, `locked_by` and `locked_until` */
async function insertJobs(databaseUrl: string, key: string, count: number, tenants: number, times: string) {
  await readRows(
    databaseUrl,
    `INSERT INTO jobs (name, key, payload, created_at, run_at, locked_by, locked_until)
     SELECT 'check-records', '${key}:' || n,
       jsonb_build_object('tenantId', md5((n % ${tenants})::text)::uuid, 'connectionId', gen_random_uuid()), now(), ${times}
     FROM generate_series(1, ${count}) n`,
  );
}

async function timeGraphileWorker(databaseUrl: string, concurrency: number): Promise<number> {
  await readRows(
    databaseUrl,
    `SELECT count(*) FROM (SELECT graphile_worker.add_job('noop', json_build_object('id', n)) FROM generate_series(1, ${jobs}) n) added`,
  );
  await readRows(databaseUrl, "VACUUM ANALYZE graphile_worker._private_jobs");
  const pgPool = new Pool({ connectionString: databaseUrl, max: poolSize });
  // It may still close connections when PostgreSQL stops.
  pgPool.on("error", () => undefined);
  await pgPool.query("SELECT 1");
  let run = 0;
  const noop = async () => {
    run += 1;
  };
  const startedAt = performance.now();
  await runOnce({ pgPool, concurrency, logger: quiet, noHandleSignals: true, taskList: { noop } });
  const elapsedMs = performance.now() - startedAt;
  await pgPool.end();
  await assertDone(databaseUrl, "SELECT count(*)::int AS left FROM graphile_worker._private_jobs", run);
  return perSecond(elapsedMs);
}

const perSecond = (elapsedMs: number) => Math.round(jobs / (elapsedMs / 1_000));

async function assertDone(databaseUrl: string, sql: string, run: number): Promise<void> {
  const [row] = await readRows(databaseUrl, sql);
  if (run !== jobs || row?.left !== 0) throw new Error(`${run} of ${jobs} jobs were run, ${row?.left} are left`);
}

const postgres = await startPostgres();
try {
  const databaseUrl = await postgres.createDatabase();
  const database = openPostgres(databaseUrl, 2, () => undefined);
  await applyMigrations(database, readMigrations());
  await database.close();
  const utils = await makeWorkerUtils({ connectionString: databaseUrl, logger: quiet });
  await utils.migrate();
  await utils.release();

  const rows = [];
  for (const concurrency of [10, 50, 100]) {
    const graphile: number[] = [];
    const ours = scenarios.map((scenario) => ({ ...scenario, perSecond: [] as number[] }));
    for (let round = 1; round <= rounds; round += 1) {
      for (const { tenants, idle, perSecond } of ours)
        perSecond.push(await timeDrain(databaseUrl, concurrency, tenants, idle));
      graphile.push(await timeGraphileWorker(databaseUrl, concurrency));
    }
    for (const { tenants, idle, perSecond } of ours) {
      const others = idle.notDue === 0 ? "" : ` beside ${idle.leased + idle.notDue} that are leased or not due`;
      rows.push(
        measured(
          `empty jobs of ${tenants === 1 ? "a tenant" : `${tenants} tenants`}, concurrency ${concurrency}${others}`,
          percentile(perSecond, 0.5),
          "/s",
          { baseline: { what: "graphile-worker", value: percentile(graphile, 0.5) }, aim: { ratioLeast: 0.5 } },
        ),
      );
    }
  }
  report(rows);
} finally {
  await postgres.stop();
}
