import { expect } from "@playwright/test";
import { expectAccessible } from "@/e2e/support/accessibility";
import { test } from "@/e2e/support/browser-test";

const runId = Math.random().toString(36).slice(2, 8);

test.use({ as: "owner" });

test("one switch between test and live: in the URL, in lists, on links, and remembered", async ({ page }) => {
  const create = async (environment: "test" | "live") => {
    const answer = await page.request.post("/v1/applications", {
      headers: { origin: new URL(page.url()).origin },
      data: { name: `${environment} ${runId}`, environment },
    });
    expect(answer.ok()).toBe(true);
    return (await answer.json()).id as string;
  };
  await page.goto("/applications?env=test");
  const ids = { test: await create("test"), live: await create("live") };
  const sides = page.getByRole("navigation", { name: "Environment" });
  const row = (environment: "test" | "live") => page.getByRole("row", { name: new RegExp(`${environment} ${runId}`) });

  await page.reload();
  await expect(row("test")).toBeVisible();
  await expect(row("live")).toHaveCount(0);
  await expect(page.locator("[data-tint=test]")).toHaveCount(1);
  await expectAccessible(page);

  await sides.getByRole("link", { name: "Live" }).click();
  await expect(page).toHaveURL(/\/applications\?env=live$/);
  await expect(row("live")).toBeVisible();
  await expect(row("test")).toHaveCount(0);
  await expect(page.locator("[data-tint=test]")).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Webhooks" })).toHaveAttribute("href", "/webhooks?env=live");

  // An object shows its own environment, and its list is that of the object.
  await page.goto(`/applications/${ids.test}`);
  await expect(sides.getByRole("link", { name: "Test" })).toHaveAttribute("aria-current", "true");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Applications" }).click();
  await expect(page).toHaveURL(/\/applications\?env=test$/);
  await expect(row("test")).toBeVisible();

  // The last choice is what the next visit begins with.
  await page.goto("/webhooks");
  await expect(page).toHaveURL(/\/webhooks\?env=live$/);
  await page.keyboard.press("e");
  await expect(page).toHaveURL(/\/webhooks\?env=test$/);

  await page.goto("/usage");
  await expect(page.getByRole("button", { name: /^Change to (Pro|Growth|Enterprise)$/ })).toHaveCount(0);
  await expect(page.getByText("Ask the operator of this installation.").first()).toBeVisible();

  for (const id of Object.values(ids)) {
    await page.request.delete(`/v1/applications/${id}`, { headers: { origin: new URL(page.url()).origin } });
  }
});
