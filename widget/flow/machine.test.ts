import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { setUpStages } from "@/lib/diagnosis/setup/schema";
import { type Actions, actionsOf } from "@/widget/flow/actions-of";
import { initialState, step } from "@/widget/flow/machine";
import type { FlowEffect, FlowEvent, FlowProblem, FlowState, FlowStep } from "@/widget/flow/state";
import { checkOf, setUpOf, setUpSeen, startMs, widgetOf } from "@/widget/flow/testing/examples";

/** Where each step may lead. */
const edges: Record<FlowStep, readonly FlowStep[]> = {
  domain: ["analysis", "records", "progress", "success", "ended"],
  analysis: ["domain", "choice", "records", "progress", "success", "ended"],
  choice: ["analysis", "domain", "records", "progress", "success", "ended"],
  records: ["domain", "analysis", "choice", "progress", "success", "ended"],
  progress: ["domain", "analysis", "records", "success", "ended"],
  success: ["domain", "analysis"],
  ended: ["domain", "analysis", "records", "progress", "success"],
};

const problem = fc.record<FlowProblem>({
  code: fc.constantFrom("network", "timeout", "invalid", "HostnameConflict", "QuotaExceeded", "not_found", "internal"),
  reason: fc.constantFrom(null, "another_tenant", "own_connection", "contest_limit", "unknown_tld"),
  message: fc.constant("No."),
  retry: fc.boolean(),
  requestId: fc.constant(null),
});

const widget = fc
  .record({ hostname: fc.constantFrom(null, null, "shop.example.com") })
  .map(({ hostname }) => widgetOf({ hostname }));

const check = fc
  .record({
    offered: fc.boolean(),
    setupType: fc.constantFrom("manual" as const, "automatic" as const),
    reason: fc.constantFrom(null, null, "own_connection" as const, "another_tenant" as const),
    contest: fc.boolean(),
  })
  .map(({ offered, setupType, reason, contest }) =>
    checkOf({
      setupType,
      domainConnect: { supported: offered, host: null, offered },
      connectable: { ok: reason === null, reason, message: null, contest: reason === "another_tenant" && contest },
    }),
  );

const setUp = fc
  .record({
    stage: fc.constantFrom(...setUpStages),
    setupType: fc.constantFrom("manual" as const, "automatic" as const, "domain_connect" as const),
    status: fc.constantFrom("todo" as const, "wrong" as const, "done" as const),
  })
  .map(({ status, ...part }) => setUpSeen(status, { ...part, isDone: part.stage !== "records" && status === "done" }));

const text = fc.constantFrom("", "shop.example.com", "https://example.com/x", "nonsense", "two words");

/** Any event, whether or not it makes sense. */
const event: fc.Arbitrary<FlowEvent> = fc.oneof(
  fc.record({ type: fc.constant("started" as const), widget: fc.option(widget), setUp: fc.option(setUp) }),
  fc.record({ type: fc.constant("typed" as const), text }),
  fc.record({ type: fc.constant("suggestion_taken" as const), hostname: fc.constant("www.example.com") }),
  fc.record({ type: fc.constant("checked" as const), check }),
  fc.record({ type: fc.constant("analysis_accepted" as const), contest: fc.boolean() }),
  fc.record({
    type: fc.constant("way_chosen" as const),
    way: fc.constantFrom("manual" as const, "automatic" as const, "domain_connect" as const),
  }),
  fc.record({ type: fc.constantFrom("connected" as const, "set_up_read" as const), setUp }),
  fc.record({ type: fc.constant("copied" as const), stepId: fc.constantFrom("a", "b") }),
  fc.record({ type: fc.constant("mail_wanted" as const), to: fc.constant("a@example.com"), note: fc.constant("Hi") }),
  fc.record({
    type: fc.constant("link_made" as const),
    url: fc.constantFrom("", "https://latchkey.example/connect/x"),
    mailedTo: fc.option(fc.constant("a@example.com")),
  }),
  fc.record({ type: fc.constantFrom("failed" as const, "send_failed" as const), problem }),
  fc.record({
    type: fc.constant("provider_closed" as const),
    outcome: fc.constantFrom(null, "returned" as const, "cancelled" as const, "failed" as const),
  }),
  fc.record({
    type: fc.constantFrom(
      "domain_submitted" as const,
      "records_published" as const,
      "check_wanted" as const,
      "went_back" as const,
      "started_over" as const,
      "send_opened" as const,
      "send_closed" as const,
      "link_wanted" as const,
      "provider_opened" as const,
      "provider_shown" as const,
      "provider_blocked" as const,
      "retried" as const,
      "expired" as const,
      "token_renewed" as const,
      "offline" as const,
      "online" as const,
      "woke" as const,
      "close_wanted" as const,
      "close_cancelled" as const,
      "close_confirmed" as const,
    ),
  }),
);

const beginning = fc
  .record({
    mode: fc.constantFrom("token" as const, "token" as const, "link" as const),
    typed: text,
    forcedWay: fc.constantFrom(null, "manual" as const),
  })
  .map(({ mode, typed, forcedWay }) => initialState(mode, typed, forcedWay));

/** Something that makes sense in a state: an answer to what is under way, or what is offered. */
const sensible = fc
  .record({ pick: fc.nat({ max: 20 }), widget, check, setUp, begun: fc.option(setUp, { freq: 4 }) })
  .map(({ pick, begun, ...given }) => (state: FlowState): FlowEvent => {
    const answers: Record<NonNullable<FlowState["busy"]>, FlowEvent> = {
      starting: { type: "started", widget: given.widget, setUp: state.mode === "link" ? given.setUp : begun },
      checking: { type: "checked", check: given.check },
      connecting: { type: "connected", setUp: given.setUp },
      reading: { type: "set_up_read", setUp: given.setUp },
      verifying: { type: "set_up_read", setUp: given.setUp },
      opening_provider: { type: "provider_shown" },
    };
    const { canSend, canOpenProvider, canType } = actionsOf(state);
    const choices: FlowEvent[] = [
      ...(state.busy === null ? [] : [answers[state.busy]]),
      ...offersOf(actionsOf(state)),
      ...(canType ? [{ type: "typed" as const, text: "shop.example.com" }] : []),
      ...(canSend ? [{ type: "send_opened" as const }] : []),
      ...(state.send.isOpen ? [{ type: "mail_wanted" as const, to: "a@example.com", note: "Hi" }] : []),
      ...(canOpenProvider ? [{ type: "provider_opened" as const }] : []),
    ];
    return choices[pick % choices.length] ?? { type: "woke" };
  });

const hard: fc.Arbitrary<FlowEvent> = fc.constantFrom(
  { type: "expired" },
  { type: "token_renewed" },
  { type: "offline" },
  { type: "online" },
  { type: "woke" },
);

type Happening = FlowEvent | ((state: FlowState) => FlowEvent);

const happening = fc.oneof<[...fc.WeightedArbitrary<Happening>[]]>(
  { weight: 6, arbitrary: sensible },
  { weight: 1, arbitrary: hard },
  { weight: 2, arbitrary: event },
);

const history = fc.array(fc.tuple(happening, fc.nat({ max: 60_000 })), { maxLength: 60, size: "max" });

type Visit = { before: FlowState; event: FlowEvent; state: FlowState; effects: readonly FlowEffect[]; nowMs: number };

/** With the time that passes before each event; a state that is due is woken first, as the runner does. */
function visit(
  from: FlowState,
  events: readonly (readonly [Happening, number])[],
  look: (visit: Visit) => void,
): FlowState {
  let state = from;
  let nowMs = startMs;
  const send = (event: FlowEvent) => {
    const before = freeze(state);
    const moved = step(before, event, nowMs);
    state = moved.state;
    look({ before, event, state, effects: moved.effects, nowMs });
  };
  for (const [happening, ms] of events) {
    const untilMs = nowMs + ms;
    while (state.pollAtMs !== null && state.pollAtMs < untilMs) {
      nowMs = state.pollAtMs;
      send({ type: "woke" });
    }
    nowMs = untilMs;
    send(typeof happening === "function" ? happening(state) : happening);
  }
  return state;
}

/** So that a change in place throws. */
function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !(value instanceof Date) && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}

function always(look: (visit: Visit) => void): void {
  fc.assert(
    fc.property(beginning, history, (from, events) => {
      visit(from, events, look);
    }),
    { numRuns: 300 },
  );
}

describe("whatever happens, in whatever order", () => {
  it("moves along the known edges alone, and changes no state in place", () => {
    always(({ before, state }) => {
      if (before.step !== state.step) expect(edges[before.step]).toContain(state.step);
    });
  });

  it("has one thing under way at most, and begins what it says that it does", () => {
    const effectOf = {
      starting: "start",
      checking: "check_domain",
      connecting: "connect",
      reading: "read_set_up",
      verifying: "verify",
      opening_provider: null,
    };
    always(({ before, event, state, effects }) => {
      const calls = effects.filter(({ type }) => ["check_domain", "connect"].includes(type));
      expect(calls.length).toBeLessThanOrEqual(1);
      expect(new Set(effects.map(({ type }) => type)).size).toBe(effects.length);
      const begins = effects.some(({ type }) => type === "start" || type === "check_domain" || type === "connect");
      if (state.busy === before.busy && event.type !== "token_renewed")
        expect([event.type, begins]).toEqual([event.type, false]);
      if (state.busy === null || state.busy === before.busy || state.isExpired) return;
      expect([event.type, effects[0]?.type ?? null]).toEqual([event.type, effectOf[state.busy]]);
    });
  });

  it("asks with all that the call needs", () => {
    always(({ state, effects }) => {
      for (const effect of effects) {
        if (effect.type === "check_domain" || effect.type === "connect") expect(effect.hostname).toMatch(/\w\.\w/);
        if (effect.type === "connect") expect([...state.ways, "manual"]).toContain(effect.way);
        if (effect.type === "connect" && effect.contest) expect(state.check?.connectable.reason).toBe("another_tenant");
        if (effect.type === "read_set_up" || effect.type === "verify") expect(state.setUp).not.toBeNull();
        if (effect.type === "send_mail") expect(effect).toMatchObject({ to: "a@example.com", note: "Hi" });
      }
    });
  });

  it("keeps what was typed, and the connection, unless a person begins anew", () => {
    always(({ before, event, state }) => {
      if (event.type === "typed" || event.type === "suggestion_taken" || event.type === "started_over") return;
      const isFilled = event.type === "started" || (event.type === "connected" && before.reading.kind !== "hostname");
      if (!isFilled) expect(state.typed).toBe(before.typed);
      if (before.setUp !== null) expect(state.setUp).not.toBeNull();
    });
  });

  it("asks the server nothing with an expired token, and asks all of it again with a new one", () => {
    always(({ before, event, state, effects }) => {
      const types = effects.map(({ type }) => type);
      if (state.isExpired) expect(types.filter((type) => type !== "renew_token" && type !== "close")).toEqual([]);
      if (event.type !== "token_renewed" || !before.isExpired) return;
      if (state.busy === "connecting") expect(types).toContain("connect");
      if (state.busy === "checking") expect(types).toContain("check_domain");
      if (state.busy === "verifying") expect(types).toContain("verify");
      if (state.send.busy === "mail") expect(types).toContain("send_mail");
    });
  });

  it("never plans to wake in the past, and does so for as long as records are waited for", () => {
    always(({ event, state, nowMs }) => {
      if (state.pollAtMs !== null) expect(state.pollAtMs).toBeGreaterThanOrEqual(nowMs);
      const isWatched = (state.step === "records" || state.step === "progress") && state.setUp !== null;
      if (isWatched && state.busy === null && !state.isExpired)
        expect([event.type, state.pollAtMs]).not.toEqual([event.type, null]);
    });
  });

  it("offers nothing that does nothing", () => {
    always(({ state, nowMs }) => {
      for (const offered of offersOf(actionsOf(state))) {
        const { state: next, effects } = step(state, offered, nowMs);
        expect([offered.type, next !== state || effects.length > 0]).toEqual([offered.type, true]);
      }
    });
  });

  it("leads to a live domain, once the server works and the person does what the main button says", () => {
    fc.assert(
      fc.property(beginning, history, (from, events) => {
        const state = visit(from, events, () => undefined);
        // The link is dead, or the set-up is over already.
        if (state.step === "ended" && state.mode === "link") return;
        expect(finish(state)).toBe("success");
      }),
      { numRuns: 300 },
    );
  });
});

function offersOf({ primary, back, retry, startOver, ways }: Actions): FlowEvent[] {
  const chosen = ways.map((way) => ({ type: "way_chosen" as const, way }));
  return [primary, back, retry, startOver, ...chosen].filter((offered) => offered !== null);
}

/** A server that works, and a person who wants to be done. */
function finish(from: FlowState): FlowStep {
  let state = step(from, { type: "token_renewed" }, startMs).state;
  for (let turn = 0; turn < 30 && state.step !== "success"; turn += 1) {
    const next = answerTo(state) ?? wantedIn(state);
    if (next === null) break;
    state = step(state, next, startMs + turn * 1_000).state;
  }
  return state.step;
}

function answerTo({ busy, setUp, step: at }: FlowState): FlowEvent | null {
  const live = setUpOf({ hostname: setUp?.hostname ?? "shop.example.com", stage: "live" });
  if (busy === "starting") return { type: "started", widget: widgetOf(), setUp: at === "records" ? live : null };
  if (busy === "checking") return { type: "checked", check: checkOf() };
  if (busy === "connecting") return { type: "connected", setUp: setUpOf() };
  if (busy === "opening_provider") return { type: "provider_shown" };
  return busy === null ? null : { type: "set_up_read", setUp: live };
}

function wantedIn(state: FlowState): FlowEvent | null {
  const { primary, retry, startOver, ways, back, canType } = actionsOf(state);
  const [way] = state.step === "choice" ? ways : [];
  if (canType && state.reading.kind !== "hostname") return { type: "typed", text: "shop.example.com" };
  return primary ?? (way === undefined ? (retry ?? startOver ?? back) : { type: "way_chosen", way });
}

/** The state after these events, without time between them. */
function after(events: readonly FlowEvent[], from = initialState("token", "")): FlowState {
  return visit(
    from,
    events.map((one) => [one, 0] as const),
    () => undefined,
  );
}

const started: FlowEvent = { type: "started", widget: widgetOf(), setUp: null };
const typed: FlowEvent = { type: "typed", text: "https://Shop.example.com/" };
const checked: FlowEvent = { type: "checked", check: checkOf() };
const toRecords: FlowEvent[] = [
  started,
  typed,
  { type: "domain_submitted" },
  checked,
  { type: "analysis_accepted", contest: false },
  { type: "connected", setUp: setUpOf() },
];

it("leads from open to the records by hand with two clicks, three where there is a choice", () => {
  expect(after(toRecords).step).toBe("records");
  const offered = checkOf({ domainConnect: { supported: true, host: null, offered: true } });
  const choice = after([started, typed, { type: "domain_submitted" }, { type: "checked", check: offered }]);
  const chosen = after(
    [
      { type: "analysis_accepted", contest: false },
      { type: "way_chosen", way: "manual" },
    ],
    choice,
  );
  expect(after([{ type: "connected", setUp: setUpOf() }], chosen).step).toBe("records");
});

it("offers no choice where the integrator wants the records by hand", () => {
  const offered = checkOf({ setupType: "automatic", domainConnect: { supported: true, host: null, offered: true } });
  const from = initialState("token", "shop.example.com", "manual");
  const state = after(
    [started, { type: "checked", check: offered }, { type: "analysis_accepted", contest: false }],
    from,
  );
  expect([state.ways, state.way, state.busy]).toEqual([["manual"], "manual", "connecting"]);
});

it("begins with the analysis of a domain that the integrator gives", () => {
  const state = after([started], initialState("token", "HTTPS://shop.example.com"));
  expect([state.step, state.busy]).toEqual(["analysis", "checking"]);
});

it("goes on at once where a domain that the integrator gives is connected already, and asks where it was typed", () => {
  const own = { ok: false, reason: "own_connection" as const, message: null, contest: false };
  const found: FlowEvent = { type: "checked", check: checkOf({ connectable: own }) };
  expect(after([started, found], initialState("token", "shop.example.com")).busy).toBe("connecting");
  const asked = after([started, typed, { type: "domain_submitted" }, found]);
  expect([asked.busy, actionsOf(asked).primary]).toEqual([null, { type: "analysis_accepted", contest: false }]);
  expect(after([{ type: "analysis_accepted", contest: false }], asked).busy).toBe("connecting");
});

it("does not submit what is being typed while the flow starts", () => {
  const state = after([{ type: "typed", text: "example.com" }, started]);
  expect([state.step, state.busy, state.typed]).toEqual(["domain", null, "example.com"]);
});

it("fills in and locks the domain that the token is bound to", () => {
  const bound: FlowEvent = { type: "started", widget: widgetOf({ hostname: "shop.example.com" }), setUp: null };
  const state = after([bound], initialState("token", "other.example.org"));
  expect([state.step, state.busy, state.typed]).toEqual(["analysis", "checking", "shop.example.com"]);
  const refused: FlowEvent = {
    type: "failed",
    problem: { code: "invalid", reason: "unknown_tld", message: "", retry: false, requestId: null },
  };
  const back = after([refused, { type: "typed", text: "x.example.org" }], state);
  expect([back.step, back.typed, actionsOf(back).canType]).toEqual(["domain", "shop.example.com", false]);
});

it("goes on where the server says that the connection stands", () => {
  const step = (part: Parameters<typeof setUpOf>[0]) =>
    after([{ type: "started", widget: widgetOf(), setUp: setUpOf(part) }]).step;
  expect(step({ stage: "records" })).toBe("records");
  expect(step({ stage: "spreading" })).toBe("progress");
  expect(step({ stage: "records", setupType: "automatic" })).toBe("progress");
  expect(step({ stage: "live" })).toBe("success");
  expect(step({ stage: "ended" })).toBe("ended");
});

it("ends with the reason where the token cannot be used at all, and tries again where it may be better", () => {
  const problem = { code: "forbidden", reason: "origin", message: "", retry: false, requestId: null };
  const refused = after([{ type: "failed", problem }]);
  expect([refused.step, refused.busy, refused.problem]).toEqual(["ended", null, problem]);
  const away = after([{ type: "failed", problem: { ...problem, code: "unavailable", retry: true } }]);
  expect([away.step, actionsOf(away).retry]).toEqual(["domain", { type: "retried" }]);
  expect(step(away, { type: "retried" }, startMs).effects).toEqual([{ type: "start" }]);
});

it("says at the field why the server refuses a domain, and keeps what was typed", () => {
  const problem = { code: "invalid", reason: "other_platform", message: "", retry: false, requestId: null };
  const state = after([started, typed, { type: "domain_submitted" }, { type: "failed", problem }]);
  expect(state).toMatchObject({ step: "domain", busy: null, problem, typed: "https://Shop.example.com/" });
});

it("offers to contest a domain that another account took a moment ago, and connects it so", () => {
  const problem = {
    code: "HostnameConflict",
    reason: "another_tenant",
    message: "",
    retry: false,
    requestId: null,
  };
  const state = after([...toRecords.slice(0, 5), { type: "failed", problem }]);
  expect([state.step, actionsOf(state).primary]).toEqual(["analysis", { type: "analysis_accepted", contest: true }]);
  const { effects } = step(state, { type: "analysis_accepted", contest: true }, startMs);
  expect(effects).toEqual([{ type: "connect", hostname: "shop.example.com", way: "manual", contest: true }]);
  const limit = { ...problem, reason: "contest_limit" };
  expect(actionsOf(after([...toRecords.slice(0, 5), { type: "failed", problem: limit }])).primary).toBeNull();
});

it("keeps what was typed on the way back from the records to the domain", () => {
  const back: FlowEvent = { type: "went_back" };
  expect(after([...toRecords, back, back])).toMatchObject({ step: "domain", typed: "https://Shop.example.com/" });
});

it("ignores the answer to a check that was cancelled by typing on", () => {
  const state = after([
    started,
    typed,
    { type: "domain_submitted" },
    { type: "typed", text: "b.example.com" },
    checked,
  ]);
  expect([state.step, state.check]).toEqual(["domain", null]);
});

it("calls it stalled after 45 s without a change, and no longer once something changes", () => {
  const waiting = after([...toRecords, { type: "records_published" }, { type: "set_up_read", setUp: setUpOf() }]);
  const wake = (ms: number) => step(waiting, { type: "woke" }, startMs + ms).state;
  expect([wake(44_999).isStalled, wake(45_000).isStalled]).toEqual([false, true]);
  const moved = step(wake(45_000), { type: "set_up_read", setUp: setUpSeen("wrong") }, startMs + 46_000).state;
  expect(moved.isStalled).toBe(false);
});

it("verifies at once what is seen in the DNS, instead of waiting for the next check", () => {
  const seen = after([...toRecords, { type: "set_up_read", setUp: setUpSeen("done") }]);
  expect(step(seen, { type: "woke" }, startMs + 2_000).effects).toEqual([{ type: "verify" }]);
  const due = setUpSeen("done", { nextCheckAt: new Date(startMs + 4_000) });
  const checkedSoon = after([...toRecords, { type: "set_up_read", setUp: due }]);
  expect(step(checkedSoon, { type: "woke" }, startMs + 2_000).effects).toEqual([{ type: "read_set_up" }]);
  const unseen = after(toRecords);
  expect(step(unseen, { type: "woke" }, startMs + 2_000).effects).toEqual([{ type: "read_set_up" }]);
});

it("goes on once all records are seen, and leaves a person alone who went back to them", () => {
  const spreading: FlowEvent = { type: "set_up_read", setUp: setUpSeen("done", { stage: "spreading", isDone: true }) };
  expect(after([...toRecords, { type: "set_up_read", setUp: setUpSeen("wrong") }]).step).toBe("records");
  const gone = after([...toRecords, spreading]);
  expect([gone.step, after([{ type: "went_back" }, spreading], gone).step]).toEqual(["progress", "records"]);
});

it("goes back to the records where the provider refused to have them written", () => {
  const automatic = setUpOf({ setupType: "automatic" });
  const state = after([{ type: "started", widget: widgetOf(), setUp: automatic }]);
  expect(state.step).toBe("progress");
  expect(after([{ type: "set_up_read", setUp: setUpOf() }], state).step).toBe("records");
});

it("ignores what is read of another connection", () => {
  const state = after(toRecords);
  const other = setUpOf({ hostname: "b.example.com", stage: "live" });
  expect(after([{ type: "set_up_read", setUp: other }], state)).toBe(state);
});

it("asks before it closes where something would be lost, and not at the end", () => {
  const closed = (state: FlowState) => step(state, { type: "close_wanted" }, startMs);
  expect(closed(after(toRecords))).toMatchObject({ state: { asksToClose: true }, effects: [] });
  const live = after([...toRecords, { type: "set_up_read", setUp: setUpOf({ stage: "live" }) }]);
  expect(closed(live)).toMatchObject({ state: { asksToClose: false }, effects: [{ type: "close" }] });
});

it("knows that a person cancelled at the provider, and offers its page again", () => {
  const offered = checkOf({ domainConnect: { supported: true, host: null, offered: true } });
  const state = after([
    ...toRecords.slice(0, 3),
    { type: "checked", check: offered },
    { type: "analysis_accepted", contest: false },
    { type: "way_chosen", way: "domain_connect" },
    { type: "connected", setUp: setUpOf() },
    { type: "provider_opened" },
    { type: "provider_shown" },
    { type: "provider_closed", outcome: "cancelled" },
  ]);
  expect([state.step, state.providerWindow, actionsOf(state).canOpenProvider]).toEqual(["progress", "cancelled", true]);
});
