import { generateKeyPairSync } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { expectViews } from "@/e2e/support/accessibility";
import { test } from "@/e2e/support/browser-test";
import type { Api } from "@/e2e/support/latchkey";
import { createConnectionByApi, demoApplication } from "@/e2e/support/wire";

test.use({ as: "owner" });

const domain = `mail-${Math.random().toString(36).slice(2, 8)}.test`;
const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const key = `v=DKIM1; k=rsa; p=${publicKey.export({ format: "der", type: "spki" }).toString("base64")}`;

const change = async (api: Api, method: "POST" | "DELETE", type: string, value: string) => {
  const { status, body } = await api(method, "/sandbox/records", { name: domain, type, value });
  expect(status, JSON.stringify(body)).toBeLessThan(300);
};
const publish = (page: Page, type: string) =>
  page
    .getByRole("button", { name: `Publish in the sandbox zone: the ${type} record` })
    .first()
    .click();

test("Google Workspace, from another provider's records to all green, by hand", async ({ page, api }) => {
  await change(api, "POST", "MX", "10 mail.old-host.test");
  await change(api, "POST", "TXT", "v=spf1 mx -all");
  const connection = await createConnectionByApi(api, await demoApplication(api), `shop.${domain}`);
  await page.goto(`/connections/${connection.id}`);
  await page.getByRole("link", { name: "Email DNS" }).click();
  await expect(page.getByText("Choose who receives the mail")).toBeVisible();

  await page.getByLabel("Provider", { exact: true }).selectOption("google_workspace");
  const records = page.getByRole("region", { name: "Records", exact: true });
  await expect(records.getByText("Needs a value")).toBeVisible();
  await expect(page.getByRole("region", { name: "Records to delete" })).toContainText("10 mail.old-host.test");
  const spf = page.getByRole("region", { name: "SPF record" });
  await expect(spf).toContainText("v=spf1 mx include:_spf.google.com -all");
  await expect(spf.getByRole("meter")).toHaveAttribute("aria-valuenow", "2");

  // A key that lost its end is refused at its field, and the other records stay as they are.
  await page.getByLabel("DKIM key").fill(key.slice(0, 255));
  await expect(page.getByText("The key is cut off.")).toBeVisible();
  await page.getByLabel("DKIM key").fill(key);
  await expect(records.getByText(key)).toBeVisible();
  await expectViews(page, "connection-email-report");
  await page.setViewportSize({ width: 1280, height: 900 });

  // As its owner does at the DNS provider: the SPF record is never written.
  await change(api, "DELETE", "TXT", "v=spf1 mx -all");
  await change(api, "POST", "TXT", "v=spf1 mx include:_spf.google.com -all");
  await change(api, "DELETE", "MX", "10 mail.old-host.test");
  await page.getByRole("button", { name: "Check again" }).click();
  await expect(records.getByText("To replace")).toHaveCount(0);
  for (const type of ["MX", "TXT", "TXT"]) {
    const open = await records.getByText("To add").count();
    await publish(page, type);
    await expect(records.getByText("To add")).toHaveCount(open - 1);
  }
  await expect(page.getByText(`Everything is set up: mail for ${domain} arrives`)).toBeVisible();
  await expect(page.getByRole("region", { name: "What is wrong" })).toHaveCount(0);
  await expectViews(page, "connection-email-ready");
});

test("a check that fails says so, and is repeated by hand", async ({ page, api }) => {
  const connection = await createConnectionByApi(api, await demoApplication(api), `other.${domain}`);
  await page.goto(`/connections/${connection.id}/email`);
  const envelope = { error: { code: "internal", message: "Something went wrong.", request_id: "test" } };
  await page.route("**/v1/email/records", (route) => route.fulfill({ status: 500, json: envelope }));
  await page.getByLabel("Provider", { exact: true }).selectOption("fastmail");
  await expect(page.getByText("The records could not be checked")).toBeVisible();
  await page.unroute("**/v1/email/records");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("in1-smtp.messagingengine.com").first()).toBeVisible();
});
