import type { FlowState } from "@/widget/flow/state";

/** What “Try again” does: the call that failed is known from where the flow stands. null: nothing can be repeated. */
export function repeatable({ mode, step, widget, setUp, check, way, reading }: FlowState): FlowState["busy"] {
  if (setUp === null && (widget === null || mode === "link" || step === "ended")) return "starting";
  switch (step) {
    case "domain":
      return reading.kind === "hostname" ? "checking" : null;
    case "analysis":
      if (check === null) return reading.kind === "hostname" ? "checking" : null;
      return way === null ? null : "connecting";
    case "choice":
      return way === null ? null : "connecting";
    case "records":
    case "progress":
      return "verifying";
    case "ended":
      return "reading";
    default:
      return null;
  }
}
