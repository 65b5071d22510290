import { text } from "node:stream/consumers";
import { expect, type Page, test } from "@playwright/test";
import { Client } from "pg";
import { type Api, type Latchkey, sandboxKey, startLatchkey } from "@/e2e/support/latchkey";
import { type Postgres, startPostgres } from "@/e2e/support/postgres";
import { signIn } from "@/e2e/support/sign-in";
import { createConnectionByApi, demoApplication, type WireConnection } from "@/e2e/support/wire";
import { challenge } from "@/lib/dns/records/challenge";
import { demoPeople } from "@/lib/runtime/sandbox/demo-people";
import { timeLimit } from "@/scripts/time-limit.mjs";

const LIVE_TIMEOUT_MS = timeLimit(60_000);

test.describe("the support console", () => {
  // The last test reads the previous tests' actions in the company's log.
  test.describe.configure({ mode: "serial" });
  let postgres: Postgres;
  let latchkey: Latchkey;
  let api: Api;
  // Only elapsed hours, and jobs that failed for days, are written directly into the database.
  let database: Client;
  let connection: WireConnection;
  let tenantId: string;

  test.beforeAll(async () => {
    postgres = await startPostgres({ sharedUrl: process.env.TEST_POSTGRES_URL });
    const databaseUrl = await postgres.createDatabase();
    latchkey = await startLatchkey({ mode: "sandbox", databaseUrl });
    api = latchkey.api(sandboxKey);
    database = new Client({ connectionString: databaseUrl });
    await database.connect();
    connection = await connect("shop.desk.test");
    const found = await database.query("SELECT tenant_id FROM connections WHERE id = $1", [connection.id]);
    tenantId = found.rows[0].tenant_id;
  });

  test.afterAll(async () => {
    await database?.end();
    await latchkey?.stop();
    await postgres?.stop();
  });

  const connect = async (hostname: string) => createConnectionByApi(api, await demoApplication(api), hostname);
  const publish = async (name: string, type: string, value: string) => {
    expect((await api("POST", "/sandbox/records", { name, type, value })).status).toBe(201);
  };
  const open = async (page: Page, path: string, person: (typeof demoPeople)[keyof typeof demoPeople]) => {
    await signIn(page.request, person, latchkey.url);
    await page.goto(`${latchkey.url}${path}`);
  };
  const jobOf = async ({ id }: WireConnection) => {
    const { rows } = await database.query("SELECT failed_at, attempts FROM jobs WHERE key = $1", [
      `check-ownership:${id}`,
    ]);
    return rows[0];
  };

  test("does not exist for a company's member or a signed-out visitor, neither its pages nor its API", async ({
    page,
    playwright,
  }) => {
    const signedOut = await playwright.request.newContext();
    await signIn(page.request, demoPeople.owner, latchkey.url);
    const paths = [
      "",
      "/health",
      "/tenants",
      `/tenants/${tenantId}`,
      `/connections/${connection.id}`,
      "/queue/finding/txt-missing",
    ];
    for (const path of paths) {
      const url = `${latchkey.url}/support${path}`;
      for (const request of [page.request, signedOut]) {
        const answer = await request.get(url);
        expect(answer.status(), path).toBe(404);
        expect(await answer.text()).not.toContain(connection.hostname);
      }
    }
    for (const path of ["queue", "health", "jobs", `connections/${connection.id}`, "tenants", "search?q=shop"]) {
      const url = `${latchkey.url}/v1/support/${path}`;
      expect((await page.request.get(url)).status(), path).toBe(404);
      expect((await signedOut.get(url)).status(), path).toBe(401);
    }
    const asked = { headers: { origin: latchkey.url }, data: { tenant_id: tenantId } };
    expect((await page.request.post(`${latchkey.url}/v1/support/viewing`, asked)).status()).toBe(404);
    await page.goto(`${latchkey.url}/support`);
    await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
    await signedOut.dispose();
  });

  test("finds a stuck connection, has the fix to send within three clicks, and sees it go live", async ({
    page,
    context,
    browser,
  }) => {
    const { name, type, value } = connection.ownership_challenge;
    await publish(name, type, "not-the-value");
    expect((await api("POST", `/v1/connections/${connection.id}/verify`)).status).toBe(409);
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await signIn(page.request, demoPeople.staff, latchkey.url);
    // A mistake is in the queue as soon as it is found: nobody waits for an hour.
    const queue = async () => (await page.request.get(`${latchkey.url}/v1/support/queue`)).text();
    await expect.poll(queue, { timeout: LIVE_TIMEOUT_MS }).toContain("txt-wrong-value");
    await page.goto(`${latchkey.url}/support`);
    await expect(page.getByRole("searchbox")).toBeFocused();
    await expect(
      page.getByText(/Nothing is left out\.|Left out: .* domains? in setup for less than an hour/),
    ).toBeVisible();

    await page.getByRole("link", { name: "The TXT record has another value" }).click();
    await page.getByRole("link", { name: connection.hostname }).click();
    await page.getByRole("button", { name: "Copy reply" }).click();
    await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
    const reply = await page.evaluate(() => navigator.clipboard.readText());
    expect(reply).toContain(
      `  Type:  TXT\n  Name:  ${challenge.name("shop")}   (if the form wants the full name: ${name})\n  Value: ${value}`,
    );
    expect(reply).toContain("“not-the-value”");

    const assigned = page.getByRole("region", { name: "Assigned to" });
    await expect(assigned).toContainText("Nobody");
    await assigned.getByRole("button", { name: "Assign to me" }).click();
    await expect(assigned.getByRole("status")).toHaveText("You");
    await expect(page).toHaveTitle(new RegExp(`^${connection.hostname} · Support`));

    const answers = page.getByRole("region", { name: "Answers of the nameservers" });
    await expect(answers).toContainText(/Zone desk\.test, \d+ queries in \d+ ms/, { timeout: LIVE_TIMEOUT_MS });
    await page.getByRole("button", { name: "Add link to reply" }).click();
    const mail = page.getByRole("region", { name: "Reply to the customer" });
    const link = (await mail.locator("code").textContent()) ?? "";
    await expect(page.getByLabel("Reply text")).toContainText(link);
    const customer = await (await browser.newContext()).newPage();
    await customer.goto(link);
    await expect(customer.getByText(value).first()).toBeVisible();
    await customer.context().close();

    await page.evaluate(() => document.body.setAttribute("data-same-document", "yes"));
    await api("DELETE", "/sandbox/records", { name, type, value: "not-the-value" });
    await publish(name, type, value);
    for (const record of connection.desired_records) await publish(record.host, record.type, record.value);
    const steps = page.getByRole("list", { name: "The path to live" }).getByRole("listitem");
    await expect(steps.nth(3)).toContainText("done", { timeout: LIVE_TIMEOUT_MS });
    await expect(page.getByLabel("Reply text")).toContainText(`${connection.hostname} works`);
    await page.getByRole("button", { name: "Test handshake" }).click();
    await expect(page.getByText("The edge has a valid certificate")).toBeVisible();
    await expect(page.locator("body")).toHaveAttribute("data-same-document", "yes");

    await page.getByRole("navigation", { name: "Support console" }).getByRole("link", { name: "Stuck" }).click();
    await expect(page.getByRole("link", { name: "The TXT record has another value" })).toHaveCount(0);
  });

  test("retries one failed job, and discards another", async ({ page }) => {
    const retried = await connect("retried.desk.test");
    const discarded = await connect("discarded.desk.test");
    for (const { id } of [retried, discarded]) {
      const giveUp = () =>
        database.query(
          `UPDATE jobs SET failed_at = now(), attempts = 8, last_error = 'The zone of ' || $2 || ' broke it'
           WHERE key = $1 AND locked_by IS NULL`,
          [`check-ownership:${id}`, id],
        );
      await expect.poll(async () => (await giveUp()).rowCount).toBe(1);
    }
    await open(page, "/support/health", demoPeople.staff);
    const jobs = page.getByRole("region", { name: "Failed jobs" }).getByRole("listitem");
    await expect(jobs).toHaveCount(2);
    const job = ({ id }: WireConnection) => jobs.filter({ hasText: `The zone of ${id} broke it` });
    await job(retried).getByText("Payload").click();
    await expect(job(retried)).toContainText(`"connectionId": "${retried.id}"`);

    await job(retried).getByRole("button", { name: "Retry now" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Retry now" }).click();
    await expect(job(retried)).toHaveCount(0);
    await expect.poll(() => jobOf(retried)).toEqual({ failed_at: null, attempts: 0 });
    await job(discarded).getByRole("button", { name: "Discard" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Discard" }).click();
    await expect(page.getByText("No failed jobs.")).toBeVisible();
    expect(await jobOf(discarded)).toBeUndefined();
  });

  test("finds a domain by its URL, a company by a person's address, and shows who takes care of it", async ({
    page,
  }) => {
    await open(page, "/support", demoPeople.staff);
    const search = page.getByRole("searchbox");
    await search.fill(`https://${connection.hostname.toUpperCase()}/cart?x=1`);
    const found = page
      .getByRole("table", { name: "Domains" })
      .getByRole("row")
      .filter({ hasText: connection.hostname });
    await expect(found).toContainText(demoPeople.staff.name);
    await page.getByRole("button", { name: "Clear the search" }).click();
    await expect(search).toHaveValue("");
    await expect(search).toBeFocused();
    await search.fill(`Ada <${demoPeople.owner.email}>`);
    const person = page.getByRole("table", { name: "People" }).getByRole("link", { name: demoPeople.owner.email });
    await expect(person).toHaveAttribute("href", `/support/tenants/${tenantId}`);
    await expect(page.getByText("1 result", { exact: true })).toBeAttached();
  });

  test("sets a custom limit for a company", async ({ page }) => {
    await open(page, "/support", demoPeople.staff);
    await page.getByRole("searchbox").fill("Demo");
    await page.getByRole("table", { name: "Companies" }).getByRole("link", { name: "Demo" }).click();
    await page.getByRole("textbox", { name: "Active domains" }).fill("seven");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("A whole number, “none”, or nothing.")).toBeVisible();
    await page.getByRole("textbox", { name: "Active domains" }).fill("7");
    await page.getByRole("textbox", { name: "Certificates a month" }).fill("none");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("The limits apply now.")).toBeVisible();
    await expect(page.getByRole("region", { name: "Usage" })).toContainText("0 of 7");
    expect((await api("GET", "/v1/usage")).body).toMatchObject({
      active_domain: { limit: 7 },
      cert: { limit: null },
      connect: { limit: 3 },
    });
  });

  test("views a company's dashboard without changing anything, and the company's log shows what was done", async ({
    page,
    browser,
  }) => {
    await open(page, `/support/connections/${connection.id}`, demoPeople.staff);
    await page.getByRole("button", { name: "View as Demo" }).click();
    await expect(page).toHaveURL(`${latchkey.url}/connections/${connection.id}`);
    const banner = page.getByRole("region", { name: "Viewing as support" });
    await expect(banner).toContainText("You are viewing Demo as support, read-only.");
    await page.getByRole("link", { name: "Settings" }).click();
    await expect(page).toHaveURL(/\/settings(\?|$)/);
    await expect(page.getByRole("button", { name: "Save" })).toBeDisabled();
    await page.getByRole("link", { name: "Team" }).click();
    await expect(page).toHaveURL(/\/team(\?|$)/);
    await expect(banner).toBeVisible();
    const url = `${latchkey.url}/v1/connections/${connection.id}`;
    const refused = await page.request.delete(url, { headers: { origin: latchkey.url } });
    expect(refused.status()).toBe(403);
    expect(await refused.json()).toMatchObject({ error: { code: "forbidden" } });
    expect(await (await page.request.get(url)).json()).toMatchObject({ state: "live" });
    await banner.getByRole("button", { name: "Leave" }).click();
    await expect(page).toHaveURL(`${latchkey.url}/support/tenants/${tenantId}`);
    expect((await page.request.get(url)).ok(), "the dashboard is closed again").toBe(false);

    const owner = await (await browser.newContext()).newPage();
    await open(owner, "/audit-log", demoPeople.owner);
    const log = owner.getByRole("table", { name: "Audit log" });
    const rowOf = (text: string) => log.getByRole("row").filter({ hasText: text }).first();
    for (const entry of [
      "Viewed stuck connections of the company",
      "Viewed a connection",
      "Took over the support of a domain",
      "Tried a TLS handshake with a hostname",
      "Retried a job",
      "Discarded a job",
      "Changed the company's limits",
      "Opened the company's dashboard, read-only",
    ]) {
      await expect(rowOf(entry), entry).toContainText(`Latchkey support (${demoPeople.staff.name})`);
    }
    // A visit is one row, which has its pages.
    await expect(log.getByRole("row").filter({ hasText: "Viewed a page of the dashboard" })).toHaveCount(0);
    const visit = rowOf("Opened the company's dashboard, read-only");
    await expect(visit).toContainText(/\d+ pages opened, ended/);
    await visit.getByRole("button", { name: /^Details/ }).click();
    const pages = owner.getByRole("dialog").getByRole("listitem");
    await expect(pages.first()).toContainText("closed the company's dashboard");
    await expect(pages.filter({ hasText: /^\/team/ }).first()).toBeVisible();
    await expect(pages.last()).toContainText("opened the company's dashboard, read-only");
    await owner.keyboard.press("Escape");

    await owner.getByRole("combobox", { name: "Who" }).selectOption("Latchkey support");
    await expect(owner).toHaveURL(/actor_kind=staff/);
    await expect(log.getByRole("row").filter({ hasNotText: "Latchkey support" })).toHaveCount(1);
    const [file] = await Promise.all([
      owner.waitForEvent("download"),
      owner.getByRole("button", { name: "Export CSV" }).click(),
    ]);
    const csv = await text(await file.createReadStream());
    expect(csv).toMatch(/^id,created_at,action,actor,/);
    expect(csv).toContain("support.viewed");
    expect(csv).not.toContain(",user:");
    await owner.context().close();
  });
});
