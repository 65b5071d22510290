// @vitest-environment happy-dom
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { actionsOf } from "@/widget/flow/actions-of";
import type { Clock } from "@/widget/flow/clock";
import { FlowFailure } from "@/widget/flow/flow-failure";
import { type Flow, type FlowOptions, runFlow } from "@/widget/flow/run-flow";
import type { FlowApi, FlowState } from "@/widget/flow/state";
import { checkOf, setUpOf, setUpSeen, startMs, widgetOf } from "@/widget/flow/testing/examples";

type Name = keyof FlowApi;

/** Calls that wait until the test answers them. */
class Calls {
  readonly made: { name: Name; input: unknown; settle: (answer: Promise<unknown>) => void }[] = [];

  readonly api = Object.fromEntries(
    names.map((name) => [name, (input: unknown) => new Promise((settle) => this.made.push({ name, input, settle }))]),
  ) as unknown as FlowApi;

  take(name: Name): (answer: Promise<unknown>) => void {
    const index = this.made.findIndex((one) => one.name === name);
    const [found] = index < 0 ? [] : this.made.splice(index, 1);
    if (!found) throw new Error(`${name} was not called: ${this.made.map((one) => one.name)}`);
    return found.settle;
  }

  async answer(name: Name, answer?: unknown): Promise<void> {
    this.take(name)(Promise.resolve(answer));
    await settled();
  }

  async fail(name: Name, code: string, { expired = false, retry = true } = {}): Promise<void> {
    const failure = new FlowFailure({ code, reason: null, message: code, retry, requestId: null }, expired);
    this.take(name)(Promise.reject(failure));
    await settled();
  }

  waiting(): Name[] {
    return this.made.map(({ name }) => name);
  }
}

const names: readonly Name[] = [
  "start",
  "checkDomain",
  "connect",
  "readSetUp",
  "verify",
  "makeLink",
  "sendMail",
  "startDomainConnect",
];

/** Runs what promises have queued. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

class FakeClock implements Clock {
  nowMs = startMs;
  private readonly timers = new Map<number, { at: number; run: () => void }>();
  private last = 0;

  now = () => this.nowMs;
  setTimeout = (run: () => void, ms: number) => {
    this.last += 1;
    this.timers.set(this.last, { at: this.nowMs + ms, run });
    return this.last;
  };
  clearTimeout = (timer: unknown) => {
    this.timers.delete(Number(timer));
  };

  pass(ms: number): void {
    const until = this.nowMs + ms;
    for (;;) {
      const [due] = [...this.timers].filter(([, { at }]) => at <= until).sort(([, a], [, b]) => a.at - b.at);
      if (!due) break;
      this.timers.delete(due[0]);
      this.nowMs = Math.max(this.nowMs, due[1].at);
      due[1].run();
    }
    this.nowMs = until;
  }

  get pending(): number {
    return this.timers.size;
  }
}

let calls = new Calls();
let clock = new FakeClock();
const flows: Flow[] = [];

beforeEach(() => {
  calls = new Calls();
  clock = new FakeClock();
});

afterEach(() => {
  for (const flow of flows.splice(0)) flow.stop();
  vi.restoreAllMocks();
});

function run(part: Partial<FlowOptions> = {}): Flow {
  const flow = runFlow({ api: calls.api, mode: "token", clock, onState() {}, onClose() {}, ...part });
  flows.push(flow);
  return flow;
}

/** At the records of a connection that was begun earlier. */
async function resume(part: Partial<FlowOptions> = {}, setUp = setUpOf()): Promise<Flow> {
  const flow = run(part);
  await calls.answer("start", { widget: widgetOf(), setUp });
  return flow;
}

async function check(hostname: string, flow: Flow): Promise<void> {
  flow.dispatch({ type: "typed", text: hostname });
  flow.dispatch({ type: "domain_submitted" });
  await settled();
}

describe("the way to a live domain", () => {
  it("asks the server at each step, and shows each state", async () => {
    const seen: FlowState["step"][] = [];
    const flow = run({ onState: ({ step }) => seen.at(-1) !== step && seen.push(step) });
    await calls.answer("start", { widget: widgetOf(), setUp: null });
    await check("shop.example.com", flow);
    await calls.answer("checkDomain", checkOf());
    flow.dispatch({ type: "analysis_accepted", contest: false });
    expect(calls.made[0]).toMatchObject({
      name: "connect",
      input: { hostname: "shop.example.com", way: "manual", contest: false },
    });
    await calls.answer("connect", setUpOf());
    flow.dispatch({ type: "records_published" });
    await calls.answer("verify");
    await calls.answer("readSetUp", setUpOf({ stage: "live" }));
    expect(seen).toEqual(["domain", "analysis", "records", "progress", "success"]);
    expect(clock.pending).toBe(1); // the token's end
  });

  it("shows that it starts, before there is any answer", () => {
    const onState = vi.fn();
    run({ onState });
    expect(onState.mock.calls.map(([{ busy }]) => busy)).toEqual(["starting"]);
    expect(calls.waiting()).toEqual(["start"]);
  });

  it("shares nothing between two flows", async () => {
    const one = await resume();
    const other = run();
    await calls.answer("start", { widget: widgetOf(), setUp: null });
    await check("b.example.com", other);
    expect([one.state().step, one.state().typed, other.state().typed]).toEqual([
      "records",
      "shop.example.com",
      "b.example.com",
    ]);
  });
});

describe("polling", () => {
  it("is quick after a change and slower the longer nothing changes, until something does", async () => {
    const flow = await resume();
    const pauses: number[] = [];
    for (let turn = 0; turn < 40; turn += 1) {
      const before = clock.nowMs;
      while (calls.waiting().length === 0) clock.pass(100);
      pauses.push(clock.nowMs - before);
      await calls.answer("readSetUp", setUpOf());
    }
    expect(pauses[0]).toBe(2_000);
    expect(pauses.at(-1)).toBe(15_000);
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    clock.pass(15_000);
    await calls.answer("readSetUp", setUpSeen("wrong"));
    clock.pass(2_000);
    expect(calls.waiting()).toEqual(["readSetUp"]);
    expect(flow.state().busy).toBeNull();
  });

  it("rests while the page is hidden, and catches up once it is seen", async () => {
    await resume();
    const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
    document.dispatchEvent(new Event("visibilitychange"));
    clock.pass(600_000);
    expect(calls.waiting()).toEqual([]);
    hidden.mockReturnValue(false);
    document.dispatchEvent(new Event("visibilitychange"));
    clock.pass(0);
    expect(calls.waiting()).toEqual(["readSetUp"]);
  });

  it("does not send a second poll while the first has no answer", async () => {
    const flow = await resume();
    clock.pass(2_000);
    flow.dispatch({ type: "copied", stepId: "a" });
    clock.pass(60_000);
    expect(calls.waiting()).toEqual(["readSetUp"]);
    await calls.answer("readSetUp", setUpSeen("done"));
    expect(flow.state().setUp?.steps[0]?.status).toBe("done");
  });
});

describe("answers that are late", () => {
  it("never replaces what was asked later by what was asked before", async () => {
    const flow = await resume();
    clock.pass(2_000);
    const late = calls.take("readSetUp");
    flow.dispatch({ type: "check_wanted" });
    await calls.answer("verify");
    await calls.answer("readSetUp", setUpSeen("done"));
    late(Promise.resolve(setUpSeen("todo")));
    await settled();
    expect(flow.state().setUp?.steps[0]?.status).toBe("done");
  });

  it("drops the answer about a domain that is not in the field any more", async () => {
    const flow = run();
    await calls.answer("start", { widget: widgetOf(), setUp: null });
    await check("a.example.com", flow);
    const late = calls.take("checkDomain");
    await check("b.example.com", flow);
    late(Promise.resolve(checkOf({ hostname: "a.example.com" })));
    await settled();
    expect(flow.state()).toMatchObject({ step: "domain", busy: "checking", check: null });
    await calls.answer("checkDomain", checkOf({ hostname: "b.example.com" }));
    expect(flow.state().check?.hostname).toBe("b.example.com");
  });

  it("is silent after stop: no timer, no listener, no state", async () => {
    const onState = vi.fn();
    const targets = [window, document];
    const added = targets.map((target) => vi.spyOn(target, "addEventListener"));
    const removed = targets.map((target) => vi.spyOn(target, "removeEventListener"));
    const flow = await resume({ onState });
    clock.pass(2_000);
    flow.stop();
    const listeners = (spies: typeof added | typeof removed) =>
      spies.map(({ mock }) => mock.calls.map(([type, run]) => [type, run]));
    expect(listeners(removed)).toEqual(listeners(added));
    onState.mockClear();
    await calls.answer("readSetUp", setUpOf({ stage: "live" }));
    window.dispatchEvent(new Event("offline"));
    document.dispatchEvent(new Event("visibilitychange"));
    flow.dispatch({ type: "check_wanted" });
    expect([clock.pending, calls.waiting(), onState.mock.calls]).toEqual([0, [], []]);
  });
});

describe("an expired token", () => {
  it("keeps the place, asks for a new token, and repeats what was under way", async () => {
    const onRenew = vi.fn(async () => {});
    const flow = run({ onRenew });
    await calls.answer("start", { widget: widgetOf(), setUp: null });
    await check("shop.example.com", flow);
    await calls.answer("checkDomain", checkOf());
    flow.dispatch({ type: "analysis_accepted", contest: false });
    await calls.fail("connect", "token_expired", { expired: true });
    expect(onRenew).toHaveBeenCalledTimes(1);
    expect(calls.waiting()).toEqual(["connect", "start"]);
    await calls.answer("connect", setUpOf());
    expect(flow.state()).toMatchObject({ step: "records", isExpired: false, problem: null });
  });

  it("repeats a mail with the same words", async () => {
    const flow = await resume();
    flow.dispatch({ type: "send_opened" });
    flow.dispatch({ type: "mail_wanted", to: "it@example.com", note: "Please" });
    await calls.fail("sendMail", "token_expired", { expired: true });
    expect(flow.state()).toMatchObject({ isExpired: true, send: { busy: "mail", problem: null } });
    flow.dispatch({ type: "token_renewed" });
    expect(calls.made.find(({ name }) => name === "sendMail")?.input).toMatchObject({
      to: "it@example.com",
      note: "Please",
    });
  });

  it("is noticed when it happens, and not at the next call", async () => {
    const onRenew = vi.fn(() => new Promise<void>(() => {}));
    const bound = widgetOf({ expiresAt: new Date(startMs + 60_000) });
    const flow = run({ onRenew });
    await calls.answer("start", { widget: bound, setUp: null });
    clock.pass(59_999);
    expect(flow.state().isExpired).toBe(false);
    clock.pass(1);
    expect([flow.state().isExpired, onRenew.mock.calls.length]).toEqual([true, 1]);
  });

  it("does not take a clock that is ahead for an expired token", async () => {
    const flow = run();
    await calls.answer("start", { widget: widgetOf({ expiresAt: new Date(startMs - 1) }), setUp: null });
    clock.pass(600_000);
    expect(flow.state().isExpired).toBe(false);
  });

  it("does not ask over and over where the new token is refused as well; a person can", async () => {
    const onRenew = vi.fn(async () => {});
    const flow = await resume({ onRenew });
    clock.pass(2_000);
    await calls.fail("readSetUp", "token_expired", { expired: true });
    await calls.fail("readSetUp", "token_expired", { expired: true });
    await settled();
    expect([onRenew.mock.calls.length, flow.state().isExpired]).toEqual([1, true]);
    flow.dispatch({ type: "retried" });
    await settled();
    expect([onRenew.mock.calls.length, flow.state().isExpired]).toEqual([2, false]);
  });

  it("does not take the late refusal of a call with the old token for a refusal of the new one", async () => {
    const onRenew = vi.fn(async () => {});
    const flow = await resume({ onRenew });
    clock.pass(2_000);
    const late = calls.take("readSetUp");
    flow.dispatch({ type: "send_opened" });
    flow.dispatch({ type: "link_wanted" });
    await calls.fail("makeLink", "token_expired", { expired: true });
    expect(calls.waiting()).toContain("readSetUp");
    const old = { code: "token_expired", reason: null, message: "", retry: false, requestId: null };
    late(Promise.reject(new FlowFailure(old, true)));
    await settled();
    expect([onRenew.mock.calls.length, flow.state().isExpired]).toEqual([1, false]);
  });
});

describe("a network that fails", () => {
  it("shows it, tries again after a while, and goes on", async () => {
    const flow = run();
    await calls.fail("start", "network");
    expect(flow.state()).toMatchObject({ isOffline: true, problem: { code: "network" }, busy: null });
    clock.pass(15_000);
    await calls.answer("start", { widget: widgetOf(), setUp: null });
    expect(flow.state()).toMatchObject({ isOffline: false, problem: null, step: "domain" });
  });

  it("tries again at once when the browser is online again", async () => {
    const flow = await resume();
    window.dispatchEvent(new Event("offline"));
    expect(flow.state().isOffline).toBe(true);
    flow.dispatch({ type: "check_wanted" });
    await calls.fail("verify", "network");
    window.dispatchEvent(new Event("online"));
    expect([flow.state().isOffline, calls.waiting()]).toEqual([false, ["verify"]]);
  });

  it("keeps what is shown while polls fail, and says nothing of a server that is away for a moment", async () => {
    const flow = await resume();
    clock.pass(2_000);
    await calls.fail("readSetUp", "unavailable");
    expect(flow.state()).toMatchObject({ step: "records", problem: null, isOffline: false });
    clock.pass(15_000);
    await calls.answer("readSetUp", setUpOf({ stage: "live" }));
    expect(flow.state().step).toBe("success");
  });

  it("survives a mistake of its own", async () => {
    const flow = run();
    calls.take("start")(Promise.reject(new TypeError("x is undefined")));
    await settled();
    expect(flow.state().problem).toMatchObject({ code: "internal", retry: true });
  });
});

describe("the provider's page", () => {
  const automatic = () => setUpOf({ setupType: "domain_connect" });
  const page = { applyUrl: "https://dns.example/apply", width: 600, height: 700 };

  function fakeWindow() {
    const opened = { closed: false, resizeTo: vi.fn(), close: vi.fn(), location: { replace: vi.fn() } };
    const open = vi.spyOn(window, "open").mockReturnValue(opened as unknown as Window);
    return { opened, open };
  }

  function say(source: unknown, outcome: unknown): void {
    const message = new MessageEvent("message", { data: { type: "latchkey:domain-connect", outcome } });
    Object.defineProperty(message, "source", { value: source });
    window.dispatchEvent(message);
  }

  it("opens its window inside of the click, and leads it on once the address is known", async () => {
    const { opened, open } = fakeWindow();
    const flow = await resume({}, automatic());
    flow.openProvider();
    expect([open.mock.calls.length, opened.location.replace.mock.calls.length]).toEqual([1, 0]);
    await calls.answer("startDomainConnect", page);
    expect(opened.location.replace).toHaveBeenCalledWith("https://dns.example/apply");
    expect(flow.state()).toMatchObject({ providerWindow: "open", busy: null, step: "progress" });
  });

  it("gives a link where the browser blocks the window", async () => {
    vi.spyOn(window, "open").mockReturnValue(null);
    const flow = await resume({}, automatic());
    flow.openProvider();
    await calls.answer("startDomainConnect", page);
    expect(flow.state()).toMatchObject({ providerWindow: "blocked", applyUrl: page.applyUrl, busy: null });
    expect(actionsOf(flow.state()).canOpenProvider).toBe(true);
  });

  it("checks at once when the window is closed", async () => {
    const { opened } = fakeWindow();
    const flow = await resume({}, automatic());
    flow.openProvider();
    await calls.answer("startDomainConnect", page);
    opened.closed = true;
    clock.pass(500);
    expect([flow.state().providerWindow, calls.waiting()]).toEqual(["closed", ["verify"]]);
  });

  it("knows what the window says at its end, and listens to no other", async () => {
    const { opened } = fakeWindow();
    const flow = await resume({}, automatic());
    flow.openProvider();
    await calls.answer("startDomainConnect", page);
    say(window, "cancelled");
    say(opened, "paid");
    expect(flow.state().providerWindow).toBe("open");
    say(opened, "cancelled");
    expect(flow.state().providerWindow).toBe("cancelled");
  });

  it("closes the empty window where the provider refuses", async () => {
    const { opened } = fakeWindow();
    const flow = await resume({}, automatic());
    flow.openProvider();
    await calls.fail("startDomainConnect", "provider_error", { retry: false });
    expect(opened.close).toHaveBeenCalled();
    expect(flow.state()).toMatchObject({ busy: null, providerWindow: null, problem: { code: "provider_error" } });
  });

  it("leads the window on with the new token where the old one has expired meanwhile", async () => {
    const { opened } = fakeWindow();
    const flow = await resume({ onRenew: async () => {} }, automatic());
    flow.openProvider();
    await calls.fail("startDomainConnect", "token_expired", { expired: true });
    await calls.answer("startDomainConnect", page);
    expect(opened.location.replace).toHaveBeenCalledWith("https://dns.example/apply");
    expect(flow.state().busy).toBeNull();
  });
});

it("closes with its last state, once, and then does nothing", async () => {
  const onClose = vi.fn();
  const flow = await resume({ onClose });
  flow.dispatch({ type: "close_wanted" });
  expect([flow.state().asksToClose, onClose.mock.calls.length]).toEqual([true, 0]);
  flow.dispatch({ type: "close_confirmed" });
  flow.dispatch({ type: "close_confirmed" });
  expect(onClose.mock.calls.map(([state]) => state.step)).toEqual(["records"]);
  expect(clock.pending).toBe(0);
});

const action = fc.oneof(
  fc.constantFrom("click", "click", "back", "copy", "answer", "answer", "network", "expired", "offline", "online"),
  fc.constantFrom("pass", "send", "over"),
);

it("never stands still: whatever happened, there is a call, a timer, or something that the person can do", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 40, size: "max" }), async (actions) => {
      calls = new Calls();
      clock = new FakeClock();
      const flow = run({ onRenew: async () => {} });
      for (const one of actions) {
        const offers = actionsOf(flow.state());
        const [waiting] = calls.waiting();
        if (one === "click" && offers.canType) flow.dispatch({ type: "typed", text: "shop.example.com" });
        if (one === "click" && offers.primary) flow.dispatch(offers.primary);
        if (one === "back" && offers.back) flow.dispatch(offers.back);
        if (one === "over" && offers.startOver) flow.dispatch(offers.startOver);
        if (one === "copy") flow.dispatch({ type: "copied", stepId: "a" });
        if (one === "send" && offers.canSend) flow.dispatch({ type: "send_opened" });
        if (one === "offline" || one === "online") window.dispatchEvent(new Event(one));
        if (one === "pass") clock.pass(7_000);
        if (one === "answer" && waiting) await calls.answer(waiting, goodAnswers[waiting]);
        if (one === "network" && waiting) await calls.fail(waiting, "network");
        if (one === "expired" && waiting) await calls.fail(waiting, "token_expired", { expired: true });
        const { busy, pollAtMs, isExpired } = flow.state();
        const now = actionsOf(flow.state());
        if (busy !== null && !isExpired) expect(calls.waiting()).not.toEqual([]);
        const canAct = now.canType || [now.primary, now.back, now.retry, now.startOver].some((offer) => offer !== null);
        expect(busy !== null || pollAtMs !== null || canAct).toBe(true);
      }
      flow.stop();
    }),
    { numRuns: 100 },
  );
});

const goodAnswers: Partial<Record<Name, unknown>> = {
  start: { widget: widgetOf(), setUp: null },
  checkDomain: checkOf(),
  connect: setUpOf(),
  readSetUp: setUpOf(),
};
