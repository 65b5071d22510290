import type { Database } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import {
  type JobName,
  type JobPayload,
  type JobPool,
  jobCatalog,
  jobNames,
  jobPoolNames,
  latestRunMs,
} from "@/lib/platform/jobs/catalog";

/** A job leased to this worker. */
export type ClaimedJob = {
  id: bigint;
  name: JobName;
  key: string | null;
  payload: JobPayload;
  attempts: number;
  generation: number;
  pool: JobPool;
  tenantId: string;
  endpointId: string;
};

/** Jobs of one tenant and endpoint take turns with those of all others. Zeros: none. */
export type JobOwner = { tenantId: string; endpointId: string };

/**
 * What to claim next in a pool with a backlog: `limit` jobs of the owners that follow `after`, null: from the first one on,
 * without those that are `full`, and at most `most` of each.
 */
export type Turn = { limit: number; after: JobOwner | null; full: readonly JobOwner[]; most: number };

export const beforeAllOwners: JobOwner = {
  tenantId: "00000000-0000-0000-0000-000000000000",
  endpointId: "00000000-0000-0000-0000-000000000000",
};

/**
 * Leases the jobs that have been due the longest to `workerId`, up to a limit for each pool. A pool that reaches its limit
 * may hide other tenants' jobs behind a backlog of one: `claimInTurns` finds them. The alternatives, argued:
 *
 * - SKIP LOCKED: concurrent workers never wait for each other's rows, as plain FOR UPDATE would have them do.
 * - The partial indexes hold only unclaimed jobs, in the order of the two claims: a claim reads the rows that it takes and,
 *   in turns, one of each tenant that it passes, however many jobs are leased or not yet due.
 * - Two statements instead of turns alone: those pass every tenant with a job, due or not, and in a pool of routine checks
 *   that is all tenants. This one reads what is due.
 * - A lease in the row instead of a lock held while the job runs: no transaction stays open beside a slow handshake, and
 *   a killed worker's jobs return when its lease ends.
 * - `ANY(ARRAY(…))`: the planner does not know how few rows a CTE has, and reads the whole table for a join.
 * - Batches of what a pool runs in 50 ms, at least one for each lane: docs/benchmarks.md has the figures, beside those of
 *   graphile-worker, which claims and settles one at a time.
 */
export function claimJobs(
  database: Database,
  workerId: string,
  now: Date,
  leaseMs: number,
  limits: Partial<Record<JobPool, number>>,
): Promise<ClaimedJob[]> {
  const until = new Date(now.getTime() + leaseMs);
  return database.prisma.$queryRaw<ClaimedJob[]>`
    WITH due AS MATERIALIZED (
      SELECT found.id
      FROM unnest(${Object.keys(limits)}::text[], ${Object.values(limits)}::int[]) AS asked(pool, most)
      CROSS JOIN LATERAL (
        SELECT id FROM jobs
        WHERE pool = asked.pool AND ${unclaimed} AND attempts >= 0 AND run_at <= ${now}
        ORDER BY run_at, id LIMIT asked.most
        FOR UPDATE SKIP LOCKED) found)
    UPDATE jobs SET locked_by = ${workerId}, locked_until = ${until} WHERE id = ANY(ARRAY(SELECT id FROM due))
    RETURNING ${claimedColumns}`;
}

/** With `attempts >= 0`, which is always true, a statement can use `jobs_due_idx`; without, `jobs_due_of_tenant_idx` alone. */
const unclaimed = Prisma.sql`locked_by IS NULL AND failed_at IS NULL`;

const claimedColumns = Prisma.sql`jobs.id, name, key, payload, attempts, generation, pool,
  tenant_id::text AS "tenantId", endpoint_id::text AS "endpointId"`;

/** How many owners one statement passes: a pool of routine checks has some of every tenant. */
const maxPassed = 500;

/**
 * Leases up to `limit` due jobs of a pool to `workerId`, the same number of each owner that follows `after` and has one,
 * however long another's backlog is. Two index reads for each owner passed.
 * @returns `next`: the last owner passed, to go on from; null: there is none behind it
 */
export async function claimInTurns(
  database: Database,
  workerId: string,
  now: Date,
  leaseMs: number,
  pool: JobPool,
  turn: Turn,
): Promise<{ jobs: ClaimedJob[]; next: JobOwner | null }> {
  const until = new Date(now.getTime() + leaseMs);
  const { tenantId, endpointId } = turn.after ?? beforeAllOwners;
  // The first turn includes the owner without a tenant and an endpoint.
  const behind = Prisma.raw(turn.after === null ? ">=" : ">");
  const ofPool = Prisma.sql`pool = ${pool} AND ${unclaimed}`;
  const rows = await database.prisma.$queryRaw<({ next: JobOwner | null } & (ClaimedJob | { id: null }))[]>`
    WITH RECURSIVE passed AS (
      (SELECT tenant_id, endpoint_id, run_at, 1 AS place, (run_at <= ${now})::int AS found
       FROM jobs WHERE ${ofPool} AND (tenant_id, endpoint_id) ${behind} (${tenantId}::uuid, ${endpointId}::uuid)
       ORDER BY tenant_id, endpoint_id, run_at LIMIT 1)
      UNION ALL
      SELECT owner.tenant_id, owner.endpoint_id, owner.run_at, passed.place + 1,
        passed.found + (owner.run_at <= ${now})::int
      FROM passed CROSS JOIN LATERAL (
        SELECT tenant_id, endpoint_id, run_at
        FROM jobs WHERE ${ofPool} AND (tenant_id, endpoint_id) > (passed.tenant_id, passed.endpoint_id)
        ORDER BY tenant_id, endpoint_id, run_at LIMIT 1) owner
      WHERE passed.place < ${maxPassed} AND passed.found < ${turn.limit}
    ), last AS (
      SELECT CASE WHEN place >= ${maxPassed} OR found >= ${turn.limit}
        THEN jsonb_build_object('tenantId', tenant_id, 'endpointId', endpoint_id) END AS next
      FROM passed ORDER BY place DESC LIMIT 1
    ), owners AS MATERIALIZED (
      SELECT tenant_id, endpoint_id FROM passed
      WHERE run_at <= ${now} AND (tenant_id, endpoint_id) NOT IN (
        SELECT * FROM unnest(${turn.full.map((owner) => owner.tenantId)}::uuid[],
          ${turn.full.map((owner) => owner.endpointId)}::uuid[]))
    ), due AS MATERIALIZED (
      SELECT found.id FROM owners CROSS JOIN LATERAL (
        SELECT id FROM jobs
        WHERE ${ofPool} AND tenant_id = owners.tenant_id AND endpoint_id = owners.endpoint_id AND run_at <= ${now}
        ORDER BY run_at, id LIMIT (SELECT least(${turn.most}, greatest(1, ${turn.limit} / count(*))) FROM owners)
        FOR UPDATE SKIP LOCKED) found
    ), claimed AS (
      UPDATE jobs SET locked_by = ${workerId}, locked_until = ${until} WHERE id = ANY(ARRAY(SELECT id FROM due))
      RETURNING ${claimedColumns})
    SELECT last.next, claimed.* FROM last LEFT JOIN claimed ON true`;
  return { jobs: rows.flatMap((row) => (row.id === null ? [] : [row])), next: rows[0]?.next ?? null };
}

/**
 * Releases the jobs whose lease has ended; the lost run counts as an attempt. So does a lease that ends later than it can: it
 * is of a clock that was ahead. Jobs that such a clock planned are due now, and nothing waits for a time that was never right.
 * So are jobs that a worker of release 0.1 beside this version took and did not know: there, that failed for good.
 * @returns how many leases were lost
 */
export function reapLostLeases(
  database: Database,
  now: Date,
  { leaseMs, recheckIntervalMs }: { leaseMs: number; recheckIntervalMs: number },
): Promise<number> {
  const kinds = jobNames.flatMap((name) => {
    const latest = new Date(now.getTime() + latestRunMs(name, recheckIntervalMs));
    const { pool, routinePool } = jobCatalog[name];
    return [...new Set<JobPool>([pool, routinePool])].map((one) => ({ name, pool: one, latest }));
  });
  // Each kind reads the end of its pools in `jobs_due_idx`, where nothing is on a machine whose clock was always right.
  return database.prisma.$executeRaw`
    WITH early AS MATERIALIZED (
      SELECT found.id
      FROM unnest(${kinds.map(({ name }) => name)}::text[], ${kinds.map(({ pool }) => pool)}::text[],
        ${kinds.map(({ latest }) => latest)}::timestamptz[]) AS kind(name, pool, latest)
      CROSS JOIN LATERAL (
        SELECT id FROM jobs
        WHERE pool = kind.pool AND ${unclaimed} AND attempts >= 0 AND run_at > kind.latest AND name = kind.name
        ORDER BY run_at, id LIMIT ${maxPlannedAgain}
        FOR UPDATE SKIP LOCKED) found
    ), planned AS (
      UPDATE jobs SET run_at = ${now} WHERE id = ANY(ARRAY(SELECT id FROM early))
    ), unknown AS (
      UPDATE jobs SET run_at = ${now}, failed_at = NULL, attempts = 0
      WHERE failed_at IS NOT NULL AND last_error LIKE 'no verb for a job named %' AND name = ANY(${jobNames}))
    UPDATE jobs SET locked_by = NULL, locked_until = NULL, attempts = attempts + 1,
      last_error = 'the worker that held this job was lost'
    WHERE locked_by IS NOT NULL
      AND (locked_until < ${now} OR locked_until > ${new Date(now.getTime() + leaseMs + leaseSlackMs)})`;
}

const maxPlannedAgain = 5_000;
/** Leases of other workers may be longer, and their clocks may differ. */
const leaseSlackMs = 600_000;

/** Extends the lease of every job that `workerId` holds. */
export function extendLeases(database: Database, workerId: string, until: Date): Promise<number> {
  return database.prisma.$executeRaw`UPDATE jobs SET locked_until = ${until} WHERE locked_by = ${workerId}`;
}

/** Releases the jobs that `workerId` has claimed and not started: any worker may claim them, and no attempt is counted. */
export function releaseJobs(database: Database, workerId: string): Promise<number> {
  return database.prisma.$executeRaw`
    UPDATE jobs SET locked_by = NULL, locked_until = NULL WHERE locked_by = ${workerId}`;
}

/** When the next unclaimed job is due or the next lease ends, whichever is earlier; null when there is neither. */
export async function findNextDue(database: Database): Promise<Date | null> {
  const rows = await database.prisma.$queryRaw<{ at: Date | null }[]>`
    SELECT LEAST(
      (SELECT min(soonest.run_at) FROM unnest(${jobPoolNames}::text[]) AS asked(pool) CROSS JOIN LATERAL (
        SELECT run_at FROM jobs WHERE pool = asked.pool AND ${unclaimed} AND attempts >= 0
        ORDER BY run_at, id LIMIT 1) soonest),
      (SELECT min(locked_until) FROM jobs WHERE locked_by IS NOT NULL)) AS at`;
  return rows[0]?.at ?? null;
}
