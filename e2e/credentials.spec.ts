import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "@/e2e/support/accessibility";
import { test } from "@/e2e/support/browser-test";
import { sandboxKey } from "@/e2e/support/latchkey";
import { type PowerDns, startPowerDns } from "@/e2e/support/powerdns";

const runId = Math.random().toString(36).slice(2, 8);
let server: PowerDns;
let application: string;

test.use({ as: "owner" });

test.beforeAll(async ({ sandbox }) => {
  server = await startPowerDns([{ name: `${runId}.acme.test` }, { name: `${runId}.other.test` }]);
  const created = await sandbox.api(sandboxKey)("POST", "/v1/applications", { name: runId, environment: "test" });
  application = (created.body as { id: string }).id;
});
test.afterAll(() => server.stop());

async function fill(page: Page, apiKey: string): Promise<void> {
  await page.goto(`/applications/${application}/credentials/new`);
  const provider = page.getByRole("combobox", { name: "DNS provider" });
  await provider.fill("power");
  await provider.press("Enter");
  await page.getByLabel("API address").fill(server.baseUrl);
  await page.getByLabel("API key").fill(apiKey);
  await page.getByLabel("Name", { exact: true }).fill(`Ours ${runId}`);
  await page.getByRole("button", { name: "Try and store" }).press("Enter");
}

test("a credential is tried, refused with what to do, stored, tried again and deleted, by keyboard", async ({
  page,
}) => {
  await page.goto(`/applications/${application}/credentials`);
  await expect(page.getByText("No DNS credentials yet")).toBeVisible();
  await fill(page, "not-the-key-of-this-server");
  await expect(page.getByRole("alert").filter({ hasText: "does not accept this credential" })).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/applications/${application}/credentials`);
  await expect(page.getByText("No DNS credentials yet")).toBeVisible();

  await fill(page, server.apiKey);
  await expect(page).toHaveURL(/\/credentials$/);
  const card = page.getByRole("article", { name: `Ours ${runId}` });
  await expect(card).toContainText(`Writes ${runId}.acme.test, ${runId}.other.test`);
  await expect(card).toContainText(`••••${server.apiKey.slice(-4)}`);
  expect(await page.content()).not.toContain(server.apiKey);
  expect(await server.call("GET", `/${runId}.acme.test.`)).not.toContain("_latchkey-probe");

  await card.getByRole("button", { name: /Try .* again/ }).press("Enter");
  await expect(card.getByText("a record was written, read and removed in")).toBeVisible();
  await expectAccessible(page);

  await card.getByRole("button", { name: /Delete/ }).press("Enter");
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("Records that it wrote stay published");
  await dialog.getByRole("button", { name: "Delete credential" }).press("Enter");
  await expect(page.getByText("No DNS credentials yet")).toBeVisible();
});
