import { type ConnectionRow, getConnectionRow } from "@/lib/connections/connection-row";
import { isOver } from "@/lib/connections/machine";
import { waitingSince } from "@/lib/connections/policy";
import { examineConnection } from "@/lib/diagnosis/diagnose-connection";
import type { Context } from "@/lib/platform/ports/context";

/** A certificate takes seconds; afterwards somebody wants to know what it waits for. */
const issuingMs = 60_000;

/** The longer it has waited already, the less often it is diagnosed without a new observation. */
const shortestRecheckMs = 600_000;
const longestRecheckMs = 24 * 3_600_000;
const rechecksPerAge = 4;

/**
 * The job that finds and stores the cause of a problem, unless the connection works by now. It runs again for as long as there
 * is a cause, so that lists do not show one that is gone. @throws Refusal not_found
 */
export async function takeSnapshot(
  ctx: Context,
  input: { connectionId: string },
): Promise<{ runAgainAt: Date | null }> {
  const row = await getConnectionRow(ctx, input.connectionId);
  if (isOver(row.state) || (isWell(row, ctx.now()) && row.findingCode === null)) return { runAgainAt: null };
  const { findings } = await examineConnection(ctx, row.id, { failed: row.findingCode === null, isScheduled: true });
  return { runAgainAt: findings.length === 0 ? null : recheckAt(row, ctx.now()) };
}

function isWell(row: ConnectionRow, now: Date): boolean {
  const isEarly = row.state === "issuing_cert" && now.getTime() - row.stateChangedAt.getTime() < issuingMs;
  return (row.state === "live" || isEarly) && row.ownership === "ok" && row.pointing === "ok";
}

function recheckAt(row: ConnectionRow, now: Date): Date {
  const ageMs = (now.getTime() - waitingSince(row).getTime()) / rechecksPerAge;
  return new Date(now.getTime() + Math.min(Math.max(ageMs, shortestRecheckMs), longestRecheckMs));
}
