import { expect, type Page, type Route } from "@playwright/test";
import { test } from "@/e2e/support/browser-test";
import { sandboxKey } from "@/e2e/support/latchkey";
import { createConnectionByApi, demoApplication } from "@/e2e/support/wire";

// What a slow network shows. The answers are held back until the page has shown what it can without them: an order of
// events, and no measured time.
test.use({ as: "owner" });

const name = `slow-${Math.random().toString(36).slice(2, 8)}`;

test.beforeAll(async ({ sandbox }) => {
  const api = sandbox.api(sandboxKey);
  const application = await demoApplication(api);
  for (const sub of ["one", "two"]) await createConnectionByApi(api, application, `${sub}.${name}.test`);
});

const bar = (page: Page) => page.locator("[data-navigation-progress=running]");
const heading = (page: Page, text: string) => page.getByRole("heading", { level: 1, name: text });

/** Holds back every answer of a page until `release`: from before the first page on, so that no skeleton was loaded ahead. */
async function holdPages(page: Page): Promise<{ release: () => Promise<void>; asked: () => string[] }> {
  const held: Route[] = [];
  let released = false;
  const asked: string[] = [];
  await page.route(/[?&]_rsc=/, async (route) => {
    asked.push(route.request().url());
    if (released) await route.continue();
    else held.push(route);
  });
  return {
    asked: () => asked,
    release: async () => {
      released = true;
      await Promise.all(held.splice(0).map((route) => route.continue().catch(() => undefined)));
    },
  };
}

test("a click on a row shows the bar, the row and the skeleton with what the list knows, before any answer", async ({
  page,
}) => {
  const pages = await holdPages(page);
  await page.goto(`/connections?q=${name}`);
  const row = page.getByRole("link", { name: `one.${name}.test` });
  await row.click();
  await expect(bar(page)).toBeAttached();
  // The skeleton soon hides the list, where the row stays marked.
  await expect(page.getByRole("link", { name: `one.${name}.test`, includeHidden: true })).toHaveAttribute(
    "data-pending",
    "true",
  );
  await expect(heading(page, `one.${name}.test`)).toBeVisible();
  await expect(page.locator("main [aria-busy=true]")).toBeVisible();
  await expect(page.getByRole("table")).toBeHidden();
  await pages.release();
  await expect(bar(page)).toHaveCount(0);
  await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
  await expect(heading(page, `one.${name}.test`)).toBeVisible();
});

test("navigation shows progress and a skeleton with the page's own header before any answer", async ({ page }) => {
  const pages = await holdPages(page);
  await page.goto("/settings");
  const team = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Team" });
  await team.click();
  await expect(bar(page)).toBeAttached();
  await expect(team).toHaveAttribute("data-pending", "true");
  await expect(heading(page, "Team")).toBeVisible();
  // Another click is another page: the first one is no longer waited for.
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Audit log" }).click();
  await expect(heading(page, "Audit log")).toBeVisible();
  await pages.release();
  await expect(bar(page)).toHaveCount(0);
  await expect(heading(page, "Audit log")).toBeVisible();
});

test("a page that the pointer rests on is asked for before it is clicked", async ({ page }) => {
  await page.goto(`/connections?q=${name}`);
  const pages = await holdPages(page);
  await pages.release();
  await page.getByRole("link", { name: `two.${name}.test` }).hover();
  await expect.poll(() => pages.asked().some((url) => /\/connections\/[0-9a-f-]{36}/.test(url))).toBe(true);
});

test("the address of no page is a 404 in the shell, with a search and ways on", async ({ page }) => {
  const response = await page.goto("/no-such-page/at-all");
  expect(response?.status()).toBe(404);
  await expect(page).toHaveTitle("Page not found · Latchkey");
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  await page.getByRole("main").getByRole("button", { name: "Search" }).click();
  await expect(page.getByRole("dialog", { name: "Search or run a command" })).toBeVisible();
});

test("each tab of an application has its own title", async ({ page, api }) => {
  const application = await demoApplication(api);
  await page.goto(`/applications/${application}`);
  await expect(page).toHaveTitle("Demo shop · Latchkey");
  for (const tab of ["Records", "Keys"]) {
    await page.getByRole("navigation", { name: "Application" }).getByRole("link", { name: tab }).click();
    await expect(page).toHaveTitle(`${tab} · Demo shop · Latchkey`);
  }
});
