import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "@/e2e/support/accessibility";
import { test } from "@/e2e/support/browser-test";
import type { Api } from "@/e2e/support/latchkey";
import { createConnectionByApi, demoApplication, expectState, type WireConnection } from "@/e2e/support/wire";
import { timeLimit } from "@/scripts/time-limit.mjs";

// A domain's page begins with its records, stays still while they are read, and is short.
const LIVE_TIMEOUT_MS = timeLimit(60_000);

test.use({ as: "owner" });

const runId = Math.random().toString(36).slice(2, 8);
const zone = (name: string) => `${name}-${runId}.test`;
const screens = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
} as const;

type Shift = { value: number; nodes: string[] };

declare global {
  interface Window {
    shifts?: Shift[];
  }
}

for (const [name, viewport] of Object.entries(screens)) {
  test(`on a ${name}: the first record is in view, nothing moves until the domain is live, and that is seen`, async ({
    page,
    api,
  }) => {
    await page.setViewportSize(viewport);
    await watchShifts(page);
    const hostname = `shop.${zone(name)}`;
    const { id } = await connect(api, hostname);
    await open(page, id, hostname);
    await expectInView(page, viewport.height);
    await expect(card(page, "TXT").getByRole("heading", { level: 4 })).toBeVisible({ timeout: LIVE_TIMEOUT_MS });
    await expectInView(page, viewport.height);
    const visit = page.getByRole("button", { name: "Visit" });
    await expect(visit).toBeHidden();

    await page.getByRole("button", { name: "Publish in the sandbox zone: the TXT record" }).click();
    await expect(card(page, "TXT").getByText("Correct", { exact: true })).toBeVisible({ timeout: LIVE_TIMEOUT_MS });
    const publish = page.getByRole("button", { name: /in the sandbox zone: the CNAME record/ });
    await publish.click();
    const live = page.getByRole("region", { name: "Notifications" }).getByText(`${hostname} is live`);
    await expect(live).toBeInViewport({ timeout: LIVE_TIMEOUT_MS });
    await expect(publish).toBeFocused();
    await expect(page.locator("main header").getByText("Live", { exact: true })).toBeInViewport();
    await expect(visit).toBeInViewport();
    // The certificate, the timeline and the last diagnosis come after the state.
    await expect(page.getByRole("region", { name: "Timeline" }).getByText("The domain is live")).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    expect(await page.evaluate(() => window.shifts)).toEqual([]);

    await visit.click();
    await expect(page.getByRole("dialog", { name: "See it served" })).toContainText(`https://${hostname}`);
  });
}

test("a drifted domain fits one and a half screens, and two and a half on a phone, and says once what changed", async ({
  page,
  api,
}) => {
  const hostname = `drift.${zone("drift")}`;
  const { id, ownership_challenge: proof, desired_records } = await connect(api, hostname);
  const [alias] = desired_records;
  if (!alias) throw new Error("nothing is desired");
  await publish(api, proof.name, proof.type, proof.value);
  await publish(api, alias.host, alias.type, alias.value);
  await expectState(api, id, ["live"], LIVE_TIMEOUT_MS);
  await api("DELETE", "/sandbox/records", { name: alias.host, type: alias.type, value: alias.value });
  await publish(api, alias.host, alias.type, swapLast(alias.value));
  // A drift is confirmed by a second check.
  await expect
    .poll(
      async () => {
        await api("POST", `/v1/connections/${id}/records:check`);
        return ((await api("GET", `/v1/connections/${id}`)).body as { state: string }).state;
      },
      { timeout: LIVE_TIMEOUT_MS },
    )
    .toBe("drifted");
  for (const [name, most] of [
    ["desktop", 1.5],
    ["phone", 2.5],
  ] as const) {
    const viewport = screens[name];
    await page.setViewportSize(viewport);
    await open(page, id, hostname);
    const wrong = card(page, "CNAME");
    await expect(wrong.getByText("Other value", { exact: true })).toBeVisible();
    await expect(wrong.getByRole("heading", { level: 4 }).first()).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    await expect(
      page.getByRole("heading", { name: "The records were changed after the domain went live" }),
    ).toHaveCount(1);
    // The two letters that changed places are marked.
    await expect(wrong.locator("mark")).toHaveText(swapLast(alias.value).slice(-2));
    await expect(card(page, "TXT").getByRole("button", { expanded: false })).toBeVisible();
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    expect(height / viewport.height, `${name}: ${height} px`).toBeLessThanOrEqual(most);
    await expectAccessible(page);
  }
});

test("a name of three labels of 63 characters fits every screen, and so does what is published there", async ({
  page,
  api,
}) => {
  const long = (letter: string) => letter.repeat(63);
  const hostname = `${long("a")}.${long("b")}.${long("c")}.${zone("long")}`;
  const { id, ownership_challenge: proof, desired_records } = await connect(api, hostname);
  const [alias] = desired_records;
  if (!alias) throw new Error("nothing is desired");
  await publish(api, proof.name, "TXT", "x".repeat(240));
  await publish(api, alias.host, "CNAME", `${long("d")}.${long("e")}.${long("f")}.${zone("long")}`);
  for (const viewport of Object.values(screens)) {
    await page.setViewportSize(viewport);
    await open(page, id, hostname);
    await expect(card(page, "TXT").getByRole("heading", { level: 4 }).first()).toBeVisible({
      timeout: LIVE_TIMEOUT_MS,
    });
    const timeline = page.getByRole("region", { name: "Timeline" });
    await timeline.getByRole("button", { name: "Show all with evidence" }).click();
    for (const evidence of await timeline.getByText("Evidence").all()) await evidence.click();
    await expectAccessible(page);
  }
});

async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.shifts = [];
    const nameOf = (node: Node | null) =>
      (node instanceof Element ? node.outerHTML : (node?.textContent ?? "")).slice(0, 200);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
        sources: { node: Node | null }[];
      })[]) {
        const { value, hadRecentInput, sources } = entry;
        if (!hadRecentInput) window.shifts?.push({ value, nodes: sources.map(({ node }) => nameOf(node)) });
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
}

/** The last line of the first record's value is above the fold. */
async function expectInView(page: Page, height: number): Promise<void> {
  const box = await card(page, "TXT").getByText("Value", { exact: true }).locator("xpath=..").boundingBox();
  expect(box).not.toBeNull();
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height);
}

function card(page: Page, name: string) {
  return page.getByRole("article", { name: new RegExp(`^${name} `) });
}

async function open(page: Page, id: string, hostname: string): Promise<void> {
  await page.goto(`/connections/${id}`);
  await expect(page.getByRole("heading", { level: 1, name: hostname })).toBeVisible();
}

async function connect(api: Api, hostname: string): Promise<WireConnection> {
  return createConnectionByApi(api, await demoApplication(api), hostname);
}

async function publish(api: Api, name: string, type: string, value: string): Promise<void> {
  expect((await api("POST", "/sandbox/records", { name, type, value })).status).toBe(201);
}

/** With two of the last letters swapped: "test" becomes "tets". */
function swapLast(text: string): string {
  return `${text.slice(0, -2)}${[...text.slice(-2)].reverse().join("")}`;
}
