import { readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import { z } from "zod";
import { expectLoadedViews, expectViews } from "@/e2e/support/accessibility";
import { test } from "@/e2e/support/browser-test";
import { failUntilClicked } from "@/e2e/support/fail-until-clicked";
import { sandboxKey } from "@/e2e/support/latchkey";
import { timeLimit } from "@/scripts/time-limit.mjs";

const runId = Math.random().toString(36).slice(2, 8);
const slowStepMs = timeLimit(60_000);

test.use({ as: "owner" });

// New hostnames are checked every two seconds: hundreds of them would keep the sandbox busy for all later tests.
test.afterEach(async ({ api }) => {
  for (;;) {
    const { body } = await api("GET", "/v1/connections?state=pending_ownership&limit=100");
    const { data } = z.object({ data: z.array(z.object({ id: z.string() })) }).parse(body);
    if (data.length === 0) return;
    expect((await api("POST", "/v1/connections:archive", { ids: data.map(({ id }) => id) })).status).toBe(200);
  }
});

const rows = (page: Page) => page.getByRole("table", { name: "Domains" }).locator("tbody tr");
const chip = (page: Page, name: string) =>
  page.getByRole("group", { name: "States" }).getByRole("button", { name: new RegExp(`^${name}`) });

/** Connects `count` names below one domain of this run through the API. */
async function connectMany(page: Page, domain: string, count: number): Promise<string[]> {
  const headers = { authorization: `Bearer ${sandboxKey}` };
  const { data } = await (await page.request.get("/v1/applications", { headers })).json();
  const names = Array.from({ length: count }, (_, index) => `n${String(index).padStart(3, "0")}.${domain}`);
  const answer = await page.request.post("/v1/connections:batch", {
    headers,
    data: { application_id: data[0].id, batch_id: domain, items: names.map((hostname) => ({ hostname })) },
  });
  expect(answer.status(), await answer.text()).toBe(200);
  return names;
}

test("a list of 200 with invalid lines: each is validated, sent and reported, and the result can be downloaded", async ({
  page,
}) => {
  const domain = `many-${runId}.test`;
  const [taken] = await connectMany(page, `taken-${runId}.test`, 1);
  const good = Array.from({ length: 194 }, (_, index) => `shop-${index}.${domain}`);
  const bad = [`https://x.${domain}/`, "not a name", "localhost", `SHOP-0.${domain}`];
  const lines = [String(taken), ...good.slice(0, 50), ...bad, ...good.slice(50), "co.uk"];
  expect(lines).toHaveLength(200);

  await page.goto("/connections/import");
  await page.getByLabel("Hostnames", { exact: true }).fill(lines.join("\n"));
  await expect(page.getByText("Ready 196", { exact: true })).toBeVisible();
  await page.getByText("Problems 4").click();
  await expect(page.getByRole("row", { name: /not a name/ })).toContainText("A hostname cannot contain spaces.");
  await expect(page.getByRole("row", { name: /SHOP-0/ })).toContainText("Duplicate of line 2.");

  await page.getByLabel("Batch").fill(`batch-${runId}`);
  await page.getByRole("button", { name: "Connect 196 domains" }).click();
  await expect(page.getByText("200 rows: 195 connected, 1 already connected, 0 refused, 4 left out.")).toBeVisible({
    timeout: slowStepMs,
  });
  await page.getByText("Failures 4").click();
  await expect(page.getByRole("row", { name: /co\.uk/ })).toContainText("public suffix");
  await page.getByText("Already there 1", { exact: true }).click();
  const link = page.getByRole("row", { name: new RegExp(`taken-${runId}`) }).getByRole("link", { name: "Open it" });
  await expect(link).toHaveAttribute("href", /^\/connections\/[0-9a-f-]{36}$/);

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download results" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`batch-${runId}-results.csv`);
  const csv = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\r\n");
  expect(csv).toHaveLength(201);
  expect(csv.filter((line) => line.includes(",connected,"))).toHaveLength(195);

  await page.getByRole("link", { name: "View in the table" }).click();
  await expect(page).toHaveURL(new RegExp(`batch_id=batch-${runId}`));
  await expect(rows(page)).toHaveCount(50);
  await page.getByRole("button", { name: "Load more" }).click();
  await expect(rows(page)).toHaveCount(100);
  await expect(chip(page, "All")).toContainText("195");
});

test("a CSV file can be dropped or chosen, and the right column is read", async ({ page }) => {
  await page.goto("/connections/import");
  await page.getByLabel("File with domains").setInputFiles({
    name: "customers.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`customer;domain\nAcme;a.csv-${runId}.test\n"Beta; Co";b.csv-${runId}.test\n`),
  });
  await expect(page.getByText("Ready 2", { exact: true })).toBeVisible();
  await expect(page.getByText("From the column domain")).toBeVisible();
});

test("lists and broken files lose no name, each name has its own result, and a column can be chosen", async ({
  page,
}) => {
  const domain = `lost-${runId}.test`;
  const names = (letters: string) => letters.split("").map((letter) => `${letter}.${domain}`);
  await page.goto("/connections/import");
  const field = page.getByLabel("Hostnames", { exact: true });
  const file = page.getByLabel("File with domains");
  const choose = (text: string, encoding: BufferEncoding = "utf8") =>
    file.setInputFiles({ name: "list.csv", mimeType: "text/csv", buffer: Buffer.from(text, encoding) });

  // Several names in each of several lines.
  await field.fill(`${names("ab").join(", ")}\n${names("cd").join(", ")}`);
  await expect(page.getByText("Ready 4", { exact: true })).toBeVisible();
  // Quotes that are not balanced, and others within a cell.
  await choose(`customer,domain\nAcme,e.${domain}\n"Beta,f.${domain}\nGamma,g.${domain}\nDelta,h.${domain}`);
  await expect(page.getByText("Ready 4", { exact: true })).toBeVisible();
  await choose(`Kunde;Domäne\nAcme;i.${domain}\n"Zum Bären" Gasthof;bär.${domain}`, "latin1");
  await expect(page.getByText("Windows-1252")).toBeVisible();
  await expect(page.getByText(`xn--br-via.${domain}`)).toBeVisible();
  // Two columns of hostnames: the heading decides, and a person can.
  await choose(`server,custom_domain\nweb1.host.test,j.${domain}`);
  await expect(page.getByText("From the column custom_domain")).toBeVisible();
  await expect(page.getByRole("row", { name: new RegExp(`j\\.${domain}`) })).toBeVisible();
  const columns = page.getByRole("group", { name: "Columns to connect" });
  await columns.getByLabel("server").check();
  await expect(page.getByText("Ready 2", { exact: true })).toBeVisible();
  await columns.getByLabel("server").uncheck();
  await expect(page.getByText("Ready 1", { exact: true })).toBeVisible();

  // Names in one line: each has its own result and its own link.
  await field.fill(names("abc").join(", "));
  await page.getByRole("button", { name: "Connect 3 domains" }).click();
  await expect(page.getByText("3 rows: 3 connected, 0 already connected, 0 refused, 0 left out.")).toBeVisible({
    timeout: slowStepMs,
  });
  await expect(page.getByRole("heading", { name: "Done" })).toBeVisible();
  const links = page.getByRole("link", { name: "Open it" });
  await expect(links).toHaveCount(3);
  const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  expect(new Set(hrefs).size).toBe(3);
});

test("the URL contains the view: search, states and sort order can be shared, and the back button undoes them", async ({
  page,
}) => {
  const domain = `view-${runId}.test`;
  await connectMany(page, domain, 12);
  await page.goto("/connections");
  await page.keyboard.press("/");
  await page.keyboard.type(domain);
  await expect(page).toHaveURL(new RegExp(`q=${domain}`));
  await expect(rows(page)).toHaveCount(12);

  await page.getByRole("button", { name: "Domain", exact: true }).click();
  await expect(rows(page).first()).toContainText(`n000.${domain}`);
  await page.getByRole("button", { name: "Domain", exact: true }).click();
  await expect(rows(page).first()).toContainText(`n011.${domain}`);
  await expect(page).toHaveURL(/sort=hostname&order=desc/);

  await chip(page, "Waiting for proof").click();
  await expect(page).toHaveURL(/state=pending_ownership/);
  await expect(chip(page, "Waiting for proof")).toHaveAttribute("aria-pressed", "true");
  await chip(page, "Live").click();
  await chip(page, "Waiting for proof").click();
  await expect(page.getByRole("heading", { name: "No matching domains" })).toBeVisible();

  const shared = page.url();
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL(/state=pending_ownership(&|$)/);
  await expect(rows(page).first()).toContainText(`n011.${domain}`);
  await page.goto(shared);
  await expect(page.getByLabel("Search domains")).toHaveValue(domain);
  await expect(chip(page, "Live")).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(page.getByLabel("Search domains")).toHaveValue("");
  await expect(rows(page).first()).toBeVisible();
});

test("connections added elsewhere appear automatically, without reloading the list", async ({ page }) => {
  const domain = `live-${runId}.test`;
  await page.goto(`/connections?q=${domain}`);
  await expect(page.getByRole("heading", { name: "No matching domains" })).toBeVisible();
  await page.evaluate(() => document.body.setAttribute("data-same-document", "yes"));
  await connectMany(page, domain, 3);
  await expect(rows(page)).toHaveCount(3);
  await expect(chip(page, "Waiting for proof")).toContainText("3");
  await expect(page.locator("body")).toHaveAttribute("data-same-document", "yes");
});

test("a range is selected with shift, archived after a confirmation, and leaves the table", async ({ page }) => {
  const domain = `archive-${runId}.test`;
  await connectMany(page, domain, 8);
  await page.goto(`/connections?q=${domain}&sort=hostname`);
  const box = (index: number) => page.getByRole("checkbox", { name: `Select n00${index}.${domain}` });
  await box(1).click();
  await box(5).click({ modifiers: ["Shift"] });
  await expect(page.getByText("5 selected").first()).toBeVisible();

  await page.getByRole("button", { name: "Archive", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Archive 5 domains?" });
  await expect(dialog).toContainText("You cannot undo this");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(rows(page)).toHaveCount(8);

  await page.getByRole("button", { name: "Archive", exact: true }).click();
  await page.getByRole("button", { name: "Archive 5 domains" }).click();
  const results = page.getByRole("dialog", { name: "Archived" });
  await expect(results).toContainText("5 done.");
  await results.getByRole("button", { name: "Close" }).last().click();
  await expect(rows(page)).toHaveCount(3);
  await chip(page, "Archived").click();
  await expect(rows(page)).toHaveCount(5);
});

test("many are checked at once, and each shows its result", async ({ page }) => {
  const domain = `check-${runId}.test`;
  await connectMany(page, domain, 3);
  await page.goto(`/connections?q=${domain}`);
  await page.getByRole("checkbox", { name: /^Select all shown/ }).click();
  await page.getByRole("button", { name: "Check now" }).click();
  await page.getByRole("button", { name: "Check 3 domains" }).click();
  const results = page.getByRole("dialog", { name: "Checked" });
  await expect(results).toContainText("There is no TXT record", { timeout: slowStepMs });
  await expect(results.getByText("Failed", { exact: true })).toHaveCount(3);
});

test("one hostname: it is analysed while you type, a conflicting connection is shown in advance, and Enter connects", async ({
  page,
}) => {
  const [taken] = await connectMany(page, `one-${runId}.test`, 1);
  await page.goto("/connections");
  await page.keyboard.press("n");
  const field = page.getByLabel("Hostname", { exact: true });
  await expect(field).toBeFocused();
  const analysis = page.getByRole("region", { name: "Analysis" });

  await field.fill(String(taken));
  await expect(analysis).toContainText("You already have a connection", { timeout: slowStepMs });
  await field.press("Enter");
  await expect(page.getByRole("link", { name: "Open it" })).toBeVisible();
  await expect(field).toHaveAttribute("aria-invalid", "true");

  await field.fill("*.acme.test");
  await field.press("Enter");
  await expect(page.getByText("A wildcard cannot be connected.")).toBeVisible();
  await expect(field).toBeFocused();

  await field.fill(`https://Pasted.one-${runId}.test:8443/cart`);
  await expect(page.getByText(`Read as pasted.one-${runId}.test`)).toBeVisible();

  await field.fill(`bücher.one-${runId}.test`);
  await expect(analysis).toContainText(`xn--bcher-kva.one-${runId}.test`, { timeout: slowStepMs });
  await expect(analysis).toContainText("Publish a CNAME");
  await field.press("Enter");
  await expect(page).toHaveURL(/\/connections\/[0-9a-f-]{36}$/);
});

test("rows can be navigated, selected and opened without a mouse", async ({ page }) => {
  const domain = `keys-${runId}.test`;
  await connectMany(page, domain, 3);
  await page.goto(`/connections?q=${domain}&sort=hostname`);
  await expect(rows(page)).toHaveCount(3);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: `n001.${domain}` })).toBeFocused();
  await page.keyboard.press("x");
  await expect(page.getByRole("checkbox", { name: `Select n001.${domain}` })).toBeChecked();
  await page.keyboard.press("k");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/connections\/[0-9a-f-]{36}$/);
});

const fault = {
  status: 500,
  json: { error: { code: "internal", message: "Something went wrong on our side.", request_id: "req-of-the-fault" } },
};

test("while the API returns 500, the page says so with the request id, and retries on request", async ({ page }) => {
  const domain = `fault-${runId}.test`;
  await connectMany(page, domain, 2);
  await page.goto("/connections");
  await page.route(/\/v1\//, (route) => route.fulfill(fault));
  await page.getByLabel("Search domains").fill(domain);
  const alert = page.getByRole("alert").filter({ hasText: "could not be loaded" });
  await expect(alert).toContainText("req-of-the-fault");
  await expectViews(page, "connections-fault");

  await page.unroute(/\/v1\//);
  await page.goto("/connections");
  await failUntilClicked(page, /\/v1\/connections/, fault);
  await page.getByLabel("Search domains").fill(domain);
  await expect(alert).toBeVisible();
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(rows(page)).toHaveCount(2);
});

test("once the API recovers, the page continues automatically", async ({ page }) => {
  const domain = `well-${runId}.test`;
  await connectMany(page, domain, 2);
  await page.goto("/connections");
  await page.route(/\/v1\//, (route) => route.fulfill(fault));
  await page.getByLabel("Search domains").fill(domain);
  await expect(page.getByRole("alert").filter({ hasText: "could not be loaded" })).toBeVisible();
  await page.unroute(/\/v1\//);
  await expect(rows(page)).toHaveCount(2, { timeout: slowStepMs });
});

test("while the API returns 500, a hostname can be typed, and the page says what failed", async ({ page }) => {
  await page.route(/\/v1\//, (route) => route.fulfill(fault));
  await page.goto("/connections/new");
  await page.getByLabel("Hostname", { exact: true }).fill(`a.fault-${runId}.test`);
  await expect(page.getByText("The check failed")).toBeVisible();
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(page.getByText("Something went wrong on our side.").first()).toBeVisible();
});

test("while the API hangs, the page keeps its content and can be left", async ({ page }) => {
  await connectMany(page, `hang-${runId}.test`, 1);
  await page.goto("/connections");
  await expect(rows(page).first()).toBeVisible();
  await page.route(/\/v1\//, () => new Promise(() => {}));
  await page.getByLabel("Search domains").fill("hanging");
  await expect(page.getByRole("table", { name: "Domains" })).toHaveAttribute("aria-busy", "true");
  await expect(rows(page).first()).toBeVisible();
  await page.getByRole("link", { name: "Add a domain" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Add a domain" })).toBeVisible();
  await page.getByLabel("Hostname", { exact: true }).fill(`shop.hang-${runId}.test`);
  await expect(page.getByText("Checking…")).toBeVisible();
  await expect(page.getByRole("button", { name: "Connect", exact: true })).toBeEnabled();
});

test("each state of the pages is accessible and fits", async ({ page }) => {
  const domain = `views-${runId}.test`;
  await connectMany(page, domain, 4);
  const view = (name: string) => expectLoadedViews(page, name);
  await page.goto(`/connections?q=${domain}`);
  await expect(rows(page)).toHaveCount(4);
  await page.getByRole("checkbox", { name: /^Select all shown/ }).click();
  await view("connections-selected");
  await page.getByRole("button", { name: "Archive", exact: true }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await view("connections-archive");
  await page.goto(`/connections/new?hostname=shop.${domain}`);
  await expect(page.getByText("Checked", { exact: true })).toBeVisible({ timeout: slowStepMs });
  await view("connection-new-analysed");
  await page.goto("/connections/import");
  await page.getByLabel("Hostnames", { exact: true }).fill(`a.${domain}\nno name\nn000.${domain}`);
  await expect(page.getByText("Ready 2", { exact: true })).toBeVisible();
  await view("connections-import-preview");
  await page.getByRole("button", { name: "Connect 2 domains" }).click();
  await expect(page.getByText("3 rows: 1 connected, 1 already connected, 0 refused, 1 left out.")).toBeVisible({
    timeout: slowStepMs,
  });
  await view("connections-import-results");
});

test("the list says why each domain waits: filtered by cause, saved as a view, exported, and archived with what is not shown", async ({
  page,
  api,
}) => {
  const domain = `cause-${runId}.test`;
  const count = 55;
  const [wrong, untouched] = await connectMany(page, domain, count);
  const { data } = z
    .object({ data: z.array(z.object({ id: z.string(), hostname: z.string() })) })
    .parse((await api("GET", `/v1/connections?q=${domain}&sort=hostname&limit=2`)).body);
  const diagnose = async (id: string | undefined) => {
    const { body } = await api("GET", `/v1/connections/${id}/diagnosis`);
    return z.object({ findings: z.array(z.object({ code: z.string(), title: z.string() })) }).parse(body).findings[0];
  };
  const absence = await diagnose(data[1]?.id);
  expect(absence?.code).toBe("txt-missing");
  const value = "somebody-elses-value";
  const record = { name: `_customdomain-challenge.${wrong}`, type: "TXT", value };
  expect((await api("POST", "/sandbox/records", record)).status).toBeLessThan(300);
  const mistake = await diagnose(data[0]?.id);
  expect(mistake?.code).toBe("txt-wrong-value");

  await page.goto(`/connections?q=${domain}&sort=hostname`);
  const row = (name: string | undefined) => page.getByRole("row", { name: new RegExp(String(name)) });
  // A check that changed the state after the diagnosis has cleared its cause, until the next one.
  await expect(async () => {
    await diagnose(data[0]?.id);
    await expect(row(wrong)).toContainText(String(mistake?.title), { timeout: timeLimit(2_000) });
  }).toPass();
  await expect(row(untouched)).toContainText(String(absence?.title));
  // Nobody has done anything wrong yet: only the mistake is red.
  await expect(row(wrong).locator(".text-bad")).toHaveCount(1);
  await expect(row(untouched).locator(".text-bad")).toHaveCount(0);
  await expect(chip(page, "Need attention")).toContainText("1");

  const causes = page.getByRole("group", { name: "Causes" });
  await causes.getByRole("button", { name: String(mistake?.title) }).click();
  await expect(page).toHaveURL(/finding=txt-wrong-value/);
  await expect(rows(page)).toHaveCount(1);

  await page.getByRole("button", { name: "Columns", exact: true }).click();
  const options = page.getByRole("dialog", { name: "Columns and density" });
  await options.getByLabel("Since").uncheck();
  await options.getByText("Compact").click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("columnheader", { name: "Since" })).toHaveCount(0);

  await page.getByRole("button", { name: "Views", exact: true }).click();
  const views = page.getByRole("dialog", { name: "Saved views" });
  await views.getByLabel("Name").fill(`Wrong ${runId}`);
  await views.getByRole("button", { name: "Save this view" }).click();
  await expect(views.getByRole("button", { name: `Wrong ${runId}`, exact: true })).toBeVisible();
  await page.evaluate(() => localStorage.clear());
  await page.goto(`/connections?q=${domain}`);
  await expect(page.getByRole("columnheader", { name: "Since" })).toHaveCount(1);
  await page.getByRole("button", { name: "Views", exact: true }).click();
  await views.getByRole("button", { name: `Wrong ${runId}`, exact: true }).click();
  await expect(page).toHaveURL(/finding=txt-wrong-value/);
  await expect(rows(page)).toHaveCount(1);
  await expect(page.getByRole("columnheader", { name: "Since" })).toHaveCount(0);
  await page.getByRole("button", { name: "Views", exact: true }).click();
  await views.getByRole("button", { name: `Delete the view Wrong ${runId}` }).click();
  await expect(views.getByRole("button", { name: `Wrong ${runId}`, exact: true })).toHaveCount(0);
  await page.keyboard.press("Escape");

  await page.goto(`/connections?q=${domain}`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export CSV" }).click(),
  ]);
  const lines = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\r\n");
  expect(lines).toHaveLength(count + 1);
  expect(lines.filter((line) => line.includes("txt-wrong-value"))).toHaveLength(1);

  await expect(rows(page)).toHaveCount(50);
  await page.getByRole("checkbox", { name: /^Select all shown/ }).click();
  await page.getByRole("button", { name: `Select all ${count} that match` }).click();
  await expect(page.getByText(`${count} selected`).first()).toBeVisible();
  await page.getByRole("button", { name: "Archive", exact: true }).click();
  await page.getByRole("button", { name: `Archive ${count} domains` }).click();
  await expect(page.getByRole("dialog", { name: "Archived" })).toContainText(`${count} done.`, { timeout: slowStepMs });
});

test("of a name that is too long for its column, the end stays visible, and the whole name is shown on focus", async ({
  page,
}) => {
  const label = (letter: string) => letter.repeat(63);
  const domain = `long-${runId}.test`;
  const name = `${label("a")}.${label("b")}.${label("c")}.${domain}`;
  const headers = { authorization: `Bearer ${sandboxKey}` };
  const applications = await (await page.request.get("/v1/applications", { headers })).json();
  const data = { application_id: applications.data[0].id, hostname: name };
  expect((await page.request.post("/v1/connections", { headers, data })).status()).toBe(201);
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await page.goto(`/connections?q=${domain}`);
    const link = page.getByRole("link", { name });
    await expect(link).toBeVisible();
    const tail = link.getByText(name.slice(-18), { exact: true });
    await expect(tail).toBeInViewport({ ratio: 1 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
  await page.setViewportSize({ width: 1280, height: 844 });
  await page.goto(`/connections?q=${domain}`);
  await expect(page.getByRole("link", { name })).toBeVisible();
  await page.keyboard.press("j");
  await expect(page.getByRole("tooltip")).toHaveText(name);
});
