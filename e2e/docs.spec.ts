import { expect } from "@playwright/test";
import { expectViews } from "@/e2e/support/accessibility";
import { test } from "@/e2e/support/browser-test";
import { errorStatus } from "@/lib/kernel/errors";

for (const path of ["/docs/api", "/docs/errors"]) {
  test(`${path} is accessible, fits, and loads nothing from elsewhere`, async ({ page, sandbox }) => {
    const hosts = new Set<string>();
    page.on("request", (request) => hosts.add(new URL(request.url()).host));
    await page.setViewportSize({ width: 390, height: 900 });
    await page.goto(path);
    await page.getByText("Contents", { exact: true }).click();
    await expectViews(page, path.slice(1).replace("/", "-"));
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
  await page.goto("/docs/api");
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
  const operations = Object.values<Record<string, { operationId: string; summary: string }>>(document.paths)
    .flatMap((methods) => Object.values(methods))
    .map(({ operationId, summary }) => `${operationId}: ${summary}`);
  // One query for all: the page is long, and there are more than a hundred.
  const shown = await page
    .locator("article h3")
    .evaluateAll((all) => all.map(({ id, textContent }) => `${id}: ${textContent}`));
  expect(shown.sort()).toEqual(operations.sort());
});

test("the request of an endpoint is copied", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/docs/api");
  await page.getByRole("button", { name: "Copy the request: Get a connection" }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/^curl "\$LATCHKEY_URL\/v1\/connections\/[\w-]+" \\\n {2}-H "Authorization: Bearer \$LATCHKEY_KEY"$/);
});
