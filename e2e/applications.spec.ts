import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, type Page } from "@playwright/test";
import { expectAccessible, expectLoadedViews } from "@/e2e/support/accessibility";
import { noSession, test } from "@/e2e/support/browser-test";
import { timeLimit } from "@/scripts/time-limit.mjs";

const runId = Math.random().toString(36).slice(2, 8);
const run = promisify(execFile);

test.use({ as: "owner" });

async function createApplication(page: Page, name: string): Promise<string> {
  await page.goto("/applications");
  await page.getByRole("button", { name: "Create application" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await expect(page).toHaveURL(/\/applications\/[0-9a-f-]{36}\/quick-start$/);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  return page.url().replace(/\/quick-start$/, "");
}

/** Creates a key on the open page, confirms that its secret is stored, and returns the secret. */
async function createKey(page: Page, name: string): Promise<string> {
  await page.getByRole("button", { name: "Create key" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "Create key" }).click();
  const once = page.getByRole("dialog", { name: /Store the key/ });
  const secret = (await once.locator("code").first().innerText()).trim();
  await page.keyboard.press("Escape");
  await expect(once.getByText("Store it first")).toBeVisible();
  await once.getByRole("checkbox").check();
  await once.getByRole("button", { name: "Done" }).click();
  await expect(once).toHaveCount(0);
  return secret;
}

test("an application is created, its key works, and stops working once it is revoked", async ({
  page,
  playwright,
  baseURL,
}) => {
  const base = await createApplication(page, `Keys ${runId}`);
  await page.goto(`${base}/keys`);
  const secret = await createKey(page, "Production server");
  expect(secret).toMatch(/^sk_test_/);
  const row = page.getByRole("row", { name: /Production server/ });
  await expect(row).toContainText(`sk_test_…${secret.slice(-4)}`);
  await expect(row).toContainText("Never");
  expect(await page.content()).not.toContain(secret);

  const asServer = await playwright.request.newContext({
    storageState: noSession,
    extraHTTPHeaders: { authorization: `Bearer ${secret}` },
  });
  try {
    const list = () => asServer.get(`${baseURL}/v1/connections`);
    expect((await list()).status()).toBe(200);

    await row.getByRole("button", { name: "Revoke Production server" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).click();
    expect((await list()).status()).toBe(200);
    await row.getByRole("button", { name: "Revoke Production server" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Revoke key" }).click();
    await expect(row.getByText("Revoked", { exact: true })).toBeVisible();
    expect((await list()).status()).toBe(401);
  } finally {
    await asServer.dispose();
  }
});

test("the samples of Quick start run unchanged", async ({ page }) => {
  const base = await createApplication(page, `Samples ${runId}`);
  await page.goto(`${base}/keys`);
  const env = {
    PATH: process.env.PATH,
    LATCHKEY_KEY: await createKey(page, "Samples"),
  } as unknown as NodeJS.ProcessEnv;
  await page.goto(`${base}/quick-start`);

  for (const language of ["curl", "Node", "Python"]) {
    for (const [label, hostname, wanted] of [
      [
        "the request that connects a domain",
        `${language.toLowerCase()}.samples-${runId}.test`,
        "_customdomain-challenge",
      ],
      ["the request that creates a widget token", `token.samples-${runId}.test`, "eyJ"],
    ] as const) {
      const block = page.getByRole("tablist", { name: `Languages of ${label}` }).locator("../..");
      await block.getByRole("tab", { name: language }).click();
      const code = await block.getByRole("tabpanel").innerText();
      const [command, args] = commandOf(language, code.replaceAll(/shop\d*\.[a-z0-9-]+\.test/g, hostname));
      const { stdout } = await run(command, args, { env, timeout: timeLimit(60_000) });
      expect(stdout, `${language}: ${label}`).toContain(wanted);
    }
  }
});

function commandOf(language: string, code: string): [string, string[]] {
  if (language === "curl") return ["bash", ["-c", code]];
  return language === "Node" ? [process.execPath, ["--input-type=module", "-e", code]] : ["python3", ["-c", code]];
}

test("custom records: errors at their fields, the preview as customers see it, and a warning before changes are lost", async ({
  page,
}) => {
  const base = await createApplication(page, `Records ${runId}`);
  await page.goto(`${base}/records`);
  await page.getByRole("radio", { name: "Your own" }).check({ force: true });
  const first = page.getByRole("group", { name: "Record 1" });
  await first.getByLabel("Type").selectOption("A");
  await first.getByLabel("Value").fill("300.1.1.1");
  await first.getByLabel("TTL (s)").focus();
  await expect(first.getByText("“300.1.1.1” is not an IPv4 address.")).toBeVisible();
  await expect(first.getByLabel("Value")).toHaveAttribute("aria-invalid", "true");

  await page.getByRole("button", { name: "Save records" }).click();
  await expect(first.getByText("“300.1.1.1” is not an IPv4 address.")).toBeVisible();
  await expect(first.getByLabel("Value")).toBeFocused();

  await first.getByLabel("Value").fill("192.0.2.10");
  await page.getByRole("button", { name: "Add a record" }).click();
  const second = page.getByRole("group", { name: "Record 2" });
  await second.getByLabel("Host").fill("www.{{hostname}}");
  await second.getByLabel("Value").fill("{{edge_hostname}}");
  const apex = page.getByRole("list", { name: "For an apex: example.com" });
  await expect(apex.getByRole("listitem").nth(0)).toContainText("192.0.2.10");
  await expect(apex.getByRole("listitem").nth(1)).toContainText("www.example.com");
  await expect(apex).not.toContainText("{{");

  await page.getByRole("link", { name: "Keys", exact: true }).click();
  await page.getByRole("button", { name: "Stay", exact: true }).click();
  await expect(second.getByLabel("Host")).toHaveValue("www.{{hostname}}");

  await page.getByRole("button", { name: "Save records" }).click();
  await expect(page.getByText("Records saved")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("group", { name: "Record 2" }).getByLabel("Host")).toHaveValue("www.{{hostname}}");
  await page.getByRole("link", { name: "Keys", exact: true }).click();
  await expect(page).toHaveURL(/\/keys$/);
});

test("settings: an invalid upstream is reported at the field, origins are saved immediately", async ({ page }) => {
  const base = await createApplication(page, `Settings ${runId}`);
  await page.goto(base);
  const upstream = page.getByLabel("Upstream");
  await upstream.fill("https://shops.example.net/cart");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Only the scheme, host and port: https://shops.example.net.")).toBeVisible();
  await expect(upstream).toBeFocused();
  await upstream.fill("https://shops.example.net");
  const host = page.getByLabel("Host header");
  await host.fill("shop-123.herokuapp.com:443");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Only a hostname, such as shop-123.herokuapp.com")).toBeVisible();
  await host.fill("Shop-123.herokuapp.com");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();

  const origin = page.getByLabel("Add an origin");
  await origin.fill("app.example.net");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByText("Begin with https:// or http://")).toBeVisible();
  await origin.fill("https://app.example.net/");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByText("https://app.example.net", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Upstream")).toHaveValue("https://shops.example.net");
  await expect(page.getByLabel("Host header")).toHaveValue("shop-123.herokuapp.com");
  await page.getByRole("button", { name: "Remove https://app.example.net" }).click();
  await expect(page.getByText("https://app.example.net", { exact: true })).toHaveCount(0);
});

test("an application in use is not deleted and says why; an unused one is deleted after its name is typed", async ({
  page,
  baseURL,
}) => {
  const name = `Delete ${runId}`;
  const base = await createApplication(page, name);
  const headers = { origin: baseURL ?? "" };
  const id = base.split("/").at(-1);
  const created = await page.request.post("/v1/connections", {
    headers,
    data: { application_id: id, hostname: `in-use.${runId}.test` },
  });
  expect(created.status()).toBe(201);
  await page.goto(base);
  const remove = async () => {
    await page.getByRole("button", { name: "Delete application" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete application" }).click();
    await expect(page.getByText("This does not match")).toBeVisible();
    await page.getByRole("alertdialog").getByRole("textbox").fill(name);
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete application" }).click();
  };
  await remove();
  await expect(page.getByText("it still has 1 domain that is not archived")).toBeVisible();
  await expect(page.getByRole("link", { name: "View it" })).toHaveAttribute(
    "href",
    `/connections?application_id=${id}&env=test`,
  );

  const archived = await page.request.delete(`/v1/connections/${(await created.json()).id}`, { headers });
  expect(archived.ok()).toBe(true);
  await remove();
  await expect(page).toHaveURL(/\/applications\?env=\w+$/);
  await expect(page.getByRole("row", { name: new RegExp(name) })).toHaveCount(0);
});

test("members see why they cannot use these pages, instead of errors", async ({ page, browser, baseURL }) => {
  const email = `reader-${runId}@example.com`;
  const headers = { origin: new URL(baseURL ?? "").origin };
  const invited = await page.request.post("/v1/invitations", { headers, data: { email, role: "member" } });
  expect(invited.status()).toBe(201);
  const { data } = await (await page.request.get("/v1/applications")).json();
  const context = await browser.newContext({ storageState: noSession });
  try {
    const other = await context.newPage();
    await expect(async () => {
      await other.goto("/sandbox/mails");
      await other.getByRole("link", { name: new RegExp(`Join Demo.*${email}`) }).click({ timeout: timeLimit(2_000) });
    }).toPass();
    await expect(other.getByRole("heading", { level: 1, name: /Join Demo/ })).toBeVisible();
    await other.getByRole("main").getByRole("link").first().click();
    await other.getByLabel("Password", { exact: true }).fill("correct horse battery staple");
    await other.getByRole("button", { name: "Create account and join" }).click();
    await other.waitForURL((url) => !url.pathname.startsWith("/invitations"));
    for (const [path, title] of [
      ["/applications", "Applications"],
      [`/applications/${data[0].id}`, "Application"],
      [`/applications/${data[0].id}/keys`, "Application"],
      ["/webhooks", "Webhooks"],
      ["/webhooks/deliveries", "Webhooks"],
    ] as const) {
      await other.goto(path);
      await expect(other.getByRole("heading", { level: 1, name: title, exact: true })).toBeVisible();
      await expect(other.getByRole("heading", { name: "You do not have access to this page" })).toBeVisible();
      await expect(other.getByRole("button", { name: /Create/ })).toHaveCount(0);
      await expect(other.getByRole("alert").filter({ hasText: /could not/ })).toHaveCount(0);
      expect(await other.content()).not.toContain(data[0].name);
    }
    await expectAccessible(other);
  } finally {
    await context.close();
  }
});

test("while the API fails or hangs, the form keeps its input, and the page says so", async ({ page }) => {
  await page.goto("/applications");
  await expect(page.getByRole("row", { name: /Demo shop/ })).toBeVisible();
  await page.route("**/v1/applications", (route) =>
    route.request().method() === "POST"
      ? route.fulfill({
          status: 500,
          json: { error: { code: "internal", message: "Something went wrong on our side." } },
        })
      : route.continue(),
  );
  await page.getByRole("button", { name: "Create application" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Broken");
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await expect(dialog.getByRole("alert")).toHaveText("Something went wrong on our side.");
  await expect(dialog.getByLabel("Name")).toHaveValue("Broken");

  await page.unroute("**/v1/applications");
  await page.route("**/v1/applications", () => undefined);
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await expect(dialog.getByRole("button", { name: "Creating…" })).toHaveAttribute("aria-disabled", "true");
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

test("each state of the pages is accessible and fits", async ({ page }) => {
  const { data } = await (await page.request.get("/v1/applications?limit=100")).json();
  const { id } = data.find((one: { name: string }) => one.name === "Demo shop");
  const base = `/applications/${id}`;
  const view = (name: string) => expectLoadedViews(page, name);
  await page.goto("/applications");
  await page.getByRole("button", { name: "Create application" }).click();
  await view("applications-create");
  await page.goto(`${base}/records`);
  await page.getByRole("radio", { name: "Your own" }).check({ force: true });
  await view("application-records-own");
  page.once("dialog", (dialog) => void dialog.accept());
  await page.goto(`${base}/keys`);
  await page.getByRole("button", { name: "Create key" }).click();
  await view("application-keys-create");
});
