import type { FlowState, FlowStep } from "@/widget/flow/state";

/** Where “Back” leads; null: nowhere. A domain that the token is bound to cannot be changed. */
export function previousStep({ step, mode, ways, check, widget }: FlowState): FlowStep | null {
  if (step === "progress") return "records";
  if (mode === "link" || widget === null) return null;
  if (step === "choice") return "analysis";
  if (step === "records" && check !== null) return ways.length > 1 && check.connectable.ok ? "choice" : "analysis";
  return (step === "analysis" || step === "records") && widget.hostname === null ? "domain" : null;
}
