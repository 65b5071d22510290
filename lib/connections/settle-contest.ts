import type { HeldClaim } from "@/lib/connections/claims";
import type { ConnectionRow } from "@/lib/connections/connection-row";
import {
  type ContestDecision,
  classifyProofs,
  decideContest,
  type EndReason,
  type RunningContest,
  textsOf,
} from "@/lib/connections/decide-contest";
import { type ConnectionState, connectionStates, isOver } from "@/lib/connections/machine";
import { proofWindowMs } from "@/lib/connections/policy";
import { transition } from "@/lib/connections/transition";
import { wakeContests } from "@/lib/connections/wake-contests";
import type { Prisma } from "@/lib/db/generated/client";
import { prepared } from "@/lib/db/prepared";
import { inTransaction, type Tx } from "@/lib/db/transaction";
import type { TxtObservation } from "@/lib/dns/records";
import type { Refusal } from "@/lib/kernel/errors";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import { recordEvents } from "@/lib/platform/events/record-event";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import { type Context, onBehalfOf } from "@/lib/platform/ports/context";

// The only writer of contests. No id, name or address of one account goes to the other: not in events, nor in audit entries.

/**
 * Who holds the hostname besides the challenger, and the challenger's contest. `changed`: the hostname was taken or released
 * while the lock was waited for.
 */
type LockedContest =
  | "changed"
  | { claim: HeldClaim | null; holderState: ConnectionState | null; running: Running | null };

type Running = RunningContest & { holderTenantId: string };

/** The challenger, as its own check has read it. */
type Challenger = Pick<ConnectionRow, "id" | "hostname" | "state" | "errorCode" | "isContest" | "createdAt">;

/** Where the challenger is then, and when the hostname moves; null: the check goes on as without a contest. */
export type SettledContest = { state: ConnectionState; refusal: Refusal | null; until: Date | null } | null;

/**
 * Locks what a contest changes, before anything else in the transaction: both connections in the order of their ids, then
 * the claim. A challenger without proof locks nothing of the holder's.
 * @returns null where nobody else holds the hostname, and no contest runs
 */
export async function lockContest(
  tx: Tx,
  row: Pick<Challenger, "id" | "hostname">,
  isProven: boolean,
): Promise<LockedContest | null> {
  const before = await readParties(tx, row);
  if (before.running === null && (before.claim === null || !isProven)) return null;
  // One at a time: two that move in opposite directions would wait for each other's counters.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('latchkey_contests'))`;
  const { claim, running } = await readParties(tx, row);
  const ids = [row.id, claim?.connectionId, running?.holderConnectionId].filter((id) => id !== undefined);
  const connections = await tx.$queryRaw<{ id: string; state: ConnectionState }[]>`
    SELECT id, state FROM connections WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;
  const [held] = await tx.$queryRaw<{ connectionId: string }[]>`
    SELECT connection_id AS "connectionId" FROM hostname_claims
    WHERE hostname = ${row.hostname} AND connection_id <> ${row.id}::uuid FOR UPDATE`;
  if (held?.connectionId !== claim?.connectionId) return "changed";
  return { claim, running, holderState: connections.find(({ id }) => id === claim?.connectionId)?.state ?? null };
}

type Parties = { claim: HeldClaim | null; running: Running | null };

async function readParties(tx: Tx, { id, hostname }: Pick<Challenger, "id" | "hostname">): Promise<Parties> {
  const [claim] = await tx.$queryRaw<HeldClaim[]>`${prepared("held-claim")}
    SELECT hostname, connection_id AS "connectionId", tenant_id AS "tenantId", created_at AS "claimedAt"
    FROM hostname_claims WHERE hostname = ${hostname} AND connection_id <> ${id}::uuid`;
  const [running] = await tx.$queryRaw<Running[]>`${prepared("running-contest")}
    SELECT holder_connection_id AS "holderConnectionId", holder_tenant_id AS "holderTenantId", started_at AS "startedAt",
      moves_at AS "movesAt"
    FROM hostname_contests WHERE connection_id = ${id}::uuid`;
  return { claim: claim ?? null, running: running ?? null };
}

/**
 * Weighs a challenger's proof against the holder's, and moves the hostname once fresh proof has stood alone for long enough.
 * In the transaction of the check that observed it, which holds `locked`.
 * @param observedAt when the observation started
 */
export async function settleContest(
  ctx: Context,
  tx: Tx,
  row: Challenger,
  locked: LockedContest,
  {
    observation,
    observedAt,
    evidence,
  }: { observation: TxtObservation; observedAt: Date; evidence: Prisma.InputJsonObject },
): Promise<SettledContest> {
  if (locked === "changed") return { state: row.state, refusal: null, until: null };
  const { claim, holderState, running } = locked;
  const owners = await findOwners(tx, row, textsOf(observation));
  const decision = decideContest({
    proofs: classifyProofs(observation, owners, claim?.connectionId ?? null),
    kind: observation.kind,
    holder: claim !== null && holderState !== null ? { connectionId: claim.connectionId, state: holderState } : null,
    running,
    isContest: row.isContest,
    observedAt,
    graceMs: ctx.policy.contestGraceMs,
  });
  if (decision.end !== null && running !== null) await endContest(ctx, tx, row, running, decision.end);
  if (claim === null || decision.next === "ordinary" || decision.next === "lost") return null;
  return act(ctx, tx, row, claim, decision, { running, evidence });
}

async function act(
  ctx: Context,
  tx: Tx,
  row: Challenger,
  claim: HeldClaim,
  { end, beginUntil, move, next }: ContestDecision,
  { running, evidence }: { running: Running | null; evidence: Prisma.InputJsonObject },
): Promise<SettledContest> {
  const ongoing = end === null ? running : null;
  if (beginUntil !== null && !(await beginContest(ctx, tx, row, claim, beginUntil, ongoing !== null))) {
    // Another challenger's runs, of which the proof is gone: its next check ends it.
    await wakeContests(ctx, tx, [claim.connectionId]);
    return { state: await wait(ctx, tx, row, "contest_blocked"), refusal: null, until: null };
  }
  const until = beginUntil ?? ongoing?.movesAt ?? null;
  if (!move) {
    const isTooLate = next === "contest_blocked" && ctx.now().getTime() - row.createdAt.getTime() >= proofWindowMs;
    const state = isTooLate ? await expire(ctx, tx, row) : await wait(ctx, tx, row, next);
    return { state, refusal: null, until };
  }
  const won = await transition(ctx, tx, row.id, "ownership_proven", { evidence, takeFrom: claim });
  if (won.refusal || !won.moved) {
    return { state: await wait(ctx, tx, row, "contested"), refusal: won.refusal ?? null, until: null };
  }
  const holder = contextOf(ctx, claim.tenantId);
  await transition(holder, tx, claim.connectionId, "claim_moved", { errorCode: "hostname_moved" });
  const parties = { holderConnectionId: claim.connectionId, holderTenantId: claim.tenantId };
  await endContest(ctx, tx, row, parties, "moved");
  return { state: won.state, refusal: null, until: null };
}

/** The other connections of the hostname, not over, whose challenge is published. */
async function findOwners(tx: Tx, { id, hostname }: Challenger, texts: readonly string[]): Promise<Set<string>> {
  if (texts.length === 0) return new Set();
  const owners = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM connections WHERE hostname = ${hostname} AND challenge_value = ANY(${[...texts]})
      AND id <> ${id}::uuid AND state::text <> ALL(${connectionStates.filter(isOver)})`;
  return new Set(owners.map((owner) => owner.id));
}

/** @returns false where another challenger's contest of the hostname runs */
async function beginContest(
  ctx: Context,
  tx: Tx,
  row: Challenger,
  claim: HeldClaim,
  until: Date,
  again: boolean,
): Promise<boolean> {
  if (again) {
    await tx.$executeRaw`
      UPDATE hostname_contests SET started_at = ${ctx.now()}, moves_at = ${until} WHERE connection_id = ${row.id}::uuid`;
    return true;
  }
  const begun = await tx.$executeRaw`
    INSERT INTO hostname_contests (connection_id, tenant_id, hostname, holder_connection_id, holder_tenant_id, started_at, moves_at)
    VALUES (${row.id}::uuid, ${ctx.tenantId}::uuid, ${row.hostname}, ${claim.connectionId}::uuid, ${claim.tenantId}::uuid,
      ${ctx.now()}, ${until})
    ON CONFLICT DO NOTHING`;
  if (begun === 0) return false;
  const parties = { holderConnectionId: claim.connectionId, holderTenantId: claim.tenantId };
  await record(ctx, tx, row, parties, "contested", { until: until.toISOString() });
  return true;
}

const outcomes: Record<EndReason, "moved" | "kept" | "released"> = {
  moved: "moved",
  old_record: "kept",
  other_record: "kept",
  proof_gone: "kept",
  challenger_ended: "kept",
  holder_ended: "released",
};

async function endContest(
  ctx: Context,
  tx: Tx,
  row: Pick<Challenger, "id" | "hostname">,
  parties: HolderRef,
  reason: EndReason,
): Promise<void> {
  const ended = await tx.$executeRaw`DELETE FROM hostname_contests WHERE connection_id = ${row.id}::uuid`;
  if (ended > 0) await record(ctx, tx, row, parties, "contest_ended", { outcome: outcomes[reason], reason });
}

/** Ends the contest of a challenger that is over: archived, or without proof for too long. */
export async function endContestOf(ctx: Context, row: Pick<Challenger, "id" | "hostname" | "state">): Promise<void> {
  if (!isOver(row.state)) return;
  await inTransaction(ctx, async (tx) => {
    const locked = await lockContest(tx, row, false);
    if (locked === null || locked === "changed" || locked.running === null) return;
    await endContest(ctx, tx, row, locked.running, "challenger_ended");
  });
}

type HolderRef = Pick<Running, "holderConnectionId" | "holderTenantId">;

/** Event, audit entry and mail of both; of the beginning, a mail to the holder alone. */
async function record(
  ctx: Context,
  tx: Tx,
  row: Pick<Challenger, "id" | "hostname">,
  { holderConnectionId, holderTenantId }: HolderRef,
  what: "contested" | "contest_ended",
  facts: Prisma.InputJsonObject,
): Promise<void> {
  const parties = [
    { role: "challenger", connectionId: row.id, on: ctx },
    { role: "holder", connectionId: holderConnectionId, on: contextOf(ctx, holderTenantId) },
  ];
  for (const { role, connectionId, on } of parties) {
    const data = { hostname: row.hostname, role, ...facts };
    const sequence = await recordEvents(on, tx, connectionId, [`domain.${what}`], data);
    await recordAudit(on, tx, `connection.${what}`, connectionId, data);
    if (role === "challenger" && what === "contested") continue;
    await enqueue(on, tx, "mail-contest", [{ connectionId, sequence }]);
  }
}

/** Without the caller: the holder must not learn who asked, nor from which address. */
function contextOf({ caller: _caller, idempotency: _idempotency, ...service }: Context, tenantId: string): Context {
  return onBehalfOf(service, tenantId, { kind: "worker" });
}

/** As for any connection: a proof that never came to count has 30 days. */
async function expire(ctx: Context, tx: Tx, row: Challenger): Promise<ConnectionState> {
  return (await transition(ctx, tx, row.id, "proof_expired", { errorCode: "ownership_not_proven" })).state;
}

/** The reason is shown while it waits; the state stays `verifying`. */
async function wait(
  ctx: Context,
  tx: Tx,
  row: Challenger,
  errorCode: ContestDecision["next"],
): Promise<ConnectionState> {
  if (row.state === "verifying" && row.errorCode === errorCode) return row.state;
  return (await transition(ctx, tx, row.id, "proof_waits", { errorCode })).state;
}
