import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "@/e2e/support/accessibility";
import { test } from "@/e2e/support/browser-test";
import type { Api } from "@/e2e/support/latchkey";
import { type HostOptions, type HostPage, startHostPage } from "@/e2e/widget/host-page";
import { sandboxSecrets } from "@/lib/kernel/env";
import type { Language } from "@/lib/kernel/languages";
import { createTokenSigner } from "@/lib/platform/crypto/token-signer";
import { timeLimit } from "@/scripts/time-limit.mjs";
import { ar } from "@/widget/texts/ar";
import { de } from "@/widget/texts/de";
import { en } from "@/widget/texts/en";
import { format } from "@/widget/texts/format";
import type { Texts } from "@/widget/texts/texts";

// The widget in a page of another origin with a strict policy and hostile styles, against the real sandbox: its API, its DNS
// server, its worker and its edge. What people do here they do with a mouse or a keyboard.
const runId = Math.random().toString(36).slice(2, 8);
const LIVE_TIMEOUT_MS = timeLimit(60_000);
let host: HostPage;
let applicationId = "";
let key: Api;

test.beforeAll(async ({ sandbox }) => {
  key = sandbox.api("sk_test_demo");
  host = await startHostPage(sandbox.url, () => mint());
  const created = await key("POST", "/v1/applications", {
    name: `Widget ${runId}`,
    environment: "test",
    allowed_origins: [host.origin],
  });
  expect(created, JSON.stringify(created.body)).toMatchObject({ status: 201 });
  applicationId = (created.body as { id: string }).id;
});

test.afterAll(() => host.close());

async function mint(domain?: string): Promise<string> {
  const { status, body } = await key("POST", "/v1/tokens", {
    application_id: applicationId,
    ...(domain ? { domain } : {}),
  });
  expect(status, JSON.stringify(body)).toBe(201);
  return (body as { auth_token: string }).auth_token;
}

/** Opens the widget by its button; `log` collects what the browser says about it. */
async function open(page: Page, options: Omit<HostOptions, "token"> & { token?: string } = {}): Promise<void> {
  await page.mainFrame().goto(host.urlOf({ token: options.token ?? (await mint()), ...options }));
  await page.getByRole("button", { name: "Connect a domain" }).click();
}

type Entry = { name: string; detail: Record<string, unknown> | null };
const logOf = (page: Page) => page.evaluate(() => (window as unknown as { host: { log: Entry[] } }).host.log);
const stepsOf = async (page: Page) =>
  (await logOf(page)).filter(({ name }) => name === "step").map(({ detail }) => detail?.step);

const dialog = (page: Page) => page.getByRole("dialog");
const heading = (page: Page, text: string) => dialog(page).getByRole("heading", { name: text });
const button = (page: Page, name: string) => dialog(page).getByRole("button", { name, exact: true });

/** Publishes exactly what the cards say, as somebody does who copies it from there. */
async function publish(hostname: string): Promise<void> {
  const { body } = await key("GET", `/v1/connections?hostname=${hostname}`);
  const [summary] = (body as { data: { id: string }[] }).data;
  const connection = (await key("GET", `/v1/connections/${summary?.id}`)).body as {
    ownership_challenge: { name: string; value: string };
    desired_records: { host: string; type: string; value: string }[];
  };
  const { name, value } = connection.ownership_challenge;
  const records = [
    { name, type: "TXT", value },
    ...connection.desired_records.map(({ host, type, value }) => ({ name: host, type, value })),
  ];
  for (const record of records) expect((await key("POST", "/sandbox/records", record)).status).toBe(201);
}

const forms = [390, 1280].flatMap((width) => (["light", "dark"] as const).map((scheme) => ({ width, scheme })));

/** The step that is shown now, in all four forms. */
async function expectWell(page: Page, name: string): Promise<void> {
  for (const { width, scheme } of forms) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await expectAccessible(page, {
      rules: scheme === "light" ? "all" : "colours",
      name: `${name}, ${width} px, ${scheme}`,
    });
  }
}

const languages: [Language, Texts][] = [
  ["en", en],
  ["de", de],
  ["ar", ar],
];

for (const [locale, texts] of languages) {
  test(`from a typed domain to live, in ${locale}`, async ({ page }) => {
    const domain = `shop.${locale}-${runId}.test`;
    await open(page, { locale });
    await expect(heading(page, texts.domain.title)).toBeVisible();
    await expectWell(page, `domain ${locale}`);
    await dialog(page).getByLabel(texts.domain.label).fill(`https://${domain.toUpperCase()}/cart?x=1`);
    await button(page, texts.domain.button).click();
    await expect(heading(page, format(texts.analysis.title, { domain }, locale))).toBeVisible();
    await expectWell(page, `analysis ${locale}`);
    await button(page, texts.common.next).click();
    await expect(button(page, texts.records.button)).toBeVisible();
    await expectWell(page, `records ${locale}`);
    await button(page, texts.records.noAccess).click();
    await expect(heading(page, texts.send.title)).toBeVisible();
    await expectWell(page, `send ${locale}`);
    await button(page, texts.send.back).click();
    await button(page, texts.records.button).click();
    await expect(heading(page, texts.progress.stages.records.title)).toBeVisible();
    await expectWell(page, `progress ${locale}`);
    await publish(domain);
    const done = format(texts.success.title, { domain }, locale);
    await expect(heading(page, done)).toBeVisible({ timeout: LIVE_TIMEOUT_MS });
    await expectWell(page, `success ${locale}`);
    await button(page, texts.success.done).click();
    await expect(dialog(page)).toHaveCount(0);
    expect(await stepsOf(page)).toEqual(["domain", "analysis", "records", "progress", "success"]);
    const log = await logOf(page);
    const success = { domain, setupType: "manual", connectionId: expect.any(String) };
    expect(log.filter(({ name }) => name === "success")).toEqual([
      { name: "success", detail: expect.objectContaining(success) },
    ]);
    expect(log.filter(({ name }) => name === "event:success")).toHaveLength(1);
    expect(log.at(-1)).toEqual({ name: "close", detail: { completed: true, step: "success", domain } });
  });
}

test("with the keyboard alone, to live", async ({ page }) => {
  const domain = `keys.k-${runId}.test`;
  await page.mainFrame().goto(host.urlOf({ token: await mint() }));
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByLabel(en.domain.label)).toBeVisible();
  await pressUntilFocused(page, en.domain.label);
  await page.keyboard.type(domain);
  await page.keyboard.press("Enter");
  await expect(heading(page, format(en.analysis.title, { domain }, "en"))).toBeVisible();
  await pressUntilFocused(page, en.common.next);
  await page.keyboard.press("Enter");
  await expect(button(page, en.records.button)).toBeVisible();
  await pressUntilFocused(page, en.records.button);
  await page.keyboard.press("Enter");
  await expect(heading(page, en.progress.stages.records.title)).toBeVisible();
  await publish(domain);
  await expect(heading(page, format(en.success.title, { domain }, "en"))).toBeVisible({ timeout: LIVE_TIMEOUT_MS });
  await pressUntilFocused(page, en.success.done);
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Connect a domain" })).toBeFocused();
});

/** Tab by Tab, as somebody does who does not know the page. */
async function pressUntilFocused(page: Page, name: string): Promise<void> {
  const target = dialog(page)
    .getByRole("button", { name, exact: true })
    .or(dialog(page).getByLabel(name, { exact: true }));
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.first().evaluate((element) => element.matches(":focus"))) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`“${name}” is not reached with Tab`);
}

test("a token that expires on the way is replaced, and nothing is lost", async ({ page }) => {
  const domain = `late.e-${runId}.test`;
  const signer = createTokenSigner(sandboxSecrets.TOKEN_HMAC_SECRET);
  const claims = await signer.verify(await mint(), new Date());
  const short = await signer.sign({ ...claims, expiresAt: new Date(Date.now() + timeLimit(12_000)) });
  await open(page, { token: short, domain });
  await button(page, en.common.next).click();
  await button(page, en.records.button).click();
  await expect
    .poll(async () => (await logOf(page)).some(({ name }) => name === "expired"), { timeout: LIVE_TIMEOUT_MS })
    .toBe(true);
  await publish(domain);
  await expect(heading(page, format(en.success.title, { domain }, "en"))).toBeVisible({ timeout: LIVE_TIMEOUT_MS });
  expect((await stepsOf(page)).at(-1)).toBe("success");
});

test("offline it says so, keeps everything, and goes on", async ({ page, context }) => {
  const domain = `off.o-${runId}.test`;
  await open(page, { domain });
  await button(page, en.common.next).click();
  await button(page, en.records.button).click();
  await context.setOffline(true);
  await expect(dialog(page).getByRole("paragraph").filter({ hasText: en.common.offline })).toBeVisible();
  await context.setOffline(false);
  await expect(dialog(page).getByRole("paragraph").filter({ hasText: en.common.offline })).toBeHidden();
  await publish(domain);
  await expect(heading(page, format(en.success.title, { domain }, "en"))).toBeVisible({ timeout: LIVE_TIMEOUT_MS });
});

test("on a slow network every click is answered at once", async ({ page }) => {
  const domain = `slow.s-${runId}.test`;
  let release = () => {};
  await page.route(/\/v1\/domains:check/, async (route) => {
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    await route.continue();
  });
  await open(page);
  await dialog(page).getByLabel(en.domain.label).fill(domain);
  await button(page, en.domain.button).click();
  await expect(button(page, en.domain.busy)).toBeDisabled();
  release();
  await expect(heading(page, format(en.analysis.title, { domain }, "en"))).toBeVisible();
});

const wrong = [
  "",
  "   ",
  "localhost",
  "https://",
  "192.168.1.10",
  "[2001:db8::1]",
  "http://10.0.0.1/",
  "my shop.com",
  "shop..example.com",
  "-shop.example.com",
  "shop-.example.com",
  "shop_one.example.com",
  "shop.example.comm-typo-that-does-not-exist",
  "example",
  ".com",
  "co.uk",
  "*.example.com",
  "someone@",
  "shop.example.com, www.example.com",
  "myshop.myshopify.com",
  `${"a".repeat(64)}.example.com`,
  `${"abc.".repeat(70)}example.com`,
  "ftp://",
];

test("what people type wrong is explained at the field, and stays in it", async ({ page }) => {
  await open(page);
  const field = dialog(page).getByLabel(en.domain.label);
  for (const text of wrong) {
    await field.fill(text);
    await field.press("Enter");
    await expect(field, text).toHaveAttribute("aria-invalid", "true");
    const described = (await field.getAttribute("aria-describedby")) ?? "";
    const explained = await field.evaluate(
      (element, ids) =>
        ids.map((id) => (element.getRootNode() as ShadowRoot).getElementById(id)?.textContent ?? "").join(" "),
      described.split(" "),
    );
    expect(explained.trim(), text).not.toBe("");
    expect(await field.inputValue(), text).toBe(text);
    expect(explained, text).not.toMatch(/undefined|\{|\[object/);
  }
  expect(await stepsOf(page)).toEqual(["domain"]);
});
