/** @jsxImportSource preact */
// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { renderToString } from "preact-render-to-string";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { step } from "@/widget/flow/machine";
import type { FlowEvent, FlowState } from "@/widget/flow/state";
import { en } from "@/widget/texts/en";
import { type ExampleName, exampleBrand, exampleStates } from "@/widget/view/example-states";
import { later } from "@/widget/view/later";
import { View } from "@/widget/view/view";

const examples = Object.entries(exampleStates) as [ExampleName, FlowState][];
const events: FlowEvent[] = [];
let root: HTMLElement;
let provider = 0;

const element = (state: FlowState) => (
  <View
    state={state}
    dispatch={(event) => events.push(event)}
    openProvider={() => {
      provider += 1;
    }}
    texts={en}
    language="en"
    brand={exampleBrand}
    canClose
    labelledById="title"
    later={later}
  />
);

const show = (state: FlowState) => act(() => render(element(state), root));
const find = <Found extends Element>(selector: string): Found => {
  const found = root.querySelector<Found>(selector);
  if (found === null) throw new Error(`no ${selector}`);
  return found;
};
const buttons = () => [...root.querySelectorAll<HTMLButtonElement>("button")].filter((one) => !one.closest("[hidden]"));
const button = (name: string) => {
  const found = buttons().find((one) => (one.getAttribute("aria-label") ?? one.textContent)?.trim() === name);
  if (found === undefined) throw new Error(`no button ${name}`);
  return found;
};
/** Until all that follows from it without waiting is done. */
const click = (name: string) =>
  act(async () => {
    button(name).click();
    await new Promise(setImmediate);
  });
const spoken = () => find("[role=status]").textContent;

beforeEach(() => {
  events.length = 0;
  provider = 0;
  root = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  render(null, root);
  root.remove();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test.each(examples)("%s has a heading that names it, and every text is filled", async (_, state) => {
  await show(state);
  const text = root.textContent ?? "";
  expect(text).not.toMatch(/\{\w*\}|undefined|null|NaN|\[object/);
  const headings = [...root.querySelectorAll("#title")];
  expect(headings).toHaveLength(1);
  expect(headings[0]?.closest("[hidden]")).toBeNull();
  expect(headings[0]?.textContent).not.toBe("");
});

test.each(examples)("in %s, whatever can be clicked does something", async (_, state) => {
  await show(state);
  const now = state.changedAtMs + 1;
  const form = root.querySelector<HTMLFormElement>(".body:not([hidden]) form");
  for (const one of buttons().filter((shown) => shown.getAttribute("aria-disabled") !== "true")) {
    // These change what is shown, not the flow.
    if (one.classList.contains("copy") || one.textContent === en.send.showQr) continue;
    if (one.type === "submit") {
      if (form?.querySelector("[name=to]") !== null) continue;
      if (state.reading.kind !== "hostname") continue;
    }
    events.length = 0;
    provider = 0;
    await act(async () => one.click());
    if (one.type === "submit") await act(async () => form?.requestSubmit());
    expect(events.length + provider, `${one.textContent} dispatches something`).toBeGreaterThan(0);
    const [event] = events;
    if (event === undefined) continue;
    const next = step(state, event, now);
    expect(next.state !== state || next.effects.length > 0, `${one.textContent}: ${event.type}`).toBe(true);
  }
});

test.each(examples)("%s can be read before any script runs", (_, state) => {
  const html = renderToString(element(state));
  expect(html).toContain('id="title"');
  expect(html).not.toMatch(/undefined|\sstyle=/);
});

test("the values on a card are copied exactly, and the copied one is said", async () => {
  const copied: string[] = [];
  vi.spyOn(navigator.clipboard, "writeText").mockImplementation(async (text) => void copied.push(text));
  await show(exampleStates.records);
  const [first] = exampleStates.records.setUp?.steps ?? [];
  await click("Copy Name");
  expect(spoken()).toBe("Name copied");
  await click("Copy Content");
  expect(copied).toEqual([first?.host, first?.value]);
  expect(spoken()).toBe("Content copied");
  expect(events).toEqual([
    { type: "copied", stepId: first?.id },
    { type: "copied", stepId: first?.id },
  ]);
});

test("the same value copied twice is said twice", async () => {
  vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  await show(exampleStates.records);
  await click("Copy Name");
  const once = spoken();
  await click("Copy Name");
  expect(spoken()).not.toBe(once);
  expect(spoken()?.trim()).toBe(once);
});

test("without a clipboard, what is selected is copied", async () => {
  vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("denied"));
  let selected = "";
  document.execCommand = vi.fn(() => {
    selected = document.activeElement instanceof HTMLTextAreaElement ? document.activeElement.value : "";
    selected ||= root.querySelector<HTMLTextAreaElement>("textarea.sr")?.value ?? "";
    return true;
  });
  await show(exampleStates.records);
  await click("Copy Content");
  expect(selected).toBe(exampleStates.records.setUp?.steps[0]?.value);
  expect(root.querySelector("textarea")).toBeNull();
  expect(spoken()).toBe("Content copied");
});

test("a browser that refuses to copy shows the value to be copied by hand, and is not taken for one that copied", async () => {
  vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("denied"));
  document.execCommand = vi.fn(() => false);
  await show(exampleStates.records);
  await click("Copy Content");
  expect(find<HTMLTextAreaElement>(".by-hand textarea").value).toBe(exampleStates.records.setUp?.steps[0]?.value);
  expect(spoken()).toBe(en.common.copyByHand);
  expect(events).toEqual([]);
});

test("a card has the labels of the provider's form, and its host as the form wants it", async () => {
  await show(exampleStates.records);
  const rows = [...find(".record").querySelectorAll("dt")].map(({ textContent }) => textContent);
  expect(rows).toEqual(["Type", "Name", "Content", "TTL"]);
  expect(find(".record dd code:nth-of-type(1)").textContent).toBe("TXT");
  expect(find(".alternative").textContent).toContain("_latchkey-challenge.shop.example.com");
});

test("a new step's heading gets the focus, the first one's does not", async () => {
  await show(exampleStates.domain_typed);
  expect(document.activeElement).toBe(document.body);
  await show(exampleStates.analysis_busy);
  expect(document.activeElement).toBe(find("#title"));
  await show(exampleStates.records);
  expect(document.activeElement).toBe(find("#title"));
});

test("an answer within a step takes the focus from nobody", async () => {
  await show(exampleStates.progress);
  button("Check now").focus();
  await show(exampleStates.progress_spreading);
  expect(document.activeElement).toBe(button("Check now"));
});

test("who does not close after all is where they were, and what they typed is still there", async () => {
  await show(exampleStates.send);
  const note = find<HTMLTextAreaElement>("textarea");
  await act(async () => {
    note.value = "Please do it today.";
    note.dispatchEvent(new Event("input", { bubbles: true }));
  });
  note.focus();
  await show({ ...exampleStates.send, asksToClose: true });
  expect(document.activeElement).toBe(find("#title"));
  expect(find("#title").textContent).toBe(en.closing.title);
  await show(exampleStates.send);
  expect(document.activeElement).toBe(note);
  expect(note.value).toBe("Please do it today.");
});

test("nobody is corrected while typing; a wrong domain that is sent is explained at its field", async () => {
  const wrong: FlowState = { ...exampleStates.domain, typed: "shop", reading: { kind: "wrong", reason: "no_dot" } };
  await show(wrong);
  const field = find<HTMLInputElement>("input");
  expect(field.getAttribute("aria-invalid")).toBe("false");
  await act(async () => find<HTMLFormElement>("form").requestSubmit());
  expect(events).toEqual([]);
  expect(field.getAttribute("aria-invalid")).toBe("true");
  expect(find(`#${field.getAttribute("aria-describedby")}`).textContent).toBe(en.domain.faults.no_dot);
  expect(spoken()).toBe(en.domain.faults.no_dot);
  expect(document.activeElement).toBe(field);
});

test("an address that is no email address is not sent to", async () => {
  await show(exampleStates.send);
  const field = find<HTMLInputElement>("[name=to]");
  const send = async (text: string) => {
    await act(async () => {
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await act(async () => find<HTMLFormElement>("form").requestSubmit());
  };
  await send("it");
  expect(events).toEqual([]);
  expect(find("#lk-mail-help").textContent).toBe(en.send.mailWrong);
  await send(" it@example.com ");
  expect(events).toEqual([{ type: "mail_wanted", to: "it@example.com", note: "" }]);
});

test("what arrives is said once", async () => {
  await show(exampleStates.progress);
  await show(exampleStates.progress_certificate);
  const text = spoken();
  expect(text).toBe(`${en.announce.allRecordsDone} ${en.progress.stages.certificate.title}`);
  await show({ ...exampleStates.progress_certificate });
  expect(spoken()).toBe(text);
});

test("the provider's page is opened inside the click", async () => {
  await show(exampleStates.progress_provider);
  button("Open Cloudflare").click();
  expect(provider).toBe(1);
});

/** As in a browser: the steps after the first are not there at once. */
const showLazily = (...states: FlowState[]) =>
  act(() => {
    for (const state of states)
      render(
        <View
          state={state}
          dispatch={(event) => events.push(event)}
          openProvider={() => {}}
          texts={en}
          language="en"
          brand={exampleBrand}
          canClose
          labelledById="title"
        />,
        root,
      );
  });
const untilLoaded = () => expect.poll(() => root.querySelector(".skeleton, .note.bad")).toBeNull();

test("the steps after the first arrive, and take the focus from nobody", async () => {
  await showLazily(exampleStates.records);
  expect(find("#title").textContent).toBe(en.common.loading);
  await untilLoaded();
  expect(find("#title").textContent).toBe("2 records to set");
  expect(document.activeElement).toBe(document.body);
});

test("who is faster than the next step finds its heading focused when it arrives", async () => {
  await showLazily(exampleStates.domain_typed, exampleStates.records);
  expect(find("#title").textContent).toBe(en.common.loading);
  await untilLoaded();
  expect(find("#title").textContent).toBe("2 records to set");
  expect(document.activeElement).toBe(find("#title"));
});

test("where the steps do not arrive, it says so and tries again", async () => {
  vi.doMock("@/widget/view/later", () => {
    throw new Error("offline");
  });
  vi.resetModules();
  const { View: Fresh } = await import("@/widget/view/view");
  await act(() =>
    render(
      <Fresh
        state={exampleStates.records}
        dispatch={() => {}}
        openProvider={() => {}}
        texts={en}
        language="en"
        brand={exampleBrand}
        canClose
        labelledById="title"
      />,
      root,
    ),
  );
  await expect.poll(() => root.querySelector(".note.bad")?.textContent).toContain(en.problems.network.title);
  vi.doUnmock("@/widget/view/later");
  await click(en.common.retry);
  await untilLoaded();
  expect(find("#title").textContent).toBe("2 records to set");
});
