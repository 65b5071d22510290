import { expect } from "@playwright/test";
import { test } from "@/e2e/support/browser-test";
import { demoApplication } from "@/e2e/support/wire";
import { timeLimit } from "@/scripts/time-limit.mjs";
import { de } from "@/widget/texts/de";
import { format } from "@/widget/texts/format";

// The sandbox's sample page, as somebody uses it who tries the product for the first time.
const runId = Math.random().toString(36).slice(2, 8);
const LIVE_TIMEOUT_MS = timeLimit(60_000);

test.use({ as: "owner" });

test("in the sandbox, the sample page goes from an expired token to a live domain, beside its events", async ({
  page,
  api,
}) => {
  // The newest application comes first, and does not know of the sample page.
  await api("POST", "/v1/applications", { name: `Newest ${runId}`, environment: "test" });
  const domain = `play.p-${runId}.test`;
  // The whole sample page: what stands at the bottom of a frame cannot be scrolled to from inside.
  await page.setViewportSize({ width: 1280, height: 1400 });
  await page.goto("/sandbox/widget");
  await page.getByLabel("Domain to begin with").fill(domain);
  await page.getByLabel("Language").selectOption("de");
  await page.getByLabel("The next token has expired").check();
  const shop = page.frameLocator("iframe[title='Sample page of a customer']");
  await shop.getByRole("button", { name: /connect a domain/i }).click();
  const dialog = shop.getByRole("dialog");
  // With a good token in place of the expired one, it goes on without a click.
  await dialog.getByRole("button", { name: de.common.next, exact: true }).click();
  await dialog.getByRole("button", { name: de.records.button, exact: true }).click();
  await page.getByRole("button", { name: "Publish the records" }).click();
  const done = format(de.success.title, { domain }, "de");
  await expect(dialog.getByRole("heading", { name: done })).toBeVisible({ timeout: LIVE_TIMEOUT_MS });
  const events = page.getByRole("list", { name: "Events, the newest first" });
  await expect(events.getByRole("listitem").filter({ hasText: "connectdomain:success" })).toHaveCount(1);
  await expect(events.getByRole("listitem").filter({ hasText: /expired/i })).not.toHaveCount(0);
});

test("who connected a domain is on its page, in the words of whoever minted the token", async ({ page, api }) => {
  const input = {
    application_id: await demoApplication(api),
    hostname: `by.p-${runId}.test`,
    end_user_ref: "user-4711",
  };
  const { id } = (await api("POST", "/v1/connections", input)).body as { id: string };
  await page.goto(`/connections/${id}`);
  await expect(page.getByText("Connected by user-4711")).toBeVisible();
});
