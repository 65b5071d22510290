// @vitest-environment happy-dom
import { act, cleanup, render } from "@testing-library/react";
import { StrictMode } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { LatchkeyWidget, type LatchkeyWidgetProps } from "@/widget/package/react";
import { type LatchkeyOptions, type LatchkeyUpdate, LatchkeyUsageError } from "@/widget/skins/options";

const opened: { options: LatchkeyOptions; updates: LatchkeyUpdate[]; isClosed: boolean }[] = [];
let fault: Error | null = null;

vi.mock("@/widget/package/load", () => ({
  load: async () => ({
    open(options: LatchkeyOptions) {
      if (fault) throw fault;
      const one = { options, updates: [] as LatchkeyUpdate[], isClosed: false };
      opened.push(one);
      return {
        update: (part: LatchkeyUpdate) => void one.updates.push(part),
        close: () => {
          one.isClosed = true;
        },
      };
    },
  }),
}));

beforeEach(() => {
  opened.length = 0;
  fault = null;
});
afterEach(cleanup);

const show = (props: Partial<LatchkeyWidgetProps> = {}) => (
  <LatchkeyWidget origin="https://a.test" token="t" className="box" {...props} />
);

async function draw(element: ReturnType<typeof show>) {
  const drawn = render(element);
  await act(async () => {});
  return { ...drawn, redraw: (next: ReturnType<typeof show>) => act(async () => drawn.rerender(next)) };
}

const last = () => opened.at(-1);

it("opens in its own element, once, and closes when it goes", async () => {
  const { container, unmount } = await draw(show({ domain: "shop.example.com" }));
  expect(opened.length).toBe(1);
  expect(last()?.options).toMatchObject({ token: "t", domain: "shop.example.com", origin: "https://a.test" });
  expect(last()?.options.container).toBe(container.querySelector(".box"));
  unmount();
  expect(last()?.isClosed).toBe(true);
});

it("has one open widget in strict mode, where effects run twice", async () => {
  await draw(<StrictMode>{show()}</StrictMode>);
  expect(opened.filter(({ isClosed }) => !isClosed).length).toBe(1);
});

it("goes on with a new token, theme and language, and calls the newest callback", async () => {
  const [first, second] = [vi.fn(), vi.fn()];
  const { redraw } = await draw(show({ onStep: first, theme: { radius: "none" } }));
  await redraw(show({ onStep: second, theme: { radius: "none" }, token: "t2" }));
  await redraw(show({ onStep: second, theme: { radius: "large" }, token: "t2", locale: "de" }));
  expect(opened.length).toBe(1);
  expect(last()?.updates.at(-1)).toMatchObject({ token: "t2", theme: { radius: "large" }, locale: "de" });
  const count = last()?.updates.length;
  await redraw(show({ onStep: second, theme: { radius: "large" }, token: "t2", locale: "de" }));
  expect(last()?.updates.length).toBe(count);
  last()?.options.onStep?.({ step: "records", domain: null });
  expect([first, second].map(({ mock }) => mock.calls.length)).toEqual([0, 1]);
});

it("opens anew for another domain", async () => {
  const { redraw } = await draw(show({ domain: "one.example.com" }));
  await redraw(show({ domain: "two.example.com" }));
  expect(opened.map(({ options, isClosed }) => [options.domain, isClosed])).toEqual([
    ["one.example.com", true],
    ["two.example.com", false],
  ]);
});

it("says what `open` refused", async () => {
  fault = new LatchkeyUsageError("token_missing", "no token");
  const onFailed = vi.fn();
  await draw(show({ onFailed }));
  expect(onFailed.mock.calls).toEqual([[fault]]);
});

it("has a session handler only where the page has one", async () => {
  await draw(show());
  expect(last()?.options).not.toHaveProperty("onSessionExpired");
  await draw(show({ onSessionExpired: async () => "t2" }));
  expect(await last()?.options.onSessionExpired?.()).toBe("t2");
});
