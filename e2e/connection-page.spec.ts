import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { expectViews } from "@/e2e/support/accessibility";
import { noSession, test } from "@/e2e/support/browser-test";
import { requestThroughEdge } from "@/e2e/support/edge-request";
import type { Api } from "@/e2e/support/latchkey";
import { createConnectionByApi, demoApplication, type WireConnection } from "@/e2e/support/wire";
import { challenge } from "@/lib/dns/records/challenge";
import { timeLimit } from "@/scripts/time-limit.mjs";

const LIVE_TIMEOUT_MS = timeLimit(60_000);

test.use({ as: "owner" });

/** Names below one domain of this run: the sandbox is shared with other files. */
const runId = Math.random().toString(36).slice(2, 8);
const zone = (name: string) => `${name}-${runId}.test`;

const connect = async (api: Api, hostname: string) => createConnectionByApi(api, await demoApplication(api), hostname);
const open = async (page: Page, { id, hostname }: Pick<WireConnection, "id" | "hostname">) => {
  await page.goto(`/connections/${id}`);
  await expect(page.getByRole("heading", { level: 1, name: hostname })).toBeVisible();
};
const publish = async (api: Api, name: string, type: string, value: string) => {
  expect((await api("POST", "/sandbox/records", { name, type, value })).status).toBe(201);
};
const step = (page: Page, index: number) =>
  page.getByRole("list", { name: "The path to live" }).getByRole("listitem").nth(index);

test("from the first check to live: published with one click, followed automatically, reached over HTTPS", async ({
  page,
  api,
  sandbox,
}) => {
  const connection = await connect(api, `shop.${zone("first")}`);
  await open(page, connection);
  await page.evaluate(() => document.body.setAttribute("data-same-document", "yes"));
  await expect(step(page, 0)).toHaveAttribute("aria-current", "step");
  await page.getByRole("button", { name: "Publish in the sandbox zone: the TXT record" }).click();
  await expect(step(page, 0)).toContainText("done", { timeout: LIVE_TIMEOUT_MS });
  await page.getByRole("button", { name: "Publish in the sandbox zone: the CNAME record" }).click();
  await expect(step(page, 3)).toContainText("done", { timeout: LIVE_TIMEOUT_MS });
  await expect(page.getByText("visitors reach this domain over HTTPS")).toBeVisible();
  await expect(page.locator("body")).toHaveAttribute("data-same-document", "yes");

  const { status, body } = await requestThroughEdge({
    port: sandbox.edge.httpsPort,
    hostname: connection.hostname,
    ca: readFileSync(join(sandbox.dataDir, "caddy/pki/authorities/local/root.crt"), "utf8"),
  });
  expect(status, body).toBe(200);

  const timeline = page.getByRole("region", { name: "Timeline" });
  await expect(timeline.getByText("The domain is live", { exact: true })).toBeVisible();
  await timeline.getByRole("button", { name: "The domain is live" }).click();
  await expect(timeline.getByText("Getting certificate → Live").first()).toBeVisible();
  await expectViews(page, "connection-live");

  await page.getByRole("button", { name: "Archive", exact: true }).click();
  await expect(page.getByRole("alertdialog")).toContainText("The domain is released");
  await page.getByRole("alertdialog").getByRole("button", { name: "Archive domain" }).click();
  await expect(page.getByText("the domain is archived")).toBeVisible();
  await expect(page.getByRole("button", { name: "Check now" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Visit" })).toBeHidden();
  await expect(step(page, 3)).toContainText("was done");
  const certificate = page.getByRole("region", { name: "Certificate" });
  await expect(certificate).toContainText("Not renewed any more");
  await expect(certificate).not.toContainText(/automatically/i);
  await expectViews(page, "connection-archived");
});

test("a wrong record: the page says which, its value and how to fix it; once fixed, the connection goes live", async ({
  page,
  api,
}) => {
  const connection = await connect(api, `shop.${zone("wrong")}`);
  const { name, type, value } = connection.ownership_challenge;
  const [alias] = connection.desired_records;
  if (!alias) throw new Error("nothing is desired");
  await publish(api, name, type, "not-the-value");
  await open(page, connection);
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(page.getByText("but not with the expected value")).toBeVisible({ timeout: LIVE_TIMEOUT_MS });
  const proof = page.getByRole("article", { name: /proves ownership/ });
  await expect(proof.getByText("Published now: not-the-value")).toBeVisible();

  await expect(proof.getByRole("heading", { name: "The TXT record has another value" })).toBeVisible({
    timeout: LIVE_TIMEOUT_MS,
  });
  await expect(proof.getByText(value).first()).toBeVisible();
  await expect(proof.getByRole("button", { name: "Copy the value of the TXT record" })).toBeVisible();
  const title = "Diagnosis: The TXT record has another value";
  const timeline = page.getByRole("region", { name: "Timeline" });
  await timeline.getByRole("button", { name: "Show all with evidence" }).click();
  // The oldest entry with that title is the one that reported the problem.
  await timeline.getByLabel(`Evidence of: ${title}`).last().click();
  await expect(timeline.getByText("“not-the-value”").last()).toBeVisible();
  await proof.getByText("Per nameserver").click();
  await expectViews(page, "connection-wrong");

  await api("DELETE", "/sandbox/records", { name, type, value: "not-the-value" });
  await publish(api, name, type, value);
  await publish(api, alias.host, alias.type, alias.value);
  await expect(step(page, 3)).toContainText("done", { timeout: LIVE_TIMEOUT_MS });
});

test("each copy button copies exactly what a DNS form takes", async ({ page, context, api }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, await connect(api, `shop.${zone("copy")}`));
  const expectCopied = async (button: string, text: RegExp) => {
    await page.getByRole("button", { name: button, exact: true }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(text);
  };
  await expectCopied("Copy the name of the TXT record", new RegExp(`^${challenge.name("shop")}$`));
  await expectCopied("Copy the value of the TXT record", new RegExp(`^${challenge.value("[\\w-]+")}$`));
  await expectCopied("Copy the name of the CNAME record", /^shop$/);
  await expectCopied("Copy the full name of the CNAME record", new RegExp(`^shop\\.${zone("copy")}$`));
  await expectCopied("Copy the value of the CNAME record", /^edge\.latchkey\.test$/);
});

test("the records can be exported as a zone file and as Terraform", async ({ page, api }) => {
  await open(page, await connect(api, `shop.${zone("export")}`));
  await page.getByRole("button", { name: "Export" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(`shop.${zone("export")}. 300 IN CNAME`)).toBeVisible();
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toBe(`shop.${zone("export")}.zone`);
  await dialog.getByText("Terraform").click();
  await expect(dialog.getByText("cloudflare_dns_record").first()).toBeVisible();
});

test("a share link leads somebody without an account through the steps, and stops working once it is revoked", async ({
  page,
  browser,
  api,
  sandbox,
}) => {
  const connection = await connect(api, `shop.${zone("share")}`);
  const { name, value } = connection.ownership_challenge;
  // A CNAME cannot be added beside it: the instructions must name it.
  await publish(api, connection.hostname, "A", "192.0.2.80");
  await open(page, connection);
  await page.getByRole("button", { name: "Send instructions" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Create link" }).click();
  const url = new URL((await dialog.locator("code").filter({ hasText: "/connect/" }).textContent()) ?? "");
  await expect(dialog.getByText("Not opened yet")).toBeVisible();
  const text = dialog.getByRole("region", { name: "Text of the email" });
  await expect(text).toContainText(url.href);
  await expect(text).toContainText(/Delete this record:\s+Type:\s+A\s/, { timeout: LIVE_TIMEOUT_MS });
  await expect(text).toContainText("192.0.2.80");
  await expect(dialog.getByRole("link", { name: "Open in your email app" })).toHaveAttribute("href", /^mailto:/);

  const signedOut = await browser.newContext({ storageState: noSession, viewport: { width: 390, height: 844 } });
  try {
    const visitor = await signedOut.newPage();
    const address = `${sandbox.url}${url.pathname}`;
    const answer = await visitor.goto(address);
    expect(answer?.status()).toBe(200);
    await expect(visitor.getByRole("heading", { name: "3 records to set" })).toBeVisible();
    await expect(visitor.getByText(`asks you to connect ${connection.hostname}`)).toBeVisible();
    await expect(visitor).toHaveTitle(new RegExp(`^Connect ${connection.hostname} · `));
    await expect(visitor.locator("meta[property='og:title']")).toHaveAttribute("content", /asks you to connect/);
    await expect(visitor.locator("meta[name=robots]")).toHaveAttribute("content", /noindex/);
    await expect(visitor.getByText("Sign in where you registered")).toBeVisible();
    await expect(visitor.getByRole("link", { name: "Domains" })).toHaveCount(0);
    expect(await visitor.content()).not.toContain(connection.id);
    expect(await visitor.content()).not.toMatch(/nameserver per|Blocking|Evidence/);
    const steps = visitor.getByRole("region", { name: /^(Delete|Add|Change) / });
    await expect(steps).toHaveCount(3);
    await expect(steps.nth(0)).toHaveAccessibleName(`Delete A ${connection.hostname}`);
    await expect(steps.nth(0)).toContainText("192.0.2.80");
    await expectViews(visitor, "connection-shared");

    // Followed to the letter.
    expect((await api("DELETE", "/sandbox/records", { name: connection.hostname, type: "A" })).status).toBeLessThan(
      300,
    );
    await publish(api, name, "TXT", value);
    await publish(api, connection.hostname, "CNAME", connection.desired_records[0]?.value ?? "");
    await visitor.getByRole("button", { name: "I have set them" }).click();
    const live = visitor.getByRole("heading", { name: `${connection.hostname} is connected` });
    await expect(live).toBeVisible({ timeout: LIVE_TIMEOUT_MS });
    await expectViews(visitor, "connection-shared-live");

    await page.reload();
    await page.getByRole("button", { name: "Send instructions" }).click();
    await expect(dialog.getByText(/^Opened/)).toBeVisible();
    await dialog.getByRole("button", { name: "Revoke" }).click();
    await expect(dialog.getByText("No active links.")).toBeVisible();
    expect((await visitor.goto(address))?.status()).toBe(404);
    await expect(visitor.getByRole("heading", { name: "This link does not work any more" })).toBeVisible();
    await expectViews(visitor, "connection-share-revoked");
  } finally {
    await signedOut.close();
  }
});

test("while the API returns 500, the page keeps its data and says why a check failed", async ({ page, api }) => {
  await open(page, await connect(api, `shop.${zone("broken")}`));
  const error = { code: "internal", message: "Something went wrong on our side.", request_id: "req-1" };
  await page.route("**/v1/**", (route) => route.fulfill({ status: 500, json: { error } }));
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(page.getByText(error.message).first()).toBeVisible();
  await expect(page.getByRole("article", { name: /proves ownership/ })).toBeVisible();
  await expectViews(page, "connection-api-500");
});

test("while the API hangs, the page stays usable and says what is loading", async ({ page, api }) => {
  await open(page, await connect(api, `shop.${zone("hanging")}`));
  await page.route("**/v1/**", () => undefined);
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(page.getByText(`Querying every nameserver of ${zone("hanging")}`)).toBeVisible();
  await expect(page.getByRole("article", { name: /proves ownership/ })).toBeVisible();
  await expectViews(page, "connection-api-hanging");
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

test("a connection that does not exist is reported as not found", async ({ page }) => {
  await page.goto("/connections/01900000-0000-7000-8000-000000000000");
  await expect(page.getByRole("heading", { level: 1, name: "There is no such domain" })).toBeVisible();
  await expectViews(page, "connection-not-found");
});

test("metadata is added, changed and removed on the page, and the reference of the tenant is among it", async ({
  page,
  api,
}) => {
  const connection = await connect(api, `shop.${zone("metadata")}`);
  await open(page, connection);
  const section = page.getByRole("region", { name: "Metadata" });
  await section.getByRole("heading", { name: "Metadata" }).click();
  const stored = async () =>
    ((await api("GET", `/v1/connections/${connection.id}`)).body as { metadata: unknown }).metadata;
  await section.getByRole("button", { name: "Add metadata" }).click();
  await section.getByLabel("Value of reference").fill("customer-4711");
  await section.getByRole("button", { name: "Add metadata" }).click();
  await section.getByLabel("Name of entry 2").fill("plan name");
  await section.getByLabel("Value of plan name").fill("pro");
  await section.getByRole("button", { name: "Save" }).click();
  await expect(section.getByText("A name has a letter")).toBeVisible();
  await section.getByLabel("Name of plan name").fill("planName");
  await section.getByRole("button", { name: "Save" }).click();
  await expect.poll(stored).toEqual({ reference: "customer-4711", planName: "pro" });
  await section.getByRole("button", { name: "Remove reference" }).click();
  await section.getByRole("button", { name: "Save" }).click();
  await expect.poll(stored).toEqual({ planName: "pro" });
  await page.reload();
  await section.getByRole("heading", { name: "Metadata" }).click();
  await expect(section.getByLabel("Value of planName")).toHaveValue("pro");
  await expectViews(page, "connection-metadata");
});
