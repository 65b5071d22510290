import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "@/e2e/support/accessibility";
import { noSession, test } from "@/e2e/support/browser-test";
import { createConnectionByApi, demoApplication } from "@/e2e/support/wire";

const runId = Math.random().toString(36).slice(2, 8);

/** One blue pixel. */
const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPj/HwADAgH/5ncLdAAAAABJRU5ErkJggg==",
  "base64",
);

test.use({ as: "owner" });

async function textOfMail(page: Page, recipient: string): Promise<string> {
  await page.goto("/sandbox/mails");
  await page.getByRole("link", { name: new RegExp(recipient) }).click();
  await expect(page.getByText(`To ${recipient}`)).toBeVisible();
  return page.getByRole("main").innerText();
}

test("a company sets its brand, its share page and mails have it, and a recipient stops them", async ({
  page,
  api,
  browser,
  baseURL,
}) => {
  await page.goto("/settings/branding");
  await page.getByLabel("Display name").fill("Acme Shops");
  await page.getByRole("textbox", { name: /^Color/ }).fill("#ffd400");
  await expect(page.getByText(/Shown as #[0-9a-f]{6} on light pages/)).toBeVisible();
  await page.getByLabel("Help").fill("help@acme.test");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Branding saved")).toBeVisible();
  const preview = page.getByRole("figure").first();
  await expect(preview).toContainText("Acme Shops asks you to connect");
  const paperOf = (theme: string) =>
    page.locator(`figure [data-scheme=${theme}]`).evaluate((part) => getComputedStyle(part).backgroundColor);
  expect(await paperOf("dark")).not.toBe(await paperOf("light"));

  const files = page.getByLabel("File with your logo");
  await files.setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: Buffer.from("<svg></svg>") });
  await expect(page.getByRole("alert").filter({ hasText: "not a PNG, JPEG or WebP image" })).toBeVisible();
  await files.setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: pixel });
  const logo = page.getByRole("img", { name: "Your logo" });
  await expect(logo).toBeVisible();
  await expect.poll(() => logo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
  await expectAccessible(page);

  const connection = await createConnectionByApi(api, await demoApplication(api), `brand-${runId}.customer.test`);
  const recipient = `it-${runId}@customer.test`;
  const sent = await api("POST", `/v1/connections/${connection.id}/instructions:send`, { to: recipient });
  expect(sent.status, JSON.stringify(sent.body)).toBe(201);
  const text = await textOfMail(page, recipient);
  expect(text).toContain("Acme Shops");

  const visitor = await browser.newPage({ storageState: noSession, baseURL });
  await visitor.goto(/\S+\/connect\/(?!stop)\S+/.exec(text)?.[0] ?? "");
  await expect(visitor.getByRole("heading", { name: "Acme Shops", exact: true })).toBeVisible();
  await expect(visitor.getByText("Powered by Latchkey")).toBeVisible();
  const help = visitor.getByRole("link", { name: "Get help from Acme Shops" });
  await expect(help).toHaveAttribute("href", "mailto:help@acme.test");

  await visitor.goto(/\S+\/connect\/stop\/\S+/.exec(text)?.[0] ?? "");
  await expectAccessible(visitor);
  await visitor.getByRole("button", { name: "Stop these mails" }).click();
  await expect(visitor.getByRole("heading", { name: "No more mails from Acme Shops" })).toBeVisible();
  await visitor.close();
  const again = await api("POST", `/v1/connections/${connection.id}/instructions:send`, { to: recipient });
  expect(again).toMatchObject({ status: 409, body: { error: { code: "invalid_state" } } });

  // Other tests share this sandbox.
  await page.goto("/settings/branding");
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(logo).toHaveCount(0);
  for (const label of ["Display name", "Help"]) await page.getByLabel(label).fill("");
  await page.getByRole("textbox", { name: /^Color/ }).fill("");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(preview).toContainText("Demo asks you to connect");
});
