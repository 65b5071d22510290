import { Client } from "pg";
import { type BenchRow, report } from "@/bench/report";
import { startPostgres } from "@/e2e/support/postgres";
import { createConnection } from "@/lib/connections/create-connection";
import { openPostgres } from "@/lib/db/client";
import { applyMigrations, readMigrations } from "@/lib/db/migrate";
import { silentLog } from "@/lib/kernel/log";
import { drainJobs } from "@/lib/platform/jobs/drain-jobs";
import { createTestTenant, createWorld, testEdge, validCertificate } from "@/lib/runtime/testing/context";
import { jobHandlers } from "@/lib/runtime/worker/registry";

// What a live domain takes in the database: one that became live by the verbs, copied; and what a re-check of one writes.
const connections = Number(process.env.BENCH_CONNECTIONS ?? 100_000);
const rechecked = Number(process.env.BENCH_RECHECKS ?? 2_000);
const tenants = 1_000;

/** Another id of the same millisecond: real ones ascend, and an index takes less of them than of random ones. */
const sameTime = "overlay(gen_random_uuid()::text PLACING left(c.id::text, 15) FROM 1 FOR 15)::uuid";

/** The tables that grow with connections, and how a copy of a row differs: `n` is its number, `id` that of its connection. */
const copied: Record<string, Record<string, string>> = {
  connections: { id: "c.id", tenant_id: "c.tenant", hostname: "c.name", hostname_unicode: "c.name" },
  hostname_claims: { connection_id: "c.id", tenant_id: "c.tenant", hostname: "c.name" },
  events: { id: sameTime, tenant_id: "c.tenant", connection_id: "c.id" },
  jobs: {
    id: "nextval('jobs_id_seq')",
    key: "replace(t.key, $1, c.id::text)",
    payload: "t.payload || jsonb_build_object('connectionId', c.id, 'tenantId', c.tenant)",
  },
  diagnosis_snapshots: { id: sameTime, tenant_id: "c.tenant", connection_id: "c.id" },
  audit_entries: { id: sameTime, tenant_id: "c.tenant", target_id: "c.id::text" },
};

const postgres = await startPostgres();
const url = await postgres.createDatabase();
const database = openPostgres(url, 10, () => undefined);
const client = new Client({ connectionString: url });
await client.connect();
try {
  await applyMigrations(database, readMigrations());
  const world = createWorld(database);
  const tenant = await createTestTenant(world.service);
  const options = { log: silentLog, concurrency: 100, budgetMs: 120_000, recheckIntervalMs: 600_000 };
  const drain = () => drainJobs(database, { now: world.service.now, handlers: jobHandlers(world.service), ...options });

  const { id, hostname, ownershipChallenge } = await createConnection(tenant.ctx, {
    applicationId: tenant.applicationId,
    hostname: "shop.customer-0000000.test",
    setupType: "manual",
  });
  const txt = (name: string) => ownershipChallenge.name.replace(hostname, name);
  const publish = (name: string) => {
    world.publish(txt(name), "TXT", [ownershipChallenge.value]);
    world.publish(name, "CNAME", [testEdge.hostname]);
  };
  publish(hostname);
  const certificate = validCertificate(world.service.now());
  world.edgeAnswers(() => certificate);
  for (let round = 0; round < 40; round += 1) {
    await drain();
    world.advance(5_000);
  }
  const { state } = await database.prisma.connection.findUniqueOrThrow({ where: { id } });
  if (state !== "live") throw new Error(`the connection that is to be copied is ${state}`);

  const empty = await sizes();
  await copy(id);
  await client.query("VACUUM ANALYZE");
  const full = await sizes();
  const rows = sizeRows(empty, full);

  for (let n = 1; n <= rechecked; n += 1) publish(nameOf(n));
  const due = await client.query(
    `UPDATE jobs SET run_at = $1 WHERE name = 'check-records' AND (payload ->> 'connectionId')::uuid IN (
       SELECT id FROM connections WHERE hostname = ANY($2))`,
    [world.service.now(), Array.from({ length: rechecked }, (_, index) => nameOf(index + 1))],
  );
  await client.query("CHECKPOINT");
  const before = await walAndUpdates();
  await drain();
  await client.query("SELECT pg_stat_force_next_flush()").catch(() => undefined);
  const after = await walAndUpdates();
  const runs = due.rowCount ?? 0;
  const perCheck = (after.wal - before.wal) / runs;
  rows.push(
    info("write-ahead log per re-check", `${Math.round(perCheck)} bytes, ${runs.toLocaleString("en")} re-checks`),
    info(
      "row versions per re-check: connections, jobs",
      `${((after.connections - before.connections) / runs).toFixed(2)}, ${((after.jobs - before.jobs) / runs).toFixed(2)}`,
    ),
    info(
      "… of these without a change of any index (HOT)",
      `${share(after.hotConnections - before.hotConnections, after.connections - before.connections)}, ${share(after.hotJobs - before.hotJobs, after.jobs - before.jobs)}`,
    ),
  );
  report(rows);
} finally {
  await client.end();
  await database.close();
  await postgres.stop();
}

function nameOf(n: number): string {
  return `shop.customer-${String(n).padStart(7, "0")}.test`;
}

/** `connections` copies of all rows of one connection, with ids that ascend as those of a month of sign-ups do. */
async function copy(id: string): Promise<void> {
  await client.query("SET session_replication_role = replica");
  await client.query(
    `CREATE TEMPORARY TABLE copies AS SELECT n,
       overlay(gen_random_uuid()::text PLACING left(digits, 8) || '-' || right(digits, 4) || '-7' FROM 1 FOR 15)::uuid AS id,
       md5((n % $2)::text)::uuid AS tenant, 'shop.customer-' || lpad(n::text, 7, '0') || '.test' AS name
     FROM generate_series(1, $1::int) n, LATERAL (SELECT lpad(to_hex(1767225600000 + n::bigint * 2592), 12, '0') AS digits) d`,
    [connections, tenants],
  );
  for (const [table, changes] of Object.entries(copied)) {
    const { rows } = await client.query(
      `SELECT column_name AS name FROM information_schema.columns
       WHERE table_name = $1 AND table_schema = 'public' AND is_generated = 'NEVER' ORDER BY ordinal_position`,
      [table],
    );
    const names: string[] = rows.map(({ name }) => name);
    const values = names.map((name) => (changes[name] === undefined ? `t.${name}` : changes[name]));
    const own = table === "connections" ? "t.id" : table === "audit_entries" ? "t.target_id" : "t.connection_id";
    const isOf = table === "jobs" ? "t.payload ->> 'connectionId' = $1" : `${own}::text = $1`;
    await client.query(
      `INSERT INTO ${table} (${names.join()}) SELECT ${values.join()} FROM copies c, ${table} t WHERE ${isOf} AND $1 <> ''`,
      [id],
    );
  }
  await client.query("SET session_replication_role = DEFAULT");
}

type Size = { rows: number; heap: number; indexes: number };

async function sizes(): Promise<Record<string, Size>> {
  const entries = [];
  for (const table of Object.keys(copied)) {
    const { rows } = await client.query(
      `SELECT (SELECT count(*) FROM ${table})::float8 AS rows, pg_table_size('${table}')::float8 AS heap,
         pg_indexes_size('${table}')::float8 AS indexes`,
    );
    entries.push([table, rows[0]]);
  }
  return Object.fromEntries(entries);
}

function sizeRows(empty: Record<string, Size>, full: Record<string, Size>): BenchRow[] {
  let total = 0;
  let indexes = 0;
  const rows = Object.entries(full).map(([table, size]) => {
    const grown = (part: keyof Size) => (size[part] - (empty[table]?.[part] ?? 0)) / connections;
    total += grown("heap") + grown("indexes");
    indexes += grown("indexes");
    return info(
      `${table}, per live domain`,
      `${grown("rows").toFixed(1)} rows, ${Math.round(grown("heap"))} + ${Math.round(grown("indexes"))} bytes (rows + indexes)`,
    );
  });
  return [
    ...rows,
    info(
      `database, per live domain, of ${connections.toLocaleString("en")}`,
      `${Math.round(total)} bytes, ${Math.round(indexes)} of them indexes`,
    ),
  ];
}

async function walAndUpdates() {
  const { rows } = await client.query(`
    SELECT (pg_current_wal_insert_lsn() - '0/0')::float8 AS wal,
      (SELECT n_tup_upd FROM pg_stat_user_tables WHERE relname = 'connections')::float8 AS connections,
      (SELECT n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'connections')::float8 AS "hotConnections",
      (SELECT n_tup_upd FROM pg_stat_user_tables WHERE relname = 'jobs')::float8 AS jobs,
      (SELECT n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'jobs')::float8 AS "hotJobs"`);
  return rows[0] as Record<"wal" | "connections" | "hotConnections" | "jobs" | "hotJobs", number>;
}

function share(part: number, whole: number): string {
  return whole === 0 ? "none" : `${Math.round((100 * part) / whole)} %`;
}

function info(what: string, figure: string): BenchRow {
  return { what, figure, baseline: null, ratio: null, aim: null, met: null };
}
