import { releaseDomain } from "@/lib/accounts/quotas/release-domains";
import { visibleConnectionsSql } from "@/lib/connections/connection-filter";
import { type ConnectionState, nextState } from "@/lib/connections/machine";
import type { Tx } from "@/lib/db/transaction";
import { announceClaims } from "@/lib/edge/claim-notice";
import { recordEventOfMany } from "@/lib/platform/events/record-event";
import type { Context } from "@/lib/platform/ports/context";

type Locked = { id: string; hostname: string; state: ConnectionState; sequence: number; metered: boolean };

/**
 * What `transition` does for one and `archive_requested`, for many by a few statements: 500 of them one by one would
 * hold the tenant's counters for seconds. The rows are locked first, in the order of their ids, then the claims, and the
 * counters last, as everywhere: so it waits for the transitions of single connections and never deadlocks with one.
 * @returns those that were moved; what is archived already, or is not the caller's to see, is left out
 */
export async function archiveRows(ctx: Context, tx: Tx, ids: readonly string[]): Promise<Locked[]> {
  const locked = await tx.$queryRaw<Locked[]>`
    SELECT c.id, c.hostname, c.state, c.last_sequence AS sequence, a.environment = 'live' AS metered
    FROM connections c JOIN applications a ON a.id = c.application_id
    WHERE c.tenant_id = ${ctx.tenantId}::uuid AND c.id = ANY(${[...ids]}::uuid[]) AND ${visibleConnectionsSql(ctx)}
    ORDER BY c.id FOR UPDATE OF c`;
  // A claim changes nothing here: from wherever it may be archived, it may be so with and without one.
  const moving = locked.filter(({ state }) => nextState(state, "archive_requested", false) === "archived");
  if (moving.length === 0) return [];
  const movingIds = moving.map(({ id }) => id);
  await tx.connection.updateMany({
    where: { tenantId: ctx.tenantId, id: { in: movingIds } },
    data: {
      state: "archived",
      stateChangedAt: ctx.now(),
      errorCode: null,
      mismatches: 0,
      mismatchSince: null,
      refusedProbes: 0,
      lastSequence: { increment: 1 },
    },
  });
  await releaseClaims(tx, movingIds);
  await recordEventOfMany(ctx, tx, "domain.archived", moving.map(toEvent));
  const released = moving.filter(({ metered, state }) => metered && state !== "failed").length;
  if (released > 0) await releaseDomain(ctx, tx, released);
  return moving;
}

/** By their owners' ids, never by name. */
async function releaseClaims(tx: Tx, connectionIds: readonly string[]): Promise<void> {
  const released = await tx.$queryRaw<{ hostname: string }[]>`
    DELETE FROM hostname_claims WHERE connection_id = ANY(${[...connectionIds]}::uuid[]) RETURNING hostname`;
  await announceClaims(
    tx,
    released.map(({ hostname }) => ({ op: "released", hostname })),
  );
}

function toEvent({ id, hostname, state, sequence }: Locked) {
  const data = { from: state, to: "archived", signal: "archive_requested", hostname };
  return { connectionId: id, sequence: sequence + 1, data };
}
