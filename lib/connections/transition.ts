import { type ConnectionState, nextState, provesControl, releasesClaim, type Signal } from "@/lib/connections/machine";
import type { Context } from "@/lib/context";
import type { Connection, Prisma } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { announceClaim } from "@/lib/edge/claim-notice";
import { eventsOfTransition } from "@/lib/events/catalog";
import { recordEvents } from "@/lib/events/record-event";
import type { JobName } from "@/lib/jobs/catalog";
import { enqueue } from "@/lib/jobs/enqueue";

export type TransitionDetail = {
  /** Why, where the new state is one to be explained (`stalled`, `failed`, `drifted`). */
  errorCode?: string;
  /** What was seen; kept in the event. No secrets, no challenge values. */
  evidence?: Prisma.InputJsonObject;
};

/** `moved: false` is a lost race or a signal that means nothing here: never an error. */
export type TransitionResult = { moved: boolean; state: ConnectionState };

/** Work that each state owes. Each of these jobs repeats itself for as long as its state wants it. */
const jobsOfState: Record<ConnectionState, readonly JobName[]> = {
  created: [],
  pending_ownership: ["check-ownership"],
  verifying: ["check-ownership"],
  verified: ["check-records"],
  dns_writing: [],
  propagating: ["check-records"],
  issuing_cert: ["probe-certificate", "check-records"],
  live: ["check-records", "probe-certificate"],
  drifted: ["check-records"],
  stalled: ["check-ownership", "check-records", "probe-certificate"],
  failed: [],
  archived: [],
};

/**
 * The only writer of `state`. In the caller's transaction: compare-and-swap on the old state, the claim taken or let
 * go, the events, and the jobs that the new state owes.
 * A proof that finds the hostname claimed by another connection becomes `claim_lost`.
 */
export async function transition(
  ctx: Context,
  tx: Tx,
  connectionId: string,
  signal: Signal,
  detail: TransitionDetail = {},
): Promise<TransitionResult> {
  const connection = await lockConnection(ctx, tx, connectionId);
  const claimed = await holdsClaim(tx, connection);
  const wanted = nextState(connection.state, signal, claimed);
  if (wanted === null) return { moved: false, state: connection.state };

  const lost = provesControl(signal) && !(await takeClaim(ctx, tx, connection));
  const to = lost ? "failed" : wanted;
  const errorCode = lost ? "HostnameConflict" : (detail.errorCode ?? null);
  const swapped = await tx.connection.updateMany({
    where: { id: connection.id, tenantId: ctx.tenantId, state: connection.state },
    data: { state: to, stateChangedAt: ctx.now(), errorCode, mismatches: 0, mismatchSince: null, refusedProbes: 0 },
  });
  // Cannot happen while the row is locked; if it does, nothing of this transaction may stay.
  if (swapped.count !== 1) throw new Error(`lost the state of connection ${connection.id} while it was locked`);

  if (releasesClaim(to)) await releaseClaim(tx, connection);
  await recordEvents(ctx, tx, connection.id, eventsOfTransition(connection.state, to), {
    from: connection.state,
    to,
    signal: lost ? "claim_lost" : signal,
    hostname: connection.hostname,
    ...(errorCode === null ? {} : { errorCode }),
    ...(detail.evidence === undefined ? {} : { evidence: detail.evidence }),
  });
  for (const job of jobsOfState[to]) await enqueue(ctx, tx, job, [{ connectionId: connection.id }]);
  return { moved: true, state: to };
}

/** Locks the row first: every writer of a connection takes this lock before the claim's, so none can deadlock. */
async function lockConnection(ctx: Context, tx: Tx, connectionId: string): Promise<Connection> {
  await tx.$queryRaw`
    SELECT id FROM connections WHERE id = ${connectionId}::uuid AND tenant_id = ${ctx.tenantId}::uuid FOR UPDATE`;
  return tx.connection.findUniqueOrThrow({ where: { id: connectionId, tenantId: ctx.tenantId } });
}

async function holdsClaim(tx: Tx, connection: Connection): Promise<boolean> {
  return (await tx.hostnameClaim.count({ where: { connectionId: connection.id } })) > 0;
}

/** @returns false when another connection holds the hostname */
async function takeClaim(ctx: Context, tx: Tx, connection: Connection): Promise<boolean> {
  // Waits for a racing transaction that inserted the same key, and then sees what became of it.
  const inserted = await tx.$executeRaw`
    INSERT INTO hostname_claims (hostname, connection_id, tenant_id, application_id, created_at)
    VALUES (${connection.hostname}, ${connection.id}::uuid, ${connection.tenantId}::uuid,
            ${connection.applicationId}::uuid, ${ctx.now()})
    ON CONFLICT DO NOTHING`;
  if (inserted === 0) return holdsClaim(tx, connection);
  await announceClaim(tx, {
    op: "claimed",
    hostname: connection.hostname,
    applicationId: connection.applicationId,
  });
  return true;
}

/** By the owner's id, never by name: a late release must not take the name from its next owner. */
async function releaseClaim(tx: Tx, connection: Connection): Promise<void> {
  const released = await tx.hostnameClaim.deleteMany({ where: { connectionId: connection.id } });
  if (released.count > 0) await announceClaim(tx, { op: "released", hostname: connection.hostname });
}
