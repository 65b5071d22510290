import { expect, type Page } from "@playwright/test";
import { test } from "@/e2e/support/browser-test";
import { challenge } from "@/lib/dns/records/challenge";
import { timeLimit } from "@/scripts/time-limit.mjs";

const runId = Math.random().toString(36).slice(2, 8);
const hostname = `shop.pages-${runId}.test`;

test.use({ as: "owner" });

async function addHostname(page: Page, name: string): Promise<void> {
  await page.goto("/connections/new");
  await page.getByLabel("Hostname", { exact: true }).fill(`  ${name} `);
  await page.getByLabel("Hostname", { exact: true }).press("Enter");
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

test("a hostname goes from typed to pointing, and the page follows automatically", async ({ page }) => {
  await addHostname(page, hostname);
  await page.evaluate(() => document.body.setAttribute("data-same-document", "yes"));
  const steps = page.getByRole("list", { name: "The path to live" }).getByRole("listitem");
  await expect(steps.nth(0)).toHaveAttribute("aria-current", "step");

  await page.getByRole("button", { name: "Check now" }).click();
  await expect(page.getByText(`There is no TXT record at ${challenge.name(hostname)} yet.`)).toBeVisible();

  await page.getByRole("button", { name: "Publish in the sandbox zone: the TXT record" }).click();
  await expect(steps.nth(0)).toContainText("done", { timeout: timeLimit(60_000) });
  await expect(steps.nth(1)).toHaveAttribute("aria-current", "step");

  await page.getByRole("button", { name: "Publish in the sandbox zone: the CNAME record" }).click();
  await expect(steps.nth(1)).toContainText("done", { timeout: timeLimit(60_000) });
  await expect(page.getByText("All records are in place")).toBeVisible();
  await expect(page.locator("body")).toHaveAttribute("data-same-document", "yes");

  await page.goto("/connections");
  await page.getByLabel("Search domains").fill(`pages-${runId}`);
  await expect(page.getByRole("link", { name: new RegExp(hostname) })).toBeVisible();
});

test("a wrong TXT value is shown beside the expected one", async ({ page, request }) => {
  const name = `wrong.pages-${runId}.test`;
  await request.post("/sandbox/records", {
    data: { name: challenge.name(name), type: "TXT", value: "not-the-value" },
  });
  await addHostname(page, name);
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(
    page.getByRole("article", { name: /proves ownership/ }).getByText("not-the-value", { exact: true }),
  ).toBeVisible();
});

test("the host is copied relative to the zone, and the value without quotes", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const name = `copy.pages-${runId}.test`;
  await addHostname(page, name);
  await page.getByRole("button", { name: "Copy the name of the TXT record" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(challenge.name("copy"));
  await page.getByRole("button", { name: "Copy the value of the TXT record" }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(new RegExp(`^${challenge.value("[\\w-]+")}$`));
});

test("a connection is archived only after a confirmation", async ({ page }) => {
  await addHostname(page, `archive.pages-${runId}.test`);
  await page.getByRole("button", { name: "Archive", exact: true }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("button", { name: "Check now" })).toBeVisible();
  await page.getByRole("button", { name: "Archive", exact: true }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Archive domain" }).click();
  await expect(page.getByText("the domain is archived")).toBeVisible();
  await expect(page.getByRole("button", { name: "Check now" })).toHaveCount(0);
});

test("the zone page adds and deletes a record, and says why one is refused", async ({ page }) => {
  const name = `zone.pages-${runId}.test`;
  await page.goto("/sandbox");
  await page.getByLabel("Type", { exact: true }).selectOption("A");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Value", { exact: true }).fill("300.1.1.1");
  await page.getByRole("button", { name: "Add" }).click();
  await expect(page.getByText("An A record holds an IPv4 address")).toBeVisible();
  await expect(page.getByLabel("Value", { exact: true })).toBeFocused();
  await page.getByLabel("Value", { exact: true }).fill("192.0.2.1");
  await page.getByRole("button", { name: "Add" }).click();
  const remove = page.getByRole("button", { name: `Delete A ${name}` });
  await remove.click();
  await expect(page.getByText(`Deleted A ${name}.`)).toBeVisible();
  await expect(remove).toHaveCount(0);
});
