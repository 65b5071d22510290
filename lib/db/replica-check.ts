import { setTimeout as sleep } from "node:timers/promises";
import { withConnectionShare } from "@/lib/db/connection-share";
import { Prisma } from "@/lib/db/generated/client";

type Reader = { read<R>(sql: Prisma.Sql): Promise<R[]> };
type Clock = { nowMs(): number; pause(ms: number): Promise<unknown> };

/** How long a read waits for a replica that is behind. */
const maxWaitMs = 50;
const pollMs = 5;
/** How long a replica that was behind or away is left alone. */
const restMs = 2_000;

const installation: readonly string[] = [];

/**
 * Returns a check whether the replica has replayed all that the primary had committed when the check was called. Calls at the
 * same time share one query to each of the two. A replica that is away, or behind for longer than 50 ms, is no error: false.
 */
export function createReplicaCheck(
  primary: Reader,
  replica: Reader,
  { nowMs, pause }: Clock = { nowMs: () => performance.now(), pause: sleep },
): () => Promise<boolean> {
  let restUntilMs = Number.NEGATIVE_INFINITY;
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<boolean> | null = null;

  async function check(): Promise<boolean> {
    if (nowMs() < restUntilMs) return false;
    const isCurrent = await catchUp(primary, replica, { nowMs, pause }).catch(() => false);
    if (!isCurrent) restUntilMs = nowMs() + restMs;
    return isCurrent;
  }

  return () => {
    if (nowMs() < restUntilMs) return Promise.resolve(false);
    // A round that has begun does not know of what was committed since: the next one serves this call.
    next ??= running.then(() => {
      const round = withConnectionShare(installation, check);
      running = round;
      next = null;
      return round;
    });
    return next;
  };
}

async function catchUp(primary: Reader, replica: Reader, { nowMs, pause }: Clock): Promise<boolean> {
  const [at] = await primary.read<{ lsn: string }>(Prisma.sql`SELECT pg_current_wal_lsn()::text AS lsn`);
  if (!at) return false;
  for (const deadlineMs = nowMs() + maxWaitMs; ; await pause(pollMs)) {
    // Of a server that is no standby, it is null, or of the time when it was one.
    const [row] = await replica.read<{ current: boolean | null }>(Prisma.sql`
      SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= ${at.lsn}::pg_lsn AS current`);
    if (row?.current) return true;
    if (nowMs() >= deadlineMs) return false;
  }
}
