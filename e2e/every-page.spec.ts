import { type BrowserContext, expect, type Page } from "@playwright/test";
import { expectViews } from "@/e2e/support/accessibility";
import { test as base } from "@/e2e/support/browser-test";
import { createPageIds, type PageIds, type Place, places } from "@/e2e/support/places";

// Every page of an owner, support staff and a visitor: small and large, light and dark; and each page while the API works,
// fails and hangs.
/** One context per worker and person: in a new one, the browser would load and compile the same scripts for each page. */
const test = base.extend<object, { contexts: Map<string, BrowserContext> }>({
  contexts: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's dependencies from this pattern
    async ({}, use) => {
      const contexts = new Map<string, BrowserContext>();
      await use(contexts);
      for (const context of contexts.values()) await context.close();
    },
    { scope: "worker" },
  ],
  context: async ({ as, baseURL, browser, contexts, storageState }, use) => {
    const context = contexts.get(as) ?? (await browser.newContext({ baseURL, storageState }));
    contexts.set(as, context);
    await use(context);
    for (const page of context.pages()) await page.close();
  },
});
test.describe.configure({ mode: "parallel" });

let ids: PageIds;

test.beforeAll(async ({ playwright, sandbox, sessions }) => {
  const staff = await playwright.request.newContext({ baseURL: sandbox.url, storageState: sessions.staff });
  ids = await createPageIds(sandbox, staff);
  await staff.dispose();
});

for (const person of ["owner", "staff", "visitor"] as const) {
  test.describe(`as ${person}`, () => {
    test.use({ as: person });
    for (const place of places.filter(({ by = "owner" }) => by === person)) {
      test(`${place.name}: is accessible and fits`, ({ page }) => expectFits(page, place));
      if (place.live)
        test(`${place.name}: survives while the API returns 500, while it hangs, and offline`, ({ page }) =>
          expectSurvivesFailures(page, place));
    }
  });
}

async function expectFits(page: Page, place: Place): Promise<void> {
  await page.setViewportSize({ width: 390, height: 900 });
  await open(page, place);
  await expectViews(page, place.name);
}

async function expectSurvivesFailures(page: Page, place: Place): Promise<void> {
  const context = page.context();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  const envelope = { error: { code: "internal", message: "Something went wrong.", request_id: "test" } };
  await page.route("**/v1/**", (route) => route.fulfill({ status: 500, json: envelope }));
  await open(page, place);
  await page.unroute("**/v1/**");
  await page.route("**/v1/**", () => undefined);
  await open(page, place);
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await context.setOffline(true);
  await expect(page.getByText("You are offline.")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText("You are offline.")).toBeHidden();
  expect(faults).toEqual([]);
}

async function open(page: Page, place: Place): Promise<void> {
  await page.goto(place.path(ids));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText("Something went wrong on this page");
}
