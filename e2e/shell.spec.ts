import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "@/e2e/support/accessibility";
import { test } from "@/e2e/support/browser-test";
import { sandboxKey } from "@/e2e/support/latchkey";
import { signIn } from "@/e2e/support/sign-in";
import { createConnectionByApi, demoApplication } from "@/e2e/support/wire";
import { demoPeople } from "@/lib/runtime/sandbox/demo-people";
import { timeLimit } from "@/scripts/time-limit.mjs";

const runId = Math.random().toString(36).slice(2, 8);
const hostname = `shop.shell-${runId}.test`;
const paper = { light: "rgb(246, 245, 241)", dark: "rgb(18, 19, 17)" };

test.use({ as: "owner" });

test.beforeAll(async ({ sandbox }) => {
  const api = sandbox.api(sandboxKey);
  await createConnectionByApi(api, await demoApplication(api), hostname);
});

const background = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
const palette = (page: Page) => page.getByRole("dialog", { name: "Search or run a command" });
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });

/** Keys work once the page is hydrated. */
async function openPalette(page: Page): Promise<void> {
  await expect(async () => {
    if (await palette(page).isHidden()) await page.keyboard.press("Control+k");
    await expect(palette(page)).toBeVisible({ timeout: timeLimit(1_000) });
  }).toPass();
}

test("a signed-out visitor is redirected to sign in, and back to the requested page", async ({ page }) => {
  await page.context().clearCookies();
  const answer = await page.request.get("/connections?state=live", { maxRedirects: 0 });
  expect(answer.status()).toBe(307);
  expect(answer.headers().location).toBe(`/sign-in?next=${encodeURIComponent("/connections?state=live")}`);
});

test("the palette finds and opens a hostname with the keyboard alone, and then lists it as recent", async ({
  page,
}) => {
  await page.goto("/sandbox");
  await openPalette(page);
  await page.keyboard.type(`shell-${runId}`);
  await expect(page.getByRole("group", { name: "Domains" }).getByRole("option")).toHaveCount(1);
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(heading(page, hostname)).toBeVisible();
  await expect(palette(page)).toBeHidden();
  // The page itself, and not the skeleton that has its name already.
  await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
  await openPalette(page);
  await expect(page.getByRole("group", { name: "Recent" }).getByRole("option", { name: hostname })).toBeVisible();
});

test("the palette finds a domain by its URL and a member by name or address, and says how many there are", async ({
  page,
}) => {
  await page.goto("/sandbox");
  await openPalette(page);
  const options = (group: string) => page.getByRole("group", { name: group }).getByRole("option");
  const status = palette(page).getByRole("status");
  await page.keyboard.insertText(`https://*.${hostname}:443/cart?x=1`);
  await expect(options("Domains")).toHaveText([new RegExp(hostname)]);
  await expect(status).toHaveText("1 result");
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.insertText(demoPeople.owner.email.toUpperCase());
  await expect(options("Members")).toHaveCount(1);
  await expect(status).toHaveText("1 result");
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.insertText("019aa6c4-7d1e-7c3a-9b1a-0f2d3c4b5a69");
  await expect(options("Audit log")).toHaveCount(1);
});

test("the palette runs actions, and finds applications and documents", async ({ page }) => {
  await page.goto("/sandbox");
  await openPalette(page);
  const options = (group: string) => page.getByRole("group", { name: group }).getByRole("option");
  await page.keyboard.type("add");
  await expect(options("Actions").first()).toHaveText("Add a domain");
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("demo");
  await expect(options("Applications").first()).toContainText("Demo");
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("retries");
  await expect(options("Documentation").first()).toBeVisible();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("dark");
  await page.keyboard.press("Enter");
  await expect(palette(page)).toBeHidden();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("the palette opens pages, says if there are no results, and Escape restores the focus", async ({ page }) => {
  await page.goto("/sandbox");
  const search = page.getByRole("button", { name: "Search", exact: true });
  await search.focus();
  await openPalette(page);
  await page.keyboard.type("no-such-thing-anywhere");
  await expect(page.getByText("No results for “no-such-thing-anywhere”.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(palette(page)).toBeHidden();
  await expect(search).toBeFocused();
  await openPalette(page);
  await page.keyboard.type("domains");
  await page.keyboard.press("Enter");
  await expect(heading(page, "Domains")).toBeVisible();
});

test("single-key shortcuts open pages and the help, but not while typing, and not once they are disabled", async ({
  page,
}) => {
  await page.goto("/connections");
  await openPalette(page);
  await page.keyboard.press("Escape");
  await expect(palette(page)).toBeHidden();
  await page.keyboard.press("/");
  await expect(page.locator("main input[type=search]")).toBeFocused();
  await page.keyboard.type("gd?");
  await expect(page.locator("main input[type=search]")).toHaveValue("gd?");
  await page.locator("body").click({ position: { x: 2, y: 2 } });
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await expect(heading(page, "Customer DNS")).toBeVisible();
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(help).toBeVisible();
  await expectAccessible(page);
  await help.getByRole("switch").uncheck();
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await page.keyboard.press("?");
  await expect(help).toBeHidden();
  await expect(heading(page, "Customer DNS")).toBeVisible();
});

test("the first Tab reaches a link that skips to the content", async ({ page }) => {
  await page.goto("/connections");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.locator("#content")).toBeFocused();
});

test("a chosen theme applies before the first paint, whatever the system's theme, and can be reset", async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/connections");
  expect(await background(page)).toBe(paper.light);
  await page.getByRole("button", { name: /^Your account/ }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect.poll(() => background(page)).toBe(paper.dark);

  // Without our script files, only the page itself can have set it.
  await page.route("**/_next/static/**/*.js", (route) => route.abort());
  await page.reload();
  expect(await background(page)).toBe(paper.dark);
  await page.unroute("**/_next/static/**/*.js");

  await page.goto("/connections");
  await page.getByRole("button", { name: /^Your account/ }).click();
  await page.getByRole("menuitemradio", { name: "System" }).click();
  await expect.poll(() => background(page)).toBe(paper.light);
});

test("on a small screen, the navigation is in a drawer that traps the focus and closes after a choice", async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/connections");
  await expect(page.getByRole("navigation", { name: "Main" })).toBeHidden();
  const opener = page.getByRole("button", { name: "Open menu" });
  await opener.click();
  const drawer = page.getByRole("dialog", { name: "Menu" });
  await expect(drawer).toBeVisible();
  await expect(drawer.getByRole("link", { name: "Domains" })).toHaveAttribute("aria-current", "page");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(opener).toBeFocused();
  await opener.click();
  await drawer.getByRole("link", { name: "Customer DNS" }).click();
  await expect(heading(page, "Customer DNS")).toBeVisible();
  await expect(drawer).toBeHidden();
});

test("the list is in the HTML, before any script has run", async ({ page }) => {
  expect(await (await page.request.get("/connections")).text()).toContain(hostname);
});

test("an unknown URL shows a page inside the shell, and its links work", async ({ page }) => {
  await page.goto("/connections/no-id");
  await expect(heading(page, "Page not found")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "All domains" }).click();
  await expect(heading(page, "Domains")).toBeVisible();
});

test("offline, the page says so, keeps its content, and its links wait", async ({ page, context }) => {
  await page.goto("/sandbox");
  await expect(page.getByRole("region", { name: "Zone" })).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByText("You are offline.")).toBeVisible();
  await page.getByRole("link", { name: "Domains" }).click();
  await expect(page.getByText("Pages open again once you are back online.")).toBeVisible();
  await expect(page.getByRole("region", { name: "Zone" })).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText("You are offline.")).toBeHidden();
  await page.getByRole("link", { name: "Domains" }).click();
  await expect(heading(page, "Domains")).toBeVisible();
});

test("signing out ends the session and clears the recent list", async ({ page, sandbox }) => {
  // The tests' shared session must survive this test.
  await page.context().clearCookies();
  await signIn(page.request, demoPeople.owner, sandbox.url);
  await page.goto("/connections");
  await page.getByRole("button", { name: /^Your account/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL(/\/sign-in/);
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("recent")))).toEqual([]);
  expect((await page.request.get("/v1/session")).status()).toBe(401);
});
