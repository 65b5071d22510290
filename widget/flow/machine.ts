import type { SetUpResource } from "@/lib/diagnosis/setup/schema";
import { previousStep } from "@/widget/flow/previous-step";
import { readDomain } from "@/widget/flow/read-domain";
import { repeatable } from "@/widget/flow/repeatable";
import type { FlowEffect, FlowEvent, FlowMode, FlowState, FlowStep, SendState, Step, Way } from "@/widget/flow/state";
import { stalledAfterMs, wakeAt } from "@/widget/flow/wake-at";
import { waysOf } from "@/widget/flow/ways-of";

const emptySend: SendState = { isOpen: false, url: null, mailedTo: null, busy: null, problem: null, draft: null };

const soonMs = 3_000;

/** `typed`: what the integrator gives; where it can be read, the flow begins with its analysis. */
export function initialState(mode: FlowMode, typed: string, forcedWay: "manual" | null = null): FlowState {
  const reading = readDomain(typed);
  const isGiven = mode === "token" && reading.kind === "hostname";
  return {
    mode,
    step: mode === "link" ? "records" : isGiven ? "analysis" : "domain",
    widget: null,
    typed,
    reading,
    check: null,
    setUp: null,
    ways: [],
    way: null,
    busy: "starting",
    problem: null,
    copied: [],
    send: emptySend,
    providerWindow: null,
    applyUrl: null,
    forcedWay,
    isGiven,
    isStalled: false,
    asksToClose: false,
    isExpired: false,
    isOffline: false,
    changedAtMs: 0,
    pollAtMs: null,
  };
}

/** What changes. null: the event means nothing in this state. */
type Change = Partial<FlowState> | null;

type Move<Type extends FlowEvent["type"]> = (
  state: FlowState,
  event: Extract<FlowEvent, { type: Type }>,
  nowMs: number,
) => Change;

/** A row for each event. What is to be done follows from the change: see `effectsOf`. */
const moves: { [Type in FlowEvent["type"]]: Move<Type> } = {
  started(state, { widget, setUp }, nowMs) {
    if (state.busy !== "starting") {
      // The token was renewed. What the flow is about stays as it began.
      return widget && state.widget && { widget: { ...state.widget, expiresAt: widget.expiresAt } };
    }
    const known = { ...state, widget: widget ?? state.widget };
    if (setUp) return { ...enter(known, setUp, nowMs), widget: known.widget };
    if (state.mode === "link") return { busy: null, step: "ended" };
    const hostname = known.widget?.hostname ?? null;
    const typed = hostname ?? state.typed;
    const reading = readDomain(typed);
    const isReady = reading.kind === "hostname" && (hostname !== null || state.step === "analysis");
    const begun = isReady ? begin("checking") : { busy: null };
    return { widget: known.widget, typed, reading, step: isReady ? "analysis" : "domain", problem: null, ...begun };
  },
  typed: (state, { text }) => type(state, text),
  suggestion_taken: (state, { hostname }) => type(state, hostname),
  domain_submitted(state) {
    if (state.step !== "domain" || state.reading.kind !== "hostname") return null;
    // It is checked as soon as the start is over.
    if (state.busy === "starting") return { step: "analysis" };
    if (state.busy !== null) return null;
    return state.widget === null ? { step: "analysis", ...begin("starting") } : begin("checking");
  },
  checked(state, { check }) {
    if (state.busy !== "checking") return null;
    const found = {
      step: "analysis" as const,
      check,
      ways: waysOf(state, check),
      way: null,
      busy: null,
      problem: null,
    };
    const resumes = state.isGiven === true && check.connectable.reason === "own_connection";
    return resumes ? { ...found, way: "manual", ...begin("connecting") } : found;
  },
  analysis_accepted(state, { contest }) {
    const { step, busy, check, ways } = state;
    if (step !== "analysis" || busy !== null || check === null) return null;
    const { ok, reason } = check.connectable;
    if (reason === "own_connection") return { way: "manual", ...begin("connecting") };
    if (!ok && !(contest && check.connectable.contest)) return null;
    const [way] = ways;
    return ways.length > 1 || way === undefined ? { step: "choice", problem: null } : { way, ...begin("connecting") };
  },
  way_chosen(state, { way }) {
    if (state.busy !== null || !state.ways.includes(way)) return null;
    if (state.step === "choice") return { way, ...begin("connecting") };
    if (state.setUp === null || !isWatched(state)) return null;
    return { way, step: stepOf(state.setUp, way), providerWindow: null, problem: null };
  },
  connected: (state, { setUp }, nowMs) => (state.busy === "connecting" ? enter(state, setUp, nowMs) : null),
  set_up_read(state, { setUp }, nowMs) {
    const { busy, step, problem } = state;
    const isWanted = isWatched(state) || (step === "ended" && busy === "reading");
    if (!isWanted || (state.setUp !== null && state.setUp.hostname !== setUp.hostname)) return null;
    const isChanged = state.setUp === null || signatureOf(state.setUp) !== signatureOf(setUp);
    const isAnswered = busy === "reading" || busy === "verifying";
    return {
      setUp,
      step: stepAfter(state, setUp),
      busy: isAnswered ? null : busy,
      problem: isAnswered || problem?.retry ? null : problem,
      ...(isChanged ? { changedAtMs: nowMs, isStalled: false } : {}),
    };
  },
  copied(state, { stepId }, nowMs) {
    if (!isWatched(state) || state.copied.includes(stepId)) return null;
    return { copied: [...state.copied, stepId], changedAtMs: nowMs };
  },
  records_published(state, _event, nowMs) {
    if (state.step !== "records" || state.busy !== null || state.setUp === null) return null;
    return { step: "progress", changedAtMs: nowMs, isStalled: false, ...begin("verifying") };
  },
  check_wanted: (state) => (isWatched(state) && state.busy === null ? begin("verifying") : null),
  went_back(state) {
    if (state.send.isOpen) return { send: { ...state.send, isOpen: false } };
    const step = previousStep(state);
    if (step === null) return null;
    const cancelled = { step, busy: null, problem: null, isStalled: false, providerWindow: null };
    if (step === "domain") return { ...cancelled, check: null, ways: [], way: null, isGiven: false };
    return step === "records" ? cancelled : { ...cancelled, way: null };
  },
  started_over(state) {
    if (state.mode === "link" || state.busy !== null) return null;
    if (state.widget === null) return { step: "domain", ...begin("starting") };
    if (state.step === "domain") return null;
    const isLocked = state.widget.hostname !== null;
    return {
      ...initialState("token", state.typed, state.forcedWay),
      widget: state.widget,
      isOffline: state.isOffline,
      isExpired: state.isExpired,
      isGiven: false,
      step: isLocked ? "analysis" : "domain",
      busy: isLocked ? "checking" : null,
    };
  },
  send_opened: (state) => (isWatched(state) ? { send: { ...state.send, isOpen: true } } : null),
  send_closed: (state) => ({ send: { ...state.send, isOpen: false } }),
  link_wanted(state) {
    const { send } = state;
    if (!send.isOpen || send.busy !== null || send.url !== null) return null;
    return { send: { ...send, busy: "link", problem: null } };
  },
  mail_wanted(state, { to, note }) {
    const { send } = state;
    if (state.mode === "link" || !send.isOpen || send.busy !== null) return null;
    return { send: { ...send, busy: "mail", problem: null, draft: { to, note } } };
  },
  link_made(state, { url, mailedTo }) {
    const { send } = state;
    if (send.busy === null) return null;
    const sent = mailedTo === null ? {} : { mailedTo, draft: null };
    return { send: { ...send, url: url || send.url, busy: null, problem: null, ...sent } };
  },
  send_failed: (state, { problem }) =>
    state.send.busy === null ? null : { send: { ...state.send, busy: null, problem } },
  provider_opened(state) {
    if (!isWatched(state) || state.busy !== null) return null;
    return {
      step: "progress",
      way: "domain_connect",
      providerWindow: "open",
      applyUrl: null,
      ...begin("opening_provider"),
    };
  },
  provider_shown: (state) => (state.busy === "opening_provider" ? { busy: null } : null),
  provider_blocked(state, { applyUrl = null }) {
    const isOpening = state.busy === "opening_provider";
    if (!isWatched(state) || (state.busy !== null && !isOpening)) return null;
    return { providerWindow: "blocked", applyUrl, busy: null };
  },
  provider_closed(state, { outcome }, nowMs) {
    if (!isWatched(state)) return null;
    if (outcome === "cancelled" || outcome === "failed")
      return { providerWindow: outcome, busy: state.busy === "opening_provider" ? null : state.busy };
    const providerWindow = outcome === "returned" ? null : ("closed" as const);
    const isFree = state.busy === null || state.busy === "opening_provider";
    return { providerWindow, changedAtMs: nowMs, isStalled: false, ...(isFree ? begin("verifying") : {}) };
  },
  failed: (state, { problem }) => (state.busy === null ? failUnseen(state, problem) : failBusy(state, problem)),
  retried(state) {
    if (state.isExpired || state.problem === null || state.busy !== null) return null;
    const busy = repeatable(state);
    return busy && begin(busy);
  },
  expired: () => ({ isExpired: true }),
  token_renewed: () => ({ isExpired: false }),
  offline: () => ({ isOffline: true }),
  online: (state) => ({ isOffline: false, ...retryUnasked(state) }),
  woke: (state, _event, nowMs) => ({
    ...retryUnasked(state),
    isStalled: state.step === "progress" && nowMs - state.changedAtMs >= stalledAfterMs,
  }),
  close_wanted: (state) => (losesSomething(state) ? { asksToClose: true } : {}),
  close_cancelled: () => ({ asksToClose: false }),
  close_confirmed: () => ({ asksToClose: false }),
};

const answers: ReadonlySet<FlowEvent["type"]> = new Set([
  "started",
  "checked",
  "connected",
  "set_up_read",
  "link_made",
]);

export const step: Step = (state, event, nowMs) => {
  const change = (moves[event.type] as Move<FlowEvent["type"]>)(state, event, nowMs);
  const arrived = answers.has(event.type) ? { isOffline: false } : {};
  const changed = change === null ? state : { ...state, ...change, ...arrived };
  const effects = effectsOf(state, changed, event, nowMs);
  const next = change === null ? state : { ...changed, pollAtMs: nextPoll(changed, event, nowMs) };
  return { state: next, effects };
};

/** A wait is never made longer by an event, but by an answer. */
function nextPoll(state: FlowState, { type }: FlowEvent, nowMs: number): number | null {
  const at = wakeAt(state, nowMs);
  if (at === null) return null;
  const isAnswer = type === "set_up_read" || type === "failed" || type === "woke";
  return isAnswer || state.pollAtMs === null ? at : Math.min(at, state.pollAtMs);
}

function effectsOf(before: FlowState, state: FlowState, event: FlowEvent, nowMs: number): FlowEffect[] {
  const isUnanswered = before.isExpired && !state.isExpired;
  switch (event.type) {
    case "expired":
      return before.isExpired ? [] : [{ type: "renew_token" }];
    case "retried":
      if (state.isExpired) return [{ type: "renew_token" }];
      break;
    case "close_wanted":
      return state.asksToClose ? [] : [{ type: "close" }];
    case "close_confirmed":
      return [{ type: "close" }];
    case "token_renewed":
      return [
        ...(isUnanswered ? [mainEffect(state), sendEffect(state)] : []),
        // For the new token's facts, such as when it expires.
        state.widget !== null && state.busy !== "starting" ? ({ type: "start" } as const) : null,
        isUnanswered ? poll(state, nowMs) : null,
      ].filter((effect) => effect !== null);
    default:
  }
  // What is begun meanwhile is done with the new token.
  if (state.isExpired) return [];
  return [
    state.busy === before.busy ? null : mainEffect(state),
    state.send.busy === before.send.busy ? null : sendEffect(state),
    event.type === "woke" || event.type === "online" ? poll(state, nowMs) : null,
  ].filter((effect) => effect !== null);
}

/** The call that `busy` stands for. The page of a provider is opened by the runner, inside the click. */
function mainEffect({ busy, reading, check, way }: FlowState): FlowEffect | null {
  const name = reading.kind === "hostname" ? (reading.name ?? reading.hostname) : null;
  switch (busy) {
    case "starting":
      return { type: "start" };
    case "checking":
      return name === null ? null : { type: "check_domain", hostname: name };
    case "connecting":
      if (check === null || way === null) return null;
      return { type: "connect", hostname: check.hostname, way, contest: check.connectable.reason === "another_tenant" };
    case "reading":
      return { type: "read_set_up" };
    case "verifying":
      return { type: "verify" };
    default:
      return null;
  }
}

function sendEffect({ send: { busy, draft } }: FlowState): FlowEffect | null {
  if (busy === "mail" && draft) return { type: "send_mail", ...draft };
  return busy === "link" ? { type: "make_link" } : null;
}

/** Nobody waits for it, so that `busy` stays empty. Records that are seen are verified now, unless a check is due soon. */
function poll(state: FlowState, nowMs: number): FlowEffect | null {
  const { setUp, busy } = state;
  if (setUp === null || busy !== null || !isWatched(state)) return null;
  const isSeen = setUp.steps.length > 0 && setUp.steps.every(({ status }) => status === "done");
  const isUnconfirmed = isSeen && (setUp.stage === "records" || setUp.stage === "spreading");
  const isDueSoon = setUp.nextCheckAt !== null && setUp.nextCheckAt.getTime() < nowMs + soonMs;
  return { type: isUnconfirmed && !isDueSoon ? "verify" : "read_set_up" };
}

function begin<Busy extends Exclude<FlowState["busy"], null>>(busy: Busy): { busy: Busy; problem: null } {
  return { busy, problem: null };
}

function type(state: FlowState, typed: string): Change {
  const isLocked = state.mode === "link" || (state.widget?.hostname ?? null) !== null;
  if (isLocked || state.step !== "domain") return null;
  const isCancelled = state.busy === "checking";
  return { typed, reading: readDomain(typed), problem: null, busy: isCancelled ? null : state.busy };
}

/** The connection is there: the flow goes on where it stands. */
function enter(state: FlowState, setUp: SetUpResource, nowMs: number): Partial<FlowState> {
  // Behind a link is another person than the one who chose.
  const chosen = state.mode === "link" ? "manual" : (state.way ?? setUp.setupType);
  const way: Way = setUp.setupType === "automatic" ? "automatic" : chosen;
  const ways = state.ways.length > 0 ? state.ways : waysOf(state, null, setUp);
  const isTyped = state.reading.kind === "hostname";
  return {
    setUp,
    way,
    ways,
    step: stepOf(setUp, way),
    typed: isTyped ? state.typed : setUp.hostnameUnicode,
    reading: isTyped ? state.reading : readDomain(setUp.hostname),
    busy: null,
    problem: null,
    copied: [],
    send: emptySend,
    providerWindow: null,
    isStalled: false,
    changedAtMs: nowMs,
  };
}

function stepOf(setUp: SetUpResource, way: Way): FlowStep {
  if (setUp.stage === "ended") return "ended";
  if (setUp.stage === "live") return "success";
  return isOpen(setUp) && way === "manual" ? "records" : "progress";
}

/** Nobody is taken from the records before all are done, nor back to them but where it is their turn now. */
function stepAfter({ step, setUp: before, way }: FlowState, setUp: SetUpResource): FlowStep {
  const next = stepOf(setUp, way ?? "manual");
  if (next === "success" || next === "ended" || step === "ended") return next;
  // Whoever went back to them afterwards stays there.
  if (step === "records") return isOpen(before) && !isOpen(setUp) ? "progress" : "records";
  const isTheirTurn = before?.setupType === "automatic" && setUp.setupType === "manual";
  return isTheirTurn && isOpen(setUp) ? "records" : step;
}

/** Something is left to be done by hand. */
function isOpen(setUp: SetUpResource | null): boolean {
  return setUp === null || (setUp.stage === "records" && !setUp.isDone);
}

function isWatched({ step, setUp }: FlowState): boolean {
  return setUp !== null && (step === "records" || step === "progress");
}

/** Changes here are news. Times of checks are not. */
function signatureOf({ state, stage, setupType, steps, finding }: SetUpResource): string {
  return JSON.stringify([state, stage, setupType, steps, finding?.code]);
}

type Problem = NonNullable<FlowState["problem"]>;

/** A call failed that nobody waits for. */
function failUnseen(state: FlowState, problem: Problem): Change {
  if (!isWatched(state)) return null;
  if (problem.code === "not_found") return { step: "ended", problem };
  return problem.retry ? { isOffline: state.isOffline || problem.code === "network" } : { problem };
}

function failBusy(state: FlowState, problem: Problem): Change {
  const { busy, step, check } = state;
  const failed = { busy: null, problem, isOffline: state.isOffline || problem.code === "network" };
  if (problem.retry) return { ...failed, ...(busy === "opening_provider" ? { providerWindow: null } : {}) };
  switch (busy) {
    case "starting":
      return { ...failed, step: "ended" };
    case "checking":
      return { ...failed, step: "domain", isGiven: false };
    case "connecting":
      if (check === null || problem.code !== "HostnameConflict") return failed;
      // What was free at the check was taken meanwhile: the analysis says so, and offers what can be done.
      return {
        ...failed,
        step: "analysis",
        way: null,
        problem: problem.reason === "another_tenant" ? null : problem,
        check: {
          ...check,
          connectable: {
            ok: false,
            reason: problem.reason === "own_connection" ? "own_connection" : "another_tenant",
            message: problem.message,
            contest: problem.reason === "another_tenant",
          },
        },
      };
    case "opening_provider":
      return { ...failed, providerWindow: null };
    default:
      return problem.code === "not_found" ? { ...failed, step: "ended" } : { ...failed, step };
  }
}

/** A call that did not arrive is repeated after a while, and what went wrong stays visible until there is an answer. */
function retryUnasked(state: FlowState): Partial<FlowState> {
  const busy = state.problem?.code === "network" && state.busy === null && !state.isExpired ? repeatable(state) : null;
  return busy === null ? {} : { busy };
}

function losesSomething({ step, busy, mode }: FlowState): boolean {
  if (mode === "link") return false;
  return step === "analysis" || step === "choice" || step === "records" || busy === "connecting";
}
