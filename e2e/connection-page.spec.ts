import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { requestThroughEdge } from "@/e2e/support/edge-request";
import { type Api, type Latchkey, sandboxKey, startLatchkey } from "@/e2e/support/latchkey";
import { signIn } from "@/e2e/support/sign-in";
import { createConnectionByApi, firstApplication, type WireConnection } from "@/e2e/support/wire";

const LIVE_TIMEOUT_MS = 30_000;
const DIAGNOSED_TIMEOUT_MS = 20_000;
const SHOTS = ".artifacts/connection-page";

test.describe("the page of one connection", () => {
  test.describe.configure({ timeout: 120_000 });
  let latchkey: Latchkey;
  let api: Api;

  test.beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    latchkey = await startLatchkey({ mode: "sandbox" });
    api = latchkey.api(sandboxKey);
  });

  test.afterAll(() => latchkey?.stop());

  test.beforeEach(({ page }) => signIn(page, undefined, latchkey.url));

  const connect = async (hostname: string) => createConnectionByApi(api, await firstApplication(api), hostname);
  const open = async (page: Page, { id, hostname }: Pick<WireConnection, "id" | "hostname">) => {
    await page.goto(`${latchkey.url}/connections/${id}`);
    await expect(page.getByRole("heading", { level: 1, name: hostname })).toBeVisible();
  };
  const publish = async (name: string, type: string, value: string) => {
    expect((await api("POST", "/sandbox/records", { name, type, value })).status).toBe(201);
  };
  const step = (page: Page, index: number) =>
    page.getByRole("list", { name: "The path to live" }).getByRole("listitem").nth(index);

  test("from the first look to live: published by a click, followed by itself, reached over HTTPS", async ({
    page,
  }) => {
    const connection = await connect("shop.first.test");
    await open(page, connection);
    await page.evaluate(() => document.body.setAttribute("data-same-document", "yes"));
    await expect(step(page, 0)).toHaveAttribute("aria-current", "step");
    await page.getByRole("button", { name: "Publish in the sandbox zone: the TXT record" }).click();
    await expect(step(page, 0)).toContainText("done", { timeout: LIVE_TIMEOUT_MS });
    await page.getByRole("button", { name: "Publish in the sandbox zone: the CNAME record" }).click();
    await expect(step(page, 3)).toContainText("done", { timeout: LIVE_TIMEOUT_MS });
    await expect(page.getByText("visitors reach this domain over HTTPS")).toBeVisible();
    await expect(page.locator("body")).toHaveAttribute("data-same-document", "yes");

    const { status, body } = await requestThroughEdge({
      port: latchkey.edge.httpsPort,
      hostname: connection.hostname,
      ca: readFileSync(join(latchkey.dataDir, "caddy/pki/authorities/local/root.crt"), "utf8"),
    });
    expect(status, body).toBe(200);

    const timeline = page.getByRole("region", { name: "Timeline" });
    await expect(timeline.getByText("The domain is live", { exact: true })).toBeVisible();
    await timeline.getByLabel("Evidence of: The domain is live").click();
    await expect(timeline.getByText("Getting certificate → Live").first()).toBeVisible();
    await look(page, "live");

    await page.getByRole("button", { name: "Archive", exact: true }).click();
    await expect(page.getByRole("alertdialog")).toContainText("The claim on the hostname is released");
    await page.getByRole("button", { name: "Archive it" }).click();
    await expect(page.getByText("the domain was off-boarded")).toBeVisible();
    await expect(page.getByRole("button", { name: "Check now" })).toHaveCount(0);
    await look(page, "archived");
  });

  test("a wrong record: the page says which, what stands there and how to fix it; fixed, it goes live", async ({
    page,
  }) => {
    const connection = await connect("shop.wrong.test");
    const { name, type, value } = connection.ownership_challenge;
    const [alias] = connection.desired_records;
    if (!alias) throw new Error("nothing is desired");
    await publish(name, type, "not-the-value");
    await open(page, connection);
    await page.getByRole("button", { name: "Check now" }).click();
    const report = page.getByRole("region", { name: "Where it stands" });
    await expect(report.getByText("but not with the expected value")).toBeVisible({ timeout: DIAGNOSED_TIMEOUT_MS });
    await expect(report.getByText("not-the-value")).toBeVisible();
    await expect(page.getByRole("row", { name: /proves ownership/ }).getByText("not-the-value")).toBeVisible();

    const diagnosis = page.getByRole("region", { name: "Diagnosis" });
    await expect(diagnosis.getByRole("heading", { name: "The TXT record has another value" })).toBeVisible({
      timeout: DIAGNOSED_TIMEOUT_MS,
    });
    await expect(report.getByText(value).first()).toBeVisible();
    await expect(diagnosis.getByRole("button", { name: "Copy the value to change" })).toBeVisible();
    const told = "Diagnosis: The TXT record has another value";
    const timeline = page.getByRole("region", { name: "Timeline" });
    // The oldest of that title is the one in which it came up.
    await timeline.getByLabel(`Evidence of: ${told}`).last().click();
    await expect(timeline.getByText("“not-the-value”").last()).toBeVisible();
    await page.getByRole("button", { name: /^Per nameserver.*the TXT record$/ }).click();
    await look(page, "wrong");

    await api("DELETE", "/sandbox/records", { name, type, value: "not-the-value" });
    await publish(name, type, value);
    await publish(alias.host, alias.type, alias.value);
    await expect(step(page, 3)).toContainText("done", { timeout: LIVE_TIMEOUT_MS });
  });

  test("each copy button copies exactly what a DNS form wants", async ({ page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await open(page, await connect("shop.copy.test"));
    const copied = async (button: string) => {
      await page.getByRole("button", { name: button, exact: true }).click();
      return page.evaluate(() => navigator.clipboard.readText());
    };
    expect(await copied("Copy the host of the TXT record")).toBe("_customdomain-challenge.shop");
    expect(await copied("Copy the value of the TXT record")).toMatch(/^cd-verify-[\w-]+$/);
    expect(await copied("Copy the host of the CNAME record")).toBe("shop");
    expect(await copied("Copy the full host name of the CNAME record")).toBe("shop.copy.test");
    expect(await copied("Copy the value of the CNAME record")).not.toMatch(/\.$/);
  });

  test("the records leave as a zone file and as Terraform", async ({ page }) => {
    await open(page, await connect("shop.export.test"));
    await page.getByRole("button", { name: "Export" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText("shop.export.test. 300 IN CNAME")).toBeVisible();
    const download = page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Download" }).click();
    expect((await download).suggestedFilename()).toBe("shop.export.test.zone");
    await dialog.getByText("Terraform").click();
    await expect(dialog.getByText("cloudflare_dns_record").first()).toBeVisible();
  });

  test("a share link works without signing in, shows nothing of the tenant's, and is gone once it is revoked", async ({
    page,
    browser,
  }) => {
    const connection = await connect("shop.share.test");
    await open(page, connection);
    await page.getByRole("button", { name: "Send instructions" }).click();
    await page.getByRole("button", { name: "Make a link" }).click();
    const dialog = page.getByRole("dialog");
    const url = new URL((await dialog.locator("code").filter({ hasText: "/connect/" }).textContent()) ?? "");
    await expect(dialog.getByRole("link", { name: "Open in your mail program" })).toHaveAttribute("href", /^mailto:/);

    const stranger = await browser.newContext();
    try {
      const visitor = await stranger.newPage();
      const address = `${latchkey.url}${url.pathname}`;
      const answer = await visitor.goto(address);
      expect(answer?.status()).toBe(200);
      await expect(visitor.getByRole("heading", { level: 1, name: `Connect ${connection.hostname}` })).toBeVisible();
      await expect(visitor.getByText(connection.ownership_challenge.value).first()).toBeVisible();
      await expect(visitor.locator("meta[name=robots]")).toHaveAttribute("content", /noindex/);
      await expect(visitor.getByRole("link", { name: "Connections" })).toHaveCount(0);
      expect(await visitor.content()).not.toContain(connection.id);
      await look(visitor, "shared");

      await dialog.getByRole("button", { name: "Revoke" }).click();
      await expect(dialog.getByText("No link works at the moment.")).toBeVisible();
      expect((await visitor.goto(address))?.status()).toBe(404);
      await expect(visitor.getByRole("heading", { name: "This link does not work any more" })).toBeVisible();
      await look(visitor, "share-revoked");
    } finally {
      await stranger.close();
    }
  });

  test("while the API answers 500 the page keeps what it knows and says why a check failed", async ({ page }) => {
    await open(page, await connect("shop.broken.test"));
    const error = { code: "internal", message: "Something went wrong on our side.", request_id: "req-1" };
    await page.route("**/v1/**", (route) => route.fulfill({ status: 500, json: { error } }));
    await page.getByRole("button", { name: "Check now" }).click();
    await expect(page.getByText(error.message).first()).toBeVisible();
    await expect(page.getByRole("row", { name: /proves ownership/ })).toBeVisible();
    await look(page, "api-500");
  });

  test("while the API hangs the page stays usable and says what is being asked", async ({ page }) => {
    await open(page, await connect("shop.hanging.test"));
    await page.route("**/v1/**", () => undefined);
    await page.getByRole("button", { name: "Check now" }).click();
    await expect(page.getByText(/^Asking every nameserver of hanging\.test/)).toBeVisible();
    await expect(page.getByRole("row", { name: /proves ownership/ })).toBeVisible();
    await look(page, "api-hanging");
    await page.unrouteAll({ behavior: "ignoreErrors" });
  });

  test("a connection that is not there is said to be that", async ({ page }) => {
    await page.goto(`${latchkey.url}/connections/01900000-0000-7000-8000-000000000000`);
    await expect(page.getByRole("heading", { level: 1, name: "There is no such connection" })).toBeVisible();
    await look(page, "not-found");
  });
});

/** axe, no sideways scrolling, and a picture: light and dark, at 390 and 1280 px. */
async function look(page: Page, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.screenshot({ path: `${SHOTS}/${name}-${width}-${colorScheme}.png`, fullPage: true });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  }
}
