import type { Clock } from "@/widget/flow/clock";
import { FlowFailure } from "@/widget/flow/flow-failure";
import { initialState, step } from "@/widget/flow/machine";
import { openWindow, type ProviderWindow } from "@/widget/flow/provider-window";
import type { FlowApi, FlowEffect, FlowEvent, FlowMode, FlowProblem, FlowState } from "@/widget/flow/state";

export type FlowOptions = {
  api: FlowApi;
  mode: FlowMode;
  typed?: string | undefined;
  forcedWay?: "manual" | undefined;
  clock: Clock;
  onState(state: FlowState): void;
  /** Resolves once `api` has a new token. Without it, whoever sets one dispatches `token_renewed`. */
  onRenew?: (() => Promise<void>) | undefined;
  /** With the last state. Nothing happens afterwards. */
  onClose(state: FlowState): void;
};

export type Flow = {
  state(): FlowState;
  dispatch(event: FlowEvent): void;
  /** To be called inside of a click: browsers block windows that are opened later. */
  openProvider(): void;
  /** Ends timers and listeners, and ignores answers that are still to come. */
  stop(): void;
};

type Call = Exclude<FlowEffect, { type: "renew_token" | "close" }>;

/** Of the calls of a slot, the answer of the latest alone counts. */
const slots = {
  start: "start",
  check_domain: "main",
  connect: "main",
  read_set_up: "set-up",
  verify: "set-up",
  make_link: "send",
  send_mail: "send",
} as const satisfies Record<Call["type"], string>;

/** The longest that a timer can wait. */
const maxTimerMs = 2 ** 31 - 1;

/** Runs the flow: makes its calls, wakes it, and follows the network and whether the page is hidden. Starts at once. */
export function runFlow(options: FlowOptions): Flow {
  const { api, clock, onState, onRenew, onClose } = options;
  let state = initialState(options.mode, options.typed ?? "", options.forcedWay ?? null);
  let isStopped = false;
  let wakeTimer: unknown = null;
  let expiryTimer: unknown = null;
  let expiresAtMs: number | null = null;
  /** A new token was refused as well: the next one is asked for by a person. */
  let isRenewedInVain = false;
  let provider: ProviderWindow | null = null;
  const latest: Record<string, number> = {};
  let inFlight = 0;

  function dispatch(event: FlowEvent): void {
    if (isStopped) return;
    const moved = step(state, event, clock.now());
    const isChanged = moved.state !== state;
    state = moved.state;
    // What is under way with the old token is asked again.
    if (event.type === "token_renewed") inFlight = 0;
    schedule();
    if (isChanged) onState(state);
    for (const effect of moved.effects) run(effect);
    if (event.type === "token_renewed" && state.busy === "opening_provider") showProvider();
  }

  /** A hidden page does not poll; what is due by then is done once it is seen again. */
  function schedule(): void {
    clock.clearTimeout(wakeTimer);
    if (state.pollAtMs !== null && !document.hidden)
      wakeTimer = clock.setTimeout(() => dispatch({ type: "woke" }), Math.max(0, state.pollAtMs - clock.now()));
    const expiresAt = state.widget?.expiresAt.getTime() ?? null;
    if (expiresAt === expiresAtMs) return;
    expiresAtMs = expiresAt;
    clock.clearTimeout(expiryTimer);
    const leftMs = expiresAt === null ? 0 : expiresAt - clock.now();
    // In the past: the clock here is wrong, and the server says when the token has expired.
    if (leftMs > 0) expiryTimer = clock.setTimeout(() => dispatch({ type: "expired" }), Math.min(leftMs, maxTimerMs));
  }

  function run(effect: FlowEffect): void {
    if (isStopped) return;
    if (effect.type === "renew_token") renew();
    else if (effect.type === "close") {
      const last = state;
      stop();
      onClose(last);
    } else call(effect);
  }

  function call(effect: Call): void {
    const slot = slots[effect.type];
    // A slow answer is not overtaken by the next poll, or none would ever arrive.
    if (slot === "set-up" && state.busy === null && inFlight > 0 && latest[slot] === inFlight) return;
    const number = take(slot);
    if (slot === "set-up") inFlight = number;
    // Another connection is about to be the flow's.
    if (effect.type === "connect") take("set-up");
    const asked = state.busy;
    const settle = (use: () => void) => {
      if (slot === "set-up" && inFlight === number) inFlight = 0;
      if (latest[slot] === number && (slot !== "main" || state.busy === asked)) use();
    };
    answerTo(api, effect).then(
      (event) => settle(() => arrive(event)),
      (error: unknown) => settle(() => fail(slot, asked, failureOf(error))),
    );
  }

  function arrive(event: FlowEvent): void {
    isRenewedInVain = false;
    dispatch(event);
  }

  function fail(slot: string, asked: FlowState["busy"], { expired, problem }: FlowFailure): void {
    if (expired) dispatch({ type: "expired" });
    else if (slot === "send") dispatch({ type: "send_failed", problem });
    // That a renewed token's facts did not arrive is not worth a message.
    else if (slot !== "start" || asked === "starting") dispatch({ type: "failed", problem });
  }

  function renew(): void {
    if (!onRenew || isRenewedInVain) {
      // The next time, a person asks for it.
      isRenewedInVain = false;
      return;
    }
    const number = take("renewal");
    onRenew().then(
      () => {
        if (isStopped || latest.renewal !== number) return;
        isRenewedInVain = true;
        dispatch({ type: "token_renewed" });
      },
      () => undefined,
    );
  }

  function openProvider(): void {
    if (isStopped || state.busy !== null) return;
    dispatch({ type: "provider_opened" });
    if (state.busy !== "opening_provider") return;
    provider?.stop();
    provider = openWindow(clock, (outcome) => {
      provider = null;
      dispatch({ type: "provider_closed", outcome });
    });
    showProvider();
  }

  function showProvider(): void {
    const number = take("provider");
    const isWanted = () => !isStopped && latest.provider === number && state.busy === "opening_provider";
    api.startDomainConnect().then(
      ({ applyUrl, width, height }) => {
        if (!isWanted()) return;
        const isShown = provider?.show(applyUrl, width, height) ?? false;
        arrive(isShown ? { type: "provider_shown" } : { type: "provider_blocked", applyUrl });
      },
      (error: unknown) => {
        if (!isWanted()) return;
        const failure = failureOf(error);
        if (!failure.expired) provider?.close();
        fail("provider", state.busy, failure);
      },
    );
  }

  function take(slot: string): number {
    const number = (latest[slot] ?? 0) + 1;
    latest[slot] = number;
    return number;
  }

  const onOffline = () => dispatch({ type: "offline" });
  const onOnline = () => dispatch({ type: "online" });
  const onVisibility = () => schedule();

  function stop(): void {
    if (isStopped) return;
    isStopped = true;
    clock.clearTimeout(wakeTimer);
    clock.clearTimeout(expiryTimer);
    provider?.stop();
    window.removeEventListener("offline", onOffline);
    window.removeEventListener("online", onOnline);
    document.removeEventListener("visibilitychange", onVisibility);
  }

  window.addEventListener("offline", onOffline);
  window.addEventListener("online", onOnline);
  document.addEventListener("visibilitychange", onVisibility);
  onState(state);
  run({ type: "start" });
  return { state: () => state, dispatch, openProvider, stop };
}

async function answerTo(api: FlowApi, effect: Call): Promise<FlowEvent> {
  switch (effect.type) {
    case "start":
      return { type: "started", ...(await api.start()) };
    case "check_domain":
      return { type: "checked", check: await api.checkDomain(effect.hostname) };
    case "connect":
      return { type: "connected", setUp: await api.connect(effect) };
    case "verify":
      await api.verify();
      return { type: "set_up_read", setUp: await api.readSetUp() };
    case "read_set_up":
      return { type: "set_up_read", setUp: await api.readSetUp() };
    case "make_link":
      return { type: "link_made", url: (await api.makeLink()).url, mailedTo: null };
    case "send_mail":
      return { type: "link_made", url: (await api.sendMail(effect)).url ?? "", mailedTo: effect.to };
  }
}

/** Whatever else is thrown is a mistake of ours. */
function failureOf(error: unknown): FlowFailure {
  if (error instanceof FlowFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  const problem: FlowProblem = { code: "internal", reason: null, message, retry: true, requestId: null };
  return new FlowFailure(problem);
}
