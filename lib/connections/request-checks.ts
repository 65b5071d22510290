import { reserveChecks } from "@/lib/accounts/quotas/reserve-checks";
import { findClaims } from "@/lib/connections/claims";
import { visibleConnectionsSql } from "@/lib/connections/connection-filter";
import { connectionColumns, noConnection } from "@/lib/connections/connection-row";
import { isOver, needsJob, states } from "@/lib/connections/machine";
import { hasLostHostname } from "@/lib/connections/policy";
import type { Connection } from "@/lib/db/generated/client";
import { inTransaction, type Tx } from "@/lib/db/transaction";
import { isRefusal, Refusal } from "@/lib/kernel/errors";
import { type Environment, environments } from "@/lib/kernel/scopes";
import { recordAudits } from "@/lib/platform/audit/record-audit";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import type { Context } from "@/lib/platform/ports/context";

type RequestAction = "connection.verify_requested" | "connection.check_requested" | "support.recheck_requested";

const requestedCheckDelayMs = 2_000;

/**
 * `requestChecks` for one connection.
 * @throws Refusal not_found; invalid_state for a connection that is over; QuotaExceeded
 */
export async function requestCheck(ctx: Context, id: string, action: RequestAction): Promise<void> {
  const [request] = await requestChecks(ctx, [id], action);
  if (request && isRefusal(request.outcome)) throw request.outcome;
}

/**
 * A person asks for checks and waits for them: they go back to the fast cadence, and the worker makes the next ones soon.
 * A connection that lost its hostname is not refused, although it is over: the caller says who holds the name.
 * @param ids different from each other; what the plan has left is given out in their order
 * @returns in the order of the ids
 */
export async function requestChecks(
  ctx: Context,
  ids: readonly string[],
  action: RequestAction,
): Promise<{ id: string; outcome: Connection | Refusal }[]> {
  if (ids.length === 0) return [];
  return inTransaction(ctx, async (tx) => {
    // In the order of their ids: another request for the same ones waits, and never deadlocks.
    const rows = await tx.$queryRaw<Requested[]>`
      SELECT ${connectionColumns}, a.environment FROM connections c JOIN applications a ON a.id = c.application_id
      WHERE c.tenant_id = ${ctx.tenantId}::uuid AND c.id = ANY(${[...ids]}::uuid[]) AND ${visibleConnectionsSql(ctx)}
      ORDER BY c.id FOR UPDATE OF c`;
    const found = new Map(rows.map((row) => [row.id, row]));
    const refusals = await refusalsOf(ctx, tx, ids, found);
    const accepted = rows.filter(({ id }) => !refusals.has(id));
    await recordAudits(
      ctx,
      tx,
      action,
      accepted.map(({ id, hostname }) => ({ targetId: id, data: { hostname } })),
    );
    const checked = accepted.filter(({ state }) => !isOver(state));
    const checkedIds = checked.map(({ id }) => id);
    await tx.connection.updateMany({
      where: { tenantId: ctx.tenantId, id: { in: checkedIds } },
      data: { watchedSince: ctx.now() },
    });
    const claims = await findClaims(tx, checkedIds);
    const soon = new Date(ctx.now().getTime() + requestedCheckDelayMs);
    const inputs = (of: readonly Connection[]) => of.map(({ id }) => ({ connectionId: id }));
    await enqueue(ctx, tx, "check-ownership", inputs(checked.filter(({ id }) => !claims.has(id))), soon);
    await enqueue(ctx, tx, "check-records", inputs(checked.filter(({ id }) => claims.has(id))), soon);
    await enqueue(ctx, tx, "probe-certificate", inputs(checked.filter(awaitsCertificate)), soon);
    return ids.map((id) => ({ id, outcome: refusals.get(id) ?? found.get(id) ?? noConnection(id) }));
  });
}

type Requested = Connection & { environment: Environment };

/** Of those that are not checked: they are over, or the plan has no requested check left. */
async function refusalsOf(
  ctx: Context,
  tx: Tx,
  ids: readonly string[],
  found: ReadonlyMap<string, Requested>,
): Promise<Map<string, Refusal>> {
  const rows = ids.flatMap((id) => found.get(id) ?? []);
  const refusals = new Map<string, Refusal>();
  for (const row of rows) {
    const refusal = refusalOf(row);
    if (refusal !== null) refusals.set(row.id, refusal);
  }
  for (const environment of environments) {
    const counted = rows.filter((row) => row.environment === environment && !isOver(row.state));
    const { granted, refusal } = await reserveChecks(ctx, tx, environment, counted.length);
    if (refusal === null) continue;
    for (const { id } of counted.slice(granted)) refusals.set(id, refusal);
  }
  return refusals;
}

/** Why no check can be requested: the connection is over. */
function refusalOf({ hostname, state, errorCode }: Connection): Refusal | null {
  if (!isOver(state) || hasLostHostname(errorCode)) return null;
  if (state === "archived") {
    return new Refusal("invalid_state", `${hostname} is archived. Connect it again to check it.`);
  }
  const text = `The connection of ${hostname} has failed: control was not proven within 30 days. Archive it and connect the name again.`;
  return new Refusal("invalid_state", text, { details: { errorCode } });
}

function awaitsCertificate({ state }: Connection): boolean {
  return states[state].phase === "underway" && needsJob(state, "probe-certificate");
}
