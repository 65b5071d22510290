import type { FlowState } from "@/widget/flow/state";

const soonestMs = 2_000;
const latestMs = 15_000;
/** What a check takes, after it is due. */
const checkMs = 1_000;
export const stalledAfterMs = 45_000;

/**
 * When to look next, in ms since the epoch: after a tenth of the time since the last change, from 2 s to 15 s; earlier where
 * the server checks earlier, or where the flow becomes stalled. null: there is nothing to wait for.
 */
export function wakeAt(state: FlowState, nowMs: number): number | null {
  const { setUp, step, problem, changedAtMs, isExpired, busy } = state;
  if (isExpired || busy !== null) return null;
  const isWatched = setUp !== null && (step === "records" || step === "progress");
  if (!isWatched && problem?.code !== "network") return null;
  const at = nowMs + Math.min(latestMs, Math.max(soonestMs, (nowMs - changedAtMs) / 10));
  const checkedAt = (setUp?.nextCheckAt?.getTime() ?? nowMs) + checkMs;
  const stalledAt = changedAtMs + stalledAfterMs;
  const sooner = [checkedAt, stalledAt].filter((time) => time >= nowMs + soonestMs);
  return Math.min(at, ...sooner);
}
