import { Logger, makeWorkerUtils, runOnce } from "graphile-worker";
import { Pool } from "pg";
import { describeMachine } from "@/bench/machine";
import { readRows } from "@/bench/read-rows";
import { startPostgres } from "@/e2e/support/postgres";
import { openPostgres } from "@/lib/db/client";
import { applyMigrations, readMigrations } from "@/lib/db/migrate";
import { silentLog } from "@/lib/kernel/log";
import { type JobName, jobNames } from "@/lib/platform/jobs/catalog";
import { drainJobs } from "@/lib/platform/jobs/drain-jobs";
import type { JobHandler } from "@/lib/platform/jobs/run-job";

// Empty jobs: the cost of the queue itself, beside graphile-worker on the same server.
const jobs = Number(process.env.BENCH_JOBS ?? 10_000);
const rounds = 3;
const poolSize = 10;

const quiet = new Logger(() => (level, message) => {
  if (String(level) === "error") console.error(message);
});

async function timeDrain(databaseUrl: string, concurrency: number): Promise<number> {
  await readRows(
    databaseUrl,
    `INSERT INTO jobs (name, key, payload, run_at, created_at)
     SELECT 'check-records', 'bench:' || n, jsonb_build_object('tenantId', gen_random_uuid(), 'connectionId', gen_random_uuid()),
       now() - interval '1 second', now() FROM generate_series(1, ${jobs}) n`,
  );
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
  await assertDone(databaseUrl, "SELECT count(*)::int AS left FROM jobs", run);
  return perSecond(elapsedMs);
}

async function timeGraphileWorker(databaseUrl: string, concurrency: number): Promise<number> {
  await readRows(
    databaseUrl,
    `SELECT count(*) FROM (SELECT graphile_worker.add_job('noop', json_build_object('id', n)) FROM generate_series(1, ${jobs}) n) added`,
  );
  await readRows(databaseUrl, "VACUUM ANALYZE graphile_worker._private_jobs");
  const pgPool = new Pool({ connectionString: databaseUrl, max: poolSize });
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
  console.log(describeMachine());
  const databaseUrl = await postgres.createDatabase();
  const database = openPostgres(databaseUrl, 2, () => undefined);
  await applyMigrations(database, readMigrations());
  await database.close();
  const utils = await makeWorkerUtils({ connectionString: databaseUrl, logger: quiet });
  await utils.migrate();
  await utils.release();

  const rows = [];
  for (const concurrency of [10, 50]) {
    for (let round = 1; round <= rounds; round += 1) {
      const drain = await timeDrain(databaseUrl, concurrency);
      const graphile = await timeGraphileWorker(databaseUrl, concurrency);
      rows.push({ concurrency, round, drain, graphile, ratio: Math.round((drain / graphile) * 100) / 100 });
    }
  }
  console.log(`jobs/s, ${jobs} no-op jobs, pool of ${poolSize} connections`);
  console.table(rows);
} finally {
  await postgres.stop();
}
