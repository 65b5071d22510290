import { previousStep } from "@/widget/flow/previous-step";
import { repeatable } from "@/widget/flow/repeatable";
import type { FlowEvent, FlowState, Way } from "@/widget/flow/state";

export type Actions = {
  /** What the main button does. null: there is none, or another part of the view has it (the ways, the provider). */
  primary: FlowEvent | null;
  back: FlowEvent | null;
  retry: FlowEvent | null;
  startOver: FlowEvent | null;
  /** The ways that can be chosen now, the best first. */
  ways: readonly Way[];
  /** The domain can be typed. */
  canType: boolean;
  /** The panel “I have no access” can be opened; by mail not in mode `link`. */
  canSend: boolean;
  canMail: boolean;
  /** `openProvider` does something. */
  canOpenProvider: boolean;
};

/** What a person can do now: each of these events changes the state. */
export function actionsOf(state: FlowState): Actions {
  const { mode, step, busy, widget, check, setUp, way, ways, problem, isExpired } = state;
  const isLocked = (widget?.hostname ?? null) !== null;
  const isWatched = (step === "records" || step === "progress") && setUp !== null;
  const isFree = busy === null;
  // A domain that cannot be changed can be checked again.
  const canStartOver = step === "analysis" ? (isLocked || widget === null) && check !== null : step !== "domain";
  return {
    primary: primaryOf(state),
    back: state.send.isOpen || previousStep(state) !== null ? { type: "went_back" } : null,
    retry: isExpired || (problem?.retry && isFree && repeatable(state) !== null) ? { type: "retried" } : null,
    startOver: canStartOver && mode === "token" && isFree ? { type: "started_over" } : null,
    ways:
      isFree && (step === "choice" || isWatched) ? (step === "choice" ? ways : ways.filter((one) => one !== way)) : [],
    canType: mode === "token" && step === "domain" && !isLocked,
    canSend: isWatched,
    canMail: isWatched && mode === "token",
    canOpenProvider: isFree && isWatched && (way === "domain_connect" || ways.includes("domain_connect")),
  };
}

function primaryOf({ step, busy, reading, check, setUp }: FlowState): FlowEvent | null {
  if (step === "success") return { type: "close_wanted" };
  // A domain can be submitted while the flow still starts.
  if (step === "domain" && (busy === null || busy === "starting"))
    return reading.kind === "hostname" ? { type: "domain_submitted" } : null;
  if (busy !== null) return null;
  if (step === "analysis" && check !== null) {
    const { ok, reason, contest } = check.connectable;
    return ok || contest || reason === "own_connection" ? { type: "analysis_accepted", contest: !ok && contest } : null;
  }
  if (setUp === null) return null;
  return step === "records" ? { type: "records_published" } : step === "progress" ? { type: "check_wanted" } : null;
}
