import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Browser, expect, type Page } from "@playwright/test";
import { test } from "@/e2e/support/browser-test";
import { signIn } from "@/e2e/support/sign-in";
import { demoPeople } from "@/lib/runtime/sandbox/demo-people";
import { timeLimit } from "@/scripts/time-limit.mjs";

const runId = Math.random().toString(36).slice(2, 8);
const password = "correct horse battery staple";

const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name });
const isSignedIn = async (page: Page) => (await page.request.get("/v1/session")).ok();

/** Opens the newest mail to an address, and the first link in it. */
async function followMail(page: Page, recipient: string, subject: string): Promise<void> {
  await expect(async () => {
    await page.goto("/sandbox/mails");
    await page
      .getByRole("link", { name: new RegExp(`${subject}.*${recipient}`) })
      .first()
      .click({ timeout: timeLimit(2_000) });
  }).toPass();
  await expect(heading(page, subject)).toBeVisible();
  await page.getByRole("main").getByRole("link").first().click();
}

async function signUp(page: Page, email: string): Promise<void> {
  await page.goto("/sign-up");
  await page.getByLabel("Company").fill("Analytical Engines");
  await page.getByLabel("Your name").fill("Ada");
  await page.getByLabel("Work email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(heading(page, "Check your email")).toBeVisible();
}

async function enter(page: Page, email: string, secret = password): Promise<void> {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(secret);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function inAnotherBrowser(browser: Browser, work: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext();
  try {
    await work(await context.newPage());
  } finally {
    await context.close();
  }
}

test("from sign-up to a first live domain: through the mailed link and three steps to a visit over HTTPS", async ({
  page,
}) => {
  const email = `ada-${runId}@example.com`;
  await signUp(page, email);
  expect(await isSignedIn(page)).toBe(false);
  await followMail(page, email, "Confirm your address");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Confirm and sign in" }).click();
  await expect.poll(() => isSignedIn(page)).toBe(true);
  const session = await (await page.request.get("/v1/session")).json();
  expect(session).toMatchObject({
    user: { email, email_verified: true },
    tenant: { name: "Analytical Engines" },
    role: "owner",
  });

  // The form has continued automatically.
  await expect(page.getByRole("heading", { name: "Take your first domain live in three steps." })).toBeVisible();
  // The page does not know the company's key, and the sandbox's key is not the company's.
  await expect(page.getByText("Authorization: Bearer $LATCHKEY_KEY").first()).toBeVisible();
  await page.getByRole("main").getByRole("listitem").getByRole("link", { name: "Add a domain" }).click();
  const hostname = `shop.ada-${runId}.test`;
  await page.getByLabel("Hostname", { exact: true }).fill(hostname);
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(heading(page, hostname)).toBeVisible();
  await page.getByRole("link", { name: "Overview" }).click();
  await expect(page.getByRole("heading", { name: "Your first domain is in progress." })).toBeVisible();
  await page.getByRole("link", { name: "View records" }).click();
  for (const type of ["TXT", "CNAME"]) {
    await page.getByRole("button", { name: `Publish in the sandbox zone: the ${type} record` }).click();
    await expect(page.getByRole("button", { name: `Published in the sandbox zone: the ${type} record` })).toBeVisible();
  }
  await expect(page.getByText("visitors reach this domain over HTTPS")).toBeVisible({ timeout: timeLimit(60_000) });
  await page.getByRole("button", { name: "Visit" }).click();
  const command = await page.locator("pre, code").filter({ hasText: "curl --resolve" }).first().innerText();
  const { stdout } = await promisify(execFile)("bash", ["-c", command], { timeout: timeLimit(60_000) });
  expect(stdout).toContain(`<h1>${hostname}`);
});

test("a weak password is refused at its field, and the form keeps its input", async ({ page }) => {
  await page.goto("/sign-up");
  await page.getByLabel("Company").fill("Analytical Engines");
  await page.getByLabel("Work email").fill(`weak-${runId}@example.com`);
  const field = page.getByLabel("Password", { exact: true });
  await field.fill("1qaz2wsx3edc4rfv");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("too common")).toBeVisible();
  await expect(field).toBeFocused();
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Company")).toHaveValue("Analytical Engines");
});

test("signing in takes no mouse: the email has the focus, and Tab leads to the password", async ({ page }) => {
  await page.goto("/sign-in");
  await expect(page.getByLabel("Email")).toBeFocused();
  await page.keyboard.type(demoPeople.owner.email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(demoPeople.owner.password);
  await page.keyboard.press("Enter");
  await expect.poll(() => isSignedIn(page)).toBe(true);
});

test("a wrong password is reported; a forgotten one is reset by mail, which signs every other browser out", async ({
  page,
  browser,
}) => {
  const email = `forgetful-${runId}@example.com`;
  await signUp(page, email);
  await followMail(page, email, "Confirm your address");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Confirm and sign in" }).click();
  await expect.poll(() => isSignedIn(page)).toBe(true);

  await inAnotherBrowser(browser, async (other) => {
    await other.goto("/sign-in");
    await enter(other, email, "not the password");
    await expect(other.getByText("The email or the password is wrong.")).toBeVisible();
    await other.getByRole("link", { name: "Forgot password?" }).click();
    await expect(heading(other, "Forgot your password?")).toBeVisible();
    await other.getByLabel("Email").fill(email);
    await other.getByRole("button", { name: "Email me a link" }).click();
    await expect(heading(other, "Check your email")).toBeVisible();
    await followMail(other, email, "Set a new password");
    await other.getByLabel("New password", { exact: true }).fill("another horse, another staple");
    await other.getByRole("button", { name: "Set password and sign in" }).click();
    await expect.poll(() => isSignedIn(other)).toBe(true);
  });
  expect(await isSignedIn(page)).toBe(false);
});

test("a session ended in another browser is refused on the next request", async ({ page, browser, sandbox }) => {
  await signIn(page.request, demoPeople.owner, sandbox.url);
  const { data } = await (await page.request.get("/v1/session/devices")).json();
  const current = data.find((device: { is_current: boolean }) => device.is_current);
  await inAnotherBrowser(browser, async (other) => {
    await signIn(other.request, demoPeople.owner, sandbox.url);
    const ended = await other.request.delete(`/v1/session/devices/${current.id}`, {
      headers: { origin: sandbox.url },
    });
    expect(ended.status()).toBe(200);
  });
  expect((await page.request.get("/v1/session")).status()).toBe(401);
  await page.goto("/connections");
  await expect(heading(page, "Sign in")).toBeVisible();
});

test("a member joins by invitation, works with domains, cannot create keys, and leaves on their own", async ({
  page,
  browser,
  sandbox,
}) => {
  const email = `member-${runId}@example.com`;
  const headers = { origin: sandbox.url };
  await signIn(page.request, demoPeople.owner, sandbox.url);
  const invited = await page.request.post("/v1/invitations", { headers, data: { email, role: "member" } });
  expect(invited.status()).toBe(201);
  await inAnotherBrowser(browser, async (other) => {
    await followMail(other, email, "Join Demo on Latchkey");
    await other.getByLabel("Password", { exact: true }).fill(password);
    await other.getByRole("button", { name: "Create account and join" }).click();
    await expect(heading(other, "Overview")).toBeVisible();
    expect((await other.request.get("/v1/connections")).status()).toBe(200);
    const { data } = await (await page.request.get("/v1/applications")).json();
    const body = { name: "mine", scopes: ["connections:read"] };
    const refused = await other.request.post(`/v1/applications/${data[0].id}/keys`, { headers, data: body });
    expect([refused.status(), (await refused.json()).error.code]).toEqual([403, "forbidden"]);

    const names = await (await other.request.get("/v1/applications:names")).json();
    expect(names.data[0].name).toBe(data[0].name);
    await other.goto("/settings");
    await other.getByRole("button", { name: "Leave Demo" }).click();
    await other.getByRole("button", { name: "Leave", exact: true }).click();
    await expect(other).toHaveURL(/\/no-company$/);
    expect((await other.request.get("/v1/connections")).status()).toBe(403);
  });
});

test("the sandbox's users are one click away, and signing in returns to the requested page", async ({ page }) => {
  await page.goto("/connections?state=live");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByRole("button", { name: "Sign in as Demo" }).click();
  await expect(page).toHaveURL(/\/connections\?state=live&env=\w+$/);
  const session = await (await page.request.get("/v1/session")).json();
  expect(session.user.email).toBe(demoPeople.owner.email);
});

test("the page to return to must not be on another site", async ({ page, sandbox }) => {
  await signIn(page.request, demoPeople.owner, sandbox.url);
  for (const next of ["https://evil.example/", "//evil.example", "/\\evil.example"]) {
    const answer = await page.request.get(`/sign-in?next=${encodeURIComponent(next)}`, { maxRedirects: 0 });
    expect(answer.headers().location).toBe("/");
  }
});

test("the pages say what is wrong if the server fails or cannot be reached, and can be retried", async ({ page }) => {
  await page.goto("/sign-in");
  await page.route("**/api/auth/**", (route) => route.fulfill({ status: 500, body: "oops" }));
  await enter(page, demoPeople.owner.email, demoPeople.owner.password);
  await expect(page.getByRole("main").getByRole("alert")).toContainText("unexpected response");
  await page.unroute("**/api/auth/**");
  await page.route("**/api/auth/**", (route) => route.abort());
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("cannot be reached");
  await page.unroute("**/api/auth/**");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect.poll(() => isSignedIn(page)).toBe(true);
});
