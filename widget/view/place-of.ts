import type { FlowState, FlowStep } from "@/widget/flow/state";

/** What is in front: a step, or what covers it. */
export type Place = FlowStep | "send" | "closing" | "expired";

export function placeOf({ step, send, asksToClose, isExpired }: FlowState): Place {
  if (isExpired) return "expired";
  if (asksToClose) return "closing";
  return send.isOpen && (step === "records" || step === "progress") ? "send" : step;
}

/** “Step 2 of 4”; null where there is nothing left to count. */
export function positionOf({ mode, step }: FlowState): { step: number; total: number } | null {
  const order: readonly FlowStep[] =
    mode === "link" ? ["records", "progress"] : ["domain", "analysis", "records", "progress"];
  const index = order.indexOf(step === "choice" ? "analysis" : step);
  return index === -1 ? null : { step: index + 1, total: order.length };
}
