import { expect, test } from "@playwright/test";
import { type SkinServers, startSkinServers } from "@/e2e/widget/skin-servers";
import { hostedPageHeaders } from "@/lib/api/hosted/hosted-page-headers";
import { renderFlow } from "@/lib/api/hosted/render-flow";
import { propertiesOf, styleHash, writeEnd, writeHead, writePlace } from "@/lib/api/hosted/write-page";
import type { Language } from "@/lib/kernel/languages";
import { buildWidget, builtWidget } from "@/scripts/build-widget.mjs";
import { initialState, step } from "@/widget/flow/machine";
import { loadTexts } from "@/widget/texts/load-texts";
import { exampleBrand as brand, exampleStates } from "@/widget/view/example-states";

/** The hosted page as the server writes it, in a browser, under its own policy. The server's part is in its own test. */

let servers: SkinServers;
let hash = "";

test.beforeAll(async () => {
  ({ hash } = await buildWidget(builtWidget));
});
test.beforeEach(async () => {
  servers = await startSkinServers();
});
test.afterEach(() => servers.close());

const theme = { ...exampleStates.records.widget?.theme, accent: "#0b5cad" } as never;

/** As `GET /connect/{token}` does. `isSlow`: what was sent before the check had ended is still there. */
async function write(language: Language = "en", isSlow = false): Promise<string> {
  const texts = await loadTexts(language);
  const setUp = exampleStates.records_link.setUp;
  const begun = initialState("link", "");
  const state = step(begun, { type: "started", widget: null, setUp }, Date.now()).state;
  const properties = propertiesOf(theme, brand);
  const draw = (drawn: typeof state, titleId: string) => renderFlow({ state: drawn, texts, language, brand, titleId });
  servers.hosted.headers = hostedPageHeaders({ styleHash: styleHash(properties), frameAncestors: "'none'" });
  servers.hosted.body = [
    writeHead({ language, brand, theme, hostname: "shop.example.com", widget: { hash }, properties }),
    ...(isSlow ? [writePlace("waiting", draw(begun, "latchkey-waiting"))] : []),
    writePlace("flow", draw(state, "latchkey-title")),
    writeEnd({ language, brand, theme, setUp }),
  ].join("");
  return `${servers.origin}/connect/token-of-the-link`;
}

const value = "latchkey-verify=k7QmZ2vX9pLr4TnB8sWd3HjY6cFg1AeU";

test("the script goes on where the server has drawn, without a message in the console and without asking again", async ({
  page,
}) => {
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  const url = await write();
  await page.addInitScript(() => {
    addEventListener("DOMContentLoaded", () => {
      Object.assign(window, { drawn: document.querySelector("#flow [data-heading]") });
    });
  });
  await page.goto(url);
  await expect.poll(() => servers.asked).toContain("POST /connect/opened");
  await expect(page.getByText(value)).toBeVisible();
  // The same element: what was being read, selected or focused stays.
  expect(await page.evaluate(() => (window as unknown as { drawn: Element }).drawn.isConnected)).toBe(true);
  expect(servers.asked.filter((call) => call !== "POST /connect/opened")).toEqual([]);
  expect(await page.locator("#flow .primary").evaluate((button) => getComputedStyle(button).backgroundColor)).toBe(
    "rgb(11, 92, 173)",
  );
  servers.goLive();
  await page.getByRole("button", { name: "I have set them" }).click();
  await expect(page.getByRole("heading", { name: "shop.example.com is connected" })).toBeVisible();
  await expect(page.getByText("asks you to connect")).toBeHidden();
  expect(said).toEqual([]);
});

test("can be read without scripts, and what waited for the check is not shown beside it", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 700 } });
  try {
    const page = await context.newPage();
    await page.goto(await write("en", true));
    await expect(page.getByText("Acme Shops asks you to connect shop.example.com")).toBeVisible();
    await expect(page.getByText(value)).toBeVisible();
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    await expect(page.getByRole("button", { name: "I have set them" })).toBeHidden();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  } finally {
    await context.close();
  }
});

test("is in the reader's language and direction", async ({ page }) => {
  await page.goto(await write("ar", true));
  await expect.poll(() => servers.asked).toContain("POST /connect/opened");
  await expect(page.getByText(value)).toBeVisible();
  await expect(page.locator(".waiting")).toHaveCount(0);
  expect(await page.locator("#flow [data-heading]").evaluate((heading) => getComputedStyle(heading).direction)).toBe(
    "rtl",
  );
  await expect(page.locator("#flow [data-heading]")).not.toHaveText(/record/);
});
