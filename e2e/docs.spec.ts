import { expect } from "@playwright/test";
import { expectViews } from "@/e2e/support/accessibility";
import { test } from "@/e2e/support/browser-test";
import { errorStatus } from "@/lib/kernel/errors";

// One of each kind. components/docs/docs.test.tsx checks the links and anchors of all of them.
for (const path of ["/docs", "/docs/hostnames", "/docs/api", "/docs/api/connections", "/docs/errors"]) {
  test(`${path} is accessible, fits, and loads nothing from elsewhere`, async ({ page, sandbox }) => {
    const hosts = new Set<string>();
    page.on("request", (request) => hosts.add(new URL(request.url()).host));
    await page.setViewportSize({ width: 390, height: 900 });
    await page.goto(path);
    if (path !== "/docs") await page.getByText("Contents", { exact: true }).click();
    await expectViews(page, path.slice(1).replaceAll("/", "-"));
    expect([...hosts]).toEqual([new URL(sandbox.url).host]);
  });
}

test("the doc_url of a refusal leads to its section", async ({ page, request }) => {
  const answer = await request.get("/v1/connections?color=red", { headers: { authorization: "Bearer sk_test_demo" } });
  expect(answer.status()).toBe(400);
  const { error } = await answer.json();
  const url = new URL(error.doc_url);
  await page.goto(`${url.pathname}${url.hash}`);
  await expect(page.locator(":target")).toHaveText("invalid");
  await expect(page.locator(":target")).toBeInViewport();
});

test("every error code has its anchor, and each is linked from the reference", async ({ page }) => {
  await page.goto("/docs/errors");
  for (const code of Object.keys(errorStatus)) await expect(page.locator(`h2#${code}`)).toHaveText(code);
  await page.goto("/docs/api/connections");
  await page.locator('#createConnection ~ * a[href="/docs/errors#HostnameConflict"]').first().click();
  await expect(page).toHaveURL(/\/docs\/errors#HostnameConflict$/);
});

test("the reference shows what the document says", async ({ page, request }) => {
  const served = await request.get("/v1/openapi.json", { headers: { origin: "https://elsewhere.example" } });
  expect(served.headers()["access-control-allow-origin"]).toBe("*");
  const document = await served.json();
  expect(document.openapi).toMatch(/^3\.1\./);
  await page.goto("/docs/api");
  await expect(page).toHaveTitle("API reference · Latchkey");
  const operations = Object.values<Record<string, { summary: string }>>(document.paths)
    .flatMap((methods) => Object.values(methods))
    .map(({ summary }) => summary);
  const shown = await page.locator("main li a > span:first-child").allTextContents();
  expect(shown.sort()).toEqual(operations.sort());
});

test("a link to an endpoint of the former single page leads to where it is now", async ({ page }) => {
  await page.goto("/docs");
  await page.evaluate(() => location.assign("/docs/api#createConnection"));
  await expect(page).toHaveURL(/\/docs\/api\/connections#createConnection$/);
  await expect(page.locator(":target")).toBeInViewport();
});

test("the search finds sections, endpoints and misspelled words, with the keyboard alone", async ({ page }) => {
  await page.goto("/docs");
  const search = page.getByRole("combobox", { name: "Search the documentation" });
  const found = page.getByRole("option");
  await search.fill("drifted");
  await expect(found.first()).toBeVisible();
  await search.fill("postgresq");
  await expect(found.first()).toBeVisible();
  await search.fill("widgit token");
  await expect(found.first()).toContainText("Widget tokens");
  await search.fill("connect a hostname");
  await expect(found.first()).toContainText("Connect a hostname");
  await search.press("Enter");
  await expect(page).toHaveURL(/\/docs\/api\/connections#createConnection$/);
  await search.fill("nothingiscalledso");
  await expect(page.getByText("Nothing found.")).toBeVisible();
  await search.press("Escape");
  await expect(page.getByText("Nothing found.")).toBeHidden();
});

test("the search says that its index cannot be loaded, and loads it on request", async ({ page }) => {
  await page.route("**/docs/search.json", (route) => route.abort());
  await page.goto("/docs");
  await page.getByRole("combobox", { name: "Search the documentation" }).fill("webhooks");
  await expect(page.getByText("The index of the documentation could not be loaded.")).toBeVisible();
  await page.unroute("**/docs/search.json");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("option").first()).toBeVisible();
});

test("the request of an endpoint is copied", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/docs/api/connections");
  await page.getByRole("button", { name: "Copy the request: Get a connection" }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/^curl "\$LATCHKEY_URL\/v1\/connections\/[\w-]+" \\\n {2}-H "Authorization: Bearer \$LATCHKEY_KEY"$/);
});
