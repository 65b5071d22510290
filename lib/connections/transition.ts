import { countCertificates } from "@/lib/accounts/quotas/count-certificates";
import { releaseDomains } from "@/lib/accounts/quotas/release-domains";
import { reserveCertificate } from "@/lib/accounts/quotas/reserve-certificate";
import { findClaims, type HeldClaim, moveClaim, releaseClaims, takeClaim } from "@/lib/connections/claims";
import { visibleConnectionsSql } from "@/lib/connections/connection-filter";
import { eventsOfTransition } from "@/lib/connections/events-of-transition";
import { type ConnectionState, isActiveHolder, isOver, needsJob, states } from "@/lib/connections/machine";
import { nextState, provesControl } from "@/lib/connections/next-state";
import type { Signal } from "@/lib/connections/signals";
import { wakeContests } from "@/lib/connections/wake-contests";
import type { Prisma } from "@/lib/db/generated/client";
import { prepared } from "@/lib/db/prepared";
import type { Tx } from "@/lib/db/transaction";
import type { Refusal } from "@/lib/kernel/errors";
import { type Environment, environments } from "@/lib/kernel/scopes";
import { recordEventsOfMany } from "@/lib/platform/events/record-event";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import type { Context } from "@/lib/platform/ports/context";

export type TransitionDetail = {
  /** Why, where the new state needs a reason (`stalled`, `failed`, `drifted`). */
  errorCode?: string;
  /** What was observed; stored in the event. No secrets, no challenge values. */
  evidence?: Prisma.InputJsonObject;
  /** Of a proof that takes the hostname from its holder: `settleContest`. */
  takeFrom?: HeldClaim;
};

/**
 * `moved: false` is a lost race or a signal that means nothing here: never an error. `refusal`: why a proof did not take
 * the claim, which it can take later.
 */
export type TransitionResult = { moved: boolean; state: ConnectionState; refusal: Refusal | undefined };

/** `transitionMany` for one connection. */
export async function transition(
  ctx: Context,
  tx: Tx,
  connectionId: string,
  signal: Signal,
  detail: TransitionDetail = {},
): Promise<TransitionResult> {
  const [result] = await transitionMany(ctx, tx, [connectionId], signal, detail);
  if (!result) throw new Error(`there is no connection ${connectionId} to move`);
  return { moved: result.moved, state: result.state, refusal: result.refusal };
}

/**
 * The only way in which `state` changes. In the caller's transaction and by a few statements for all: compare-and-swap on
 * the old state, claims taken or released, events, the jobs of the new state, and usage.
 * A proof that finds the hostname claimed by another connection becomes `claim_lost`, or `txt_seen` where it contests that
 * claim; one for which no certificate is left becomes `txt_seen`.
 * Rows are locked first, in the order of their ids, then claims, and the tenant's counters last: no two can deadlock.
 * @returns sorted by id, without connections that do not exist or that the caller may not see
 */
export async function transitionMany(
  ctx: Context,
  tx: Tx,
  connectionIds: readonly string[],
  signal: Signal,
  detail: TransitionDetail = {},
): Promise<(TransitionResult & { id: string; hostname: string })[]> {
  const rows = await lockConnections(ctx, tx, connectionIds);
  const claims = await findClaims(tx, connectionIds);
  const moves: Move[] = [];
  const refusals = new Map<string, Refusal>();
  for (const row of rows) {
    const wanted = nextState(row.state, signal, claims.has(row.id));
    if (wanted === null) continue;
    const claim =
      provesControl(signal) && !claims.has(row.id) ? await claimHostname(ctx, tx, row, detail.takeFrom) : "taken";
    if (claim === "taken") {
      moves.push({ ...row, to: wanted, signal, errorCode: detail.errorCode ?? null });
    } else if (claim === "lost" && !row.isContest) {
      moves.push({ ...row, to: "failed", signal: "claim_lost", errorCode: "HostnameConflict" });
    } else {
      if (claim !== "lost") refusals.set(row.id, claim);
      const seen = nextState(row.state, "txt_seen", false);
      if (seen !== null) moves.push({ ...row, to: seen, signal: "txt_seen", errorCode: null });
    }
  }
  if (moves.length > 0) await apply(ctx, tx, moves, detail.evidence);
  const moved = new Map(moves.map(({ id, to }) => [id, to]));
  return rows.map(({ id, hostname, state }) => {
    return { id, hostname, moved: moved.has(id), state: moved.get(id) ?? state, refusal: refusals.get(id) };
  });
}

/**
 * From the claim on, the edge may order a certificate, so the claim and the certificate are taken together or not at all.
 * The claim comes first, as in the order of locks, and its notice is dropped where it is rolled back.
 */
async function claimHostname(ctx: Context, tx: Tx, row: Locked, from?: HeldClaim): Promise<"taken" | "lost" | Refusal> {
  await tx.$executeRaw`SAVEPOINT claim`;
  if (!(from ? await moveClaim(ctx, tx, row, from) : await takeClaim(ctx, tx, row))) return "lost";
  const refusal = await reserveCertificate(ctx, tx, row.environment);
  if (refusal !== null) await tx.$executeRaw`ROLLBACK TO SAVEPOINT claim`;
  return refusal ?? "taken";
}

type Locked = {
  id: string;
  hostname: string;
  applicationId: string;
  state: ConnectionState;
  lastSequence: number;
  isContest: boolean;
  /** Its application's: usage is counted by it. */
  environment: Environment;
};

type Move = Locked & { to: ConnectionState; signal: Signal; errorCode: string | null };

/** Every writer of a connection takes this lock before the claim's. */
async function lockConnections(ctx: Context, tx: Tx, connectionIds: readonly string[]): Promise<Locked[]> {
  return tx.$queryRaw<Locked[]>`
    SELECT c.id, c.hostname, c.application_id AS "applicationId", c.state, c.last_sequence AS "lastSequence",
      c.is_contest AS "isContest", a.environment
    FROM connections c JOIN applications a ON a.id = c.application_id
    WHERE c.id = ANY(${[...connectionIds]}::uuid[]) AND c.tenant_id = ${ctx.tenantId}::uuid AND ${visibleConnectionsSql(ctx)}
    ORDER BY c.id FOR UPDATE OF c`;
}

async function apply(ctx: Context, tx: Tx, moves: readonly Move[], evidence?: Prisma.InputJsonObject): Promise<void> {
  await writeStates(ctx, tx, moves);
  const ended = moves.filter(({ to }) => isOver(to));
  if (ended.length > 0) {
    await releaseClaims(
      ctx,
      tx,
      ended.map(({ id }) => id),
    );
  }
  await wakeContests(
    ctx,
    tx,
    moves
      .filter(({ state, to }) => isOver(to) || (states[to].phase === "attention" && isActiveHolder(state)))
      .map(({ id }) => id),
  );
  await recordEventsOfMany(
    ctx,
    tx,
    moves.map((move) => toTimeline(move, evidence)),
  );
  for (const to of new Set(moves.map((move) => move.to))) {
    const inputs = moves.filter((move) => move.to === to).map(({ id }) => ({ connectionId: id }));
    for (const job of states[to].jobs) await enqueue(ctx, tx, job, inputs);
  }
  // The tenant's counters come last: until the commit, every other change of them waits.
  for (const environment of environments) {
    const own = moves.filter((move) => move.environment === environment);
    const released = own.filter(({ state, to }) => isOver(to) && !isOver(state)).length;
    await releaseDomains(ctx, tx, environment, released);
    const certified = own.filter(({ signal, to }) => signal === "certificate_seen" && to === "live").length;
    await countCertificates(ctx, tx, environment, certified);
  }
}

async function writeStates(ctx: Context, tx: Tx, moves: readonly Move[]): Promise<void> {
  const changes = moves.map(({ id, state, to, errorCode }) => {
    return {
      id,
      from: state,
      to,
      errorCode,
      events: eventsOfTransition(state, to).length,
      unproven: needsJob(to, "check-ownership"),
    };
  });
  const swapped = await tx.$executeRaw`${prepared("write-states")}
    UPDATE connections c SET state = new.to, error_code = new."errorCode",
      state_changed_at = CASE WHEN new."from" = new.to THEN c.state_changed_at ELSE ${ctx.now()} END,
      is_contest = c.is_contest AND new.unproven, mismatches = 0, mismatch_since = NULL,
      silent_since = NULL, silent_ms = 0, unreachable_since = NULL, refused_probes = 0, last_sequence = c.last_sequence + new.events,
      finding_code = CASE WHEN new."from" = new.to THEN c.finding_code END,
      finding_title = CASE WHEN new."from" = new.to THEN c.finding_title END,
      finding_urgency = CASE WHEN new."from" = new.to THEN c.finding_urgency END
    FROM jsonb_to_recordset(${JSON.stringify(changes)}::jsonb)
      AS new(id uuid, "from" connection_state, "to" connection_state, "errorCode" text, events int, unproven boolean)
    WHERE c.id = new.id AND c.tenant_id = ${ctx.tenantId}::uuid AND c.state = new."from"`;
  // Cannot happen while the rows are locked; if it does, nothing of this transaction may stay.
  if (swapped !== moves.length) throw new Error("a connection changed its state while it was locked");
}

function toTimeline(move: Move, evidence?: Prisma.InputJsonObject) {
  const { id, hostname, state, to, signal, errorCode } = move;
  const data = {
    from: state,
    to,
    signal,
    hostname,
    ...(errorCode === null ? {} : { errorCode }),
    ...(evidence === undefined ? {} : { evidence }),
  };
  const events = eventsOfTransition(state, to).map((type) => ({ type, data }));
  return { connectionId: id, after: move.lastSequence, events };
}
