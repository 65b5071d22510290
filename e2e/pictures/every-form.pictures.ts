import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { writeContactSheet } from "@/e2e/pictures/contact-sheet";
import { seedDomains } from "@/e2e/pictures/seed-domains";
import { withoutData } from "@/e2e/pictures/without-data";
import { test } from "@/e2e/support/browser-test";
import { createPageIds, type PageIds, type Place, places } from "@/e2e/support/places";

// Every page, empty, full, loading and failing, at two widths, light and dark. PICTURES=team,usage takes those pages only.
test.describe.configure({ mode: "serial" });

const folder = join(".artifacts", "pictures");
const chosen = process.env.PICTURES?.split(",");
const wanted = places.filter(({ name }) => chosen?.includes(name) ?? true);
const maxHeight = 4_000;

const people = ["owner", "staff", "visitor"] as const;
let ids: PageIds;

test.beforeAll(async ({ sandbox: _ }) => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});

for (const person of people) {
  test.describe(`empty, as ${person}`, () => {
    test.use({ as: person });
    for (const place of wanted.filter((one) => (one.by ?? "owner") === person && needsNothing(one)))
      test(place.name, ({ page }) => takePictures(page, place, "empty", () => open(page, place.path({} as PageIds))));
  });
}

test.describe("with data", () => {
  test.beforeAll(async ({ playwright, sandbox, sessions }) => {
    const staff = await playwright.request.newContext({ baseURL: sandbox.url, storageState: sessions.staff });
    ids = await createPageIds(sandbox, staff);
    await seedDomains(sandbox);
    await staff.dispose();
  });

  for (const person of people) {
    test.describe(`as ${person}`, () => {
      test.use({ as: person });
      for (const place of wanted.filter((one) => (one.by ?? "owner") === person)) {
        test(`full: ${place.name}`, ({ page }) => takePictures(page, place, "full", () => open(page, place.path(ids))));
        if (person === "visitor") continue;
        test(`loading: ${place.name}`, ({ page }) =>
          takePictures(page, place, "loading", () => openSkeleton(page, place)));
        test(`failing: ${place.name}`, ({ page }) =>
          takePictures(page, place, "failing", () => openFailing(page, place)));
      }
    });
  }
});

test("the contact sheet", async ({ page }) => {
  await writeContactSheet(
    page,
    folder,
    wanted.map(({ name }) => name),
  );
});

/** Whether the page can be opened in an account without any data. */
function needsNothing({ path }: Place): boolean {
  try {
    return !path({} as PageIds).includes("undefined");
  } catch {
    return false;
  }
}

async function takePictures(page: Page, { name }: Place, form: string, show: () => Promise<void>): Promise<void> {
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await show();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.screenshot({
        path: join(folder, `${name}-${form}-${width}-${colorScheme}.png`),
        fullPage: height <= maxHeight,
        animations: "disabled",
      });
    }
  }
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
}

/** What a click shows before the server has answered. */
async function openSkeleton(page: Page, place: Place): Promise<void> {
  await page.goto(elsewhere(place));
  await page.evaluate((href) => {
    const link = document.createElement("a");
    link.href = href;
    link.addEventListener("click", (event) => event.preventDefault());
    document.body.append(link);
    link.click();
    link.remove();
  }, place.path(ids));
  await expect(page.locator("[data-navigation-progress]")).toBeAttached();
  await page.waitForTimeout(300);
}

/** The page while every call of the API fails, also those that the server made ahead. */
async function openFailing(page: Page, place: Place): Promise<void> {
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.goto(elsewhere(place));
  const envelope = { error: { code: "internal", message: "Something went wrong.", request_id: "request-1" } };
  await page.route("**/v1/**", (route) => route.fulfill({ status: 500, json: envelope }));
  await page.route(/_rsc=/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: withoutData(await response.text()) });
  });
  await page.evaluate((href) => {
    const { router } = (window as unknown as { next: { router: { push: (to: string) => void } } }).next;
    router.push(href);
  }, place.path(ids));
  await page.waitForURL(`**${place.path(ids)}`);
  await page.waitForTimeout(2_500);
}

/** A page from which this one can be opened. */
function elsewhere({ by, path }: Place): string {
  const [start, other] = by === "staff" ? ["/support/edges", "/support/tenants"] : ["/settings", "/team"];
  return path(ids) === start ? other : start;
}
