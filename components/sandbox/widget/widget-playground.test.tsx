// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { languageOptions, openOptions } from "@/components/sandbox/widget/playground-settings";
import { WidgetPlayground } from "@/components/sandbox/widget/widget-playground";
import { exampleApplication } from "@/lib/api/endpoints/examples";
import { languages } from "@/lib/kernel/languages";
import { toWire } from "@/lib/kernel/wire";

const application = "019b76da-a800-7164-89b5-c3c30087a376";
/** Test applications: one that knows nothing of this page, and the sandbox's own. */
const another = toWire({ ...exampleApplication, allowedOrigins: [] });
const own = toWire({ ...exampleApplication, id: application, allowedOrigins: [location.origin] });
let tokenBody: unknown;
const asked: string[] = [];
const answers: Record<string, unknown> = {};
let sent: { kind: string; settings?: Record<string, unknown>; token?: string | null }[];

beforeEach(() => {
  // The sample page has its own tests.
  Object.assign(Reflect.get(window, "happyDOM").settings, {
    disableIframePageLoading: true,
    handleDisabledFileLoadingAsSuccess: true,
  });
  asked.length = 0;
  Object.assign(answers, {
    "GET /v1/applications": { data: [another, own], next_cursor: null },
    "POST /v1/tokens": { auth_token: "t1", expires_at: "2026-11-29T13:00:00.000Z" },
    "GET /sandbox/expired-token": { auth_token: "old" },
  });
  vi.stubGlobal("fetch", async (url: string, { method, body }: { method: string; body?: string }) => {
    const name = `${method} ${new URL(url, "http://app.test").pathname}`;
    asked.push(name);
    if (name === "POST /v1/tokens") tokenBody = JSON.parse(body ?? "");
    const answer = answers[name];
    return answer === undefined
      ? Response.json({ error: { code: "not_found", message: `no ${name}` } }, { status: 404 })
      : Response.json(answer);
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function open() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <WidgetPlayground example="shop.acme.test" />
    </QueryClientProvider>,
  );
  const frame = screen.getByTitle<HTMLIFrameElement>("Sample page of a customer");
  expect(frame.getAttribute("src")).toBe("/sandbox/shop");
  sent = [];
  const shop = { postMessage: (message: (typeof sent)[number]) => sent.push(message) };
  Object.defineProperty(frame, "contentWindow", { value: shop });
  await act(async () => {});
  return (data: object, from: { source?: unknown; origin?: string } = {}) =>
    act(async () => {
      const event = new MessageEvent("message", { data, origin: from.origin ?? location.origin });
      Object.defineProperty(event, "source", { value: "source" in from ? from.source : shop });
      window.dispatchEvent(event);
    });
}

test("the sample page gets the settings when it is ready, and each change of them", async () => {
  const say = await open();
  await say({ kind: "ready" });
  expect(sent.at(-1)).toMatchObject({ kind: "settings", settings: { domain: "shop.acme.test", locale: "en" } });
  await userEvent.selectOptions(screen.getByLabelText("Language"), "ar");
  await userEvent.selectOptions(screen.getByLabelText("Place"), "page");
  await userEvent.selectOptions(screen.getByLabelText("Theme"), "plain");
  await userEvent.click(screen.getByLabelText("By hand only"));
  const settings = { locale: "ar", inline: true, forceManual: true, theme: { radius: "none" } };
  expect(sent.at(-1)).toMatchObject({ kind: "settings", settings });
});

test("a token is made when the page asks for one; an expired one is given once, and a good one after it", async () => {
  const say = await open();
  await userEvent.click(screen.getByLabelText("The next token has expired"));
  await say({ kind: "token_wanted" });
  await waitFor(() => expect(sent.at(-1)).toEqual({ kind: "token", token: "old" }));
  await say({ kind: "token_wanted" });
  await waitFor(() => expect(sent.filter(({ kind }) => kind === "token").at(-1)?.token).toBe("t1"));
  // Not for the first application, whose allowed origins know nothing of this page.
  expect(tokenBody).toEqual({ application_id: application });
});

test("where no application allows this page, that is said, and where to change it", async () => {
  answers["GET /v1/applications"] = { data: [another], next_cursor: null };
  const say = await open();
  await say({ kind: "token_wanted" });
  await waitFor(() => expect(screen.getByRole("alert").textContent).toContain("allowed origins"));
  expect(asked).not.toContain("POST /v1/tokens");
});

test("what is in the way of a token is shown, and the page learns that there is none", async () => {
  delete answers["POST /v1/tokens"];
  const say = await open();
  await say({ kind: "token_wanted" });
  await waitFor(() => expect(screen.getByRole("alert").textContent).toContain("no POST /v1/tokens"));
  expect(sent.at(-1)).toEqual({ kind: "token", token: null });
});

test("events are listed as they come, the newest first; those of other windows and of other kinds are not", async () => {
  const say = await open();
  await say({ kind: "event", name: "connectdomain:step", detail: { step: "domain", domain: null } });
  await say({ kind: "event", name: "connectdomain:step", detail: { step: "records", domain: "shop.acme.test" } });
  await say({ kind: "event", name: "forged", detail: null }, { source: {} });
  await say({ kind: "event", name: "forged", detail: null }, { origin: "https://other.test" });
  await say({ kind: "nothing" });
  const list = within(screen.getByLabelText("Events, the newest first"));
  expect(list.getAllByRole("listitem").map((item) => item.textContent)).toEqual([
    expect.stringMatching(/^2connectdomain:step.*"records"/s),
    expect.stringMatching(/^1connectdomain:step.*"domain": null/s),
  ]);
});

test("the records of the domain that is being connected are published with a click", async () => {
  const say = await open();
  const button = screen.getByRole<HTMLButtonElement>("button", { name: "Publish the records" });
  expect(button.disabled).toBe(true);
  await say({ kind: "event", name: "connectdomain:step", detail: { step: "records", domain: "shop.acme.test" } });
  answers["GET /v1/connections"] = { data: [], next_cursor: null };
  await userEvent.click(button);
  await waitFor(() => expect(screen.getByRole("status").textContent).toContain("Nothing to publish yet"));
  expect(asked).not.toContain("POST /sandbox/records");
});

test("every language of the widget can be chosen, by its own name", () => {
  expect(languageOptions.map(({ value }) => value)).toEqual([...languages]);
  expect(new Set(languageOptions.map(({ label }) => label)).size).toBe(languages.length);
  for (const { value, label } of languageOptions) expect(label).not.toBe(value);
  const empty = { domain: " ", language: "en", colorScheme: "auto", look: "own", place: "dialog" } as const;
  expect(openOptions({ ...empty, forceManual: false, isExpired: false })).not.toHaveProperty("domain");
});
