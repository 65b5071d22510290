import { type ConsoleMessage, expect, type Page, test } from "@playwright/test";
import { type SkinServers, startSkinServers } from "@/e2e/widget/skin-servers";
import { buildWidget, builtWidget } from "@/scripts/build-widget.mjs";

/** The script in real pages of other people: strict, hostile, or changing under it. */

let servers: SkinServers;

test.beforeAll(async () => {
  await buildWidget(builtWidget);
});
test.beforeEach(async () => {
  servers = await startSkinServers();
});
test.afterEach(() => servers.close());

type Site = { head?: string; body?: string; html?: string; csp?: string; script?: string; early?: string };

const plain =
  '<h1>Settings</h1><button id="connect">Connect a domain</button><a href="#x">A link</a><div id="here"></div>';

/** Opens a page of the integrator. `script`: its own, after the widget's. */
async function visit(page: Page, site: Site = {}): Promise<string[]> {
  const { head = "", body = plain, html = "", csp, script = openByButton, early = "" } = site;
  const said: string[] = [];
  page.on("console", (message: ConsoleMessage) => said.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => said.push(`error: ${error.message}`));
  servers.pages.set("/", {
    body: `<!DOCTYPE html><html lang="en" ${html}><head><title>Shop</title><link rel="icon" href="data:,">${head}
      <script src="${servers.origin}/widget/v1.js"></script>${early}</head><body>${body}<script src="/page.js"></script></body></html>`,
    csp,
  });
  servers.pages.set("/page.js", { body: `window.received = [];\n${listeners}\n${script}` });
  await page.goto(`${servers.site}/`);
  return said;
}

const listeners = ["step", "success", "close"]
  .map((name) => `addEventListener("connectdomain:${name}", ({ detail }) => received.push(["${name}", detail]));`)
  .join("\n");

const openByButton = `document.getElementById("connect").onclick = () => {
  window.handle = Latchkey.open({ token: "t", onClose: (detail) => received.push(["onClose", detail]) });
};`;

const received = (page: Page) => page.evaluate(() => (window as unknown as { received: [string, object][] }).received);

/** From the first step to the records. */
async function goToRecords(page: Page): Promise<void> {
  await page.getByRole("textbox", { name: "Domain" }).fill("shop.example.com");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("_latchkey-challenge.shop", { exact: true })).toBeVisible();
}

test("works in a page that allows the script's origin and nothing else, without a message in the console", async ({
  page,
}) => {
  const csp = `default-src 'none'; style-src 'self'; script-src 'self' ${servers.origin}; connect-src ${servers.origin}; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'`;
  const said = await visit(page, { csp });
  await page.getByRole("button", { name: "Connect a domain" }).click();
  await expect(page.getByRole("dialog", { name: "Connect your domain" })).toBeVisible();
  await goToRecords(page);
  await page.getByRole("button", { name: "I have no access to the DNS" }).click();
  servers.goLive();
  await page.getByRole("button", { name: "Back to the records" }).click();
  await page.getByRole("button", { name: "I have set them" }).click();
  await expect(page.getByRole("dialog", { name: "shop.example.com is connected" })).toBeVisible();
  expect(said).toEqual([]);
  expect((await received(page)).map(([name, detail]) => [name, "step" in detail ? detail.step : detail])).toEqual([
    ["step", "domain"],
    ["step", "analysis"],
    ["step", "records"],
    ["step", "progress"],
    ["step", "success"],
    [
      "success",
      {
        connectionId: "00000000-0000-4000-8000-000000000002",
        domain: "shop.example.com",
        setupType: "manual",
        provider: "cloudflare",
      },
    ],
  ]);
});

test("no rule of the page changes it", async ({ page }) => {
  const look = () =>
    page.getByRole("dialog").evaluate((dialog) => {
      const root = dialog.getRootNode() as ShadowRoot;
      return ["dialog", ".latchkey-panel", "h2", "input", ".primary"].map((selector) => {
        const element = root.querySelector(selector);
        if (!element) return selector;
        const { width, height, x, y } = element.getBoundingClientRect();
        const { fontSize, fontFamily, color, opacity, direction, letterSpacing } = getComputedStyle(element);
        return { selector, width, height, x, y, fontSize, fontFamily, color, opacity, direction, letterSpacing };
      });
    });
  const open = async () => {
    await page.evaluate(() => document.querySelector<HTMLElement>("#connect")?.click());
    await expect(page.getByRole("dialog")).toBeVisible();
    await expect(page.getByText("Which domain should lead to Acme Shops?")).toBeVisible();
  };
  await visit(page);
  await open();
  const usual = await look();
  const properties =
    "display:none!important;visibility:hidden!important;opacity:0!important;font:4px/1 fantasy!important;color:red!important;letter-spacing:1em!important;transform:scale(.1)!important;filter:blur(9px)!important;position:static!important;width:1px!important;pointer-events:none!important;direction:rtl!important;zoom:3!important;contain:strict!important;content-visibility:hidden!important";
  servers.pages.set("/hostile.css", {
    body: `body *, body *::before, body *::after, dialog, dialog::backdrop, input, button { ${properties} } html { font-size: 2px !important }`,
  });
  await visit(page, { head: '<link rel="stylesheet" href="/hostile.css">' });
  await open();
  expect(await look()).toEqual(usual);
});

test("has its own direction in a page that is written from right to left, and the page keeps its own", async ({
  page,
}) => {
  await visit(page, { html: 'dir="rtl"' });
  await page.getByRole("button", { name: "Connect a domain" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  const direction = () => dialog.locator("h2").evaluate((heading) => getComputedStyle(heading).direction);
  expect(await direction()).toBe("ltr");
  await page.evaluate(() =>
    (window as unknown as { handle: { update(part: object): void } }).handle.update({ locale: "ar" }),
  );
  await expect.poll(direction).toBe("rtl");
  expect(await page.locator("h1").evaluate((heading) => getComputedStyle(heading).direction)).toBe("rtl");
});

test("keeps the keyboard in the dialog, and returns it to the button", async ({ page }) => {
  await visit(page);
  const button = page.getByRole("button", { name: "Connect a domain" });
  await button.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Domain" })).toBeFocused();
  const reached = new Set<string>();
  for (let press = 0; press < 12; press += 1) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(() => document.activeElement?.className || document.activeElement?.tagName || ""));
  }
  expect([...reached].filter((name) => !["latchkey-widget", "BODY"].includes(name))).toEqual([]);
  expect(reached).toContain("latchkey-widget");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(button).toBeFocused();
  expect((await received(page)).slice(-2)).toEqual([
    ["close", { completed: false, step: "domain", domain: null }],
    ["onClose", { completed: false, step: "domain", domain: null }],
  ]);
});

test("asks before Escape loses something, however often it is pressed", async ({ page }) => {
  await visit(page);
  await page.getByRole("button", { name: "Connect a domain" }).click();
  await goToRecords(page);
  for (let press = 0; press < 3; press += 1) await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page
    .getByRole("button", { name: /stay|go on|continue/i })
    .last()
    .click();
  await expect(page.getByText("_latchkey-challenge.shop", { exact: true })).toBeVisible();
});

test("ends cleanly when the page removes its container, and asks the server nothing more", async ({ page }) => {
  await page.clock.install();
  await visit(page, {
    script: `Latchkey.open({ token: "t", domain: "shop.example.com", container: "#here", onClose: (detail) => received.push(["onClose", detail]) });`,
  });
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("_latchkey-challenge.shop", { exact: true })).toBeVisible();
  await page.evaluate(() => document.getElementById("here")?.remove());
  await expect
    .poll(async () => (await received(page)).filter(([name]) => /close/i.test(name)))
    .toEqual([
      ["close", { completed: false, step: "records", domain: "shop.example.com" }],
      ["onClose", { completed: false, step: "records", domain: "shop.example.com" }],
    ]);
  const before = servers.asked.length;
  await page.clock.runFor(120_000);
  expect(servers.asked.length).toBe(before);
});

test("a container that is moved keeps its widget, and what was typed", async ({ page }) => {
  await visit(page, { script: `Latchkey.open({ token: "t", container: "#here" });` });
  await page.getByRole("textbox", { name: "Domain" }).fill("shop.example.c");
  await page.evaluate(() => document.body.prepend(document.getElementById("here") as HTMLElement));
  await expect(page.getByRole("textbox", { name: "Domain" })).toHaveValue("shop.example.c");
  expect((await received(page)).filter(([name]) => name === "close")).toEqual([]);
});

test("two widgets on a page know nothing of each other; a second dialog is refused", async ({ page }) => {
  await visit(page, {
    body: '<div id="one"></div><div id="two"></div>',
    script: `for (const id of ["one", "two"]) Latchkey.open({ token: id, container: document.getElementById(id), endUserRef: id });
      const dialog = Latchkey.open({ token: "three" });
      try { Latchkey.open({ token: "four" }); } catch (error) { received.push([error.name, { code: error.code, own: error instanceof Latchkey.LatchkeyError }]); }
      dialog.close();
      Latchkey.open({ token: "five" }).close();`,
  });
  expect((await received(page)).filter(([name]) => name === "LatchkeyUsageError")).toEqual([
    ["LatchkeyUsageError", { code: "already_open", own: true }],
  ]);
  const first = page.locator("#one").getByRole("textbox");
  const second = page.locator("#two").getByRole("textbox");
  await first.fill("one.example.com");
  await second.fill("two.example.com");
  await expect(first).toHaveValue("one.example.com");
  await page.locator("#two").getByRole("button", { name: "Continue" }).click();
  await expect(page.locator("#two").getByRole("textbox")).toHaveCount(0);
  await expect(first).toHaveValue("one.example.com");
});

test("callbacks that throw are the page's own errors, and the flow goes on", async ({ page }) => {
  const said = await visit(page, {
    script: `Latchkey.open({ token: "t", onStep: ({ step }) => { throw new Error("mine: " + step); } });`,
  });
  await goToRecords(page);
  await expect.poll(() => said).toEqual(["error: mine: domain", "error: mine: analysis", "error: mine: records"]);
});

test("a new token goes on where the old one expired: from the callback, or from update", async ({ page }) => {
  await visit(page, {
    script: `let count = 0;
      window.handle = Latchkey.open({ token: "t0", onSessionExpired: () => {
        count += 1;
        received.push(["expired", { count }]);
        return count === 1 ? Promise.resolve("t1") : undefined;
      } });`,
  });
  const field = page.getByRole("textbox", { name: "Domain" });
  await field.fill("shop.example.com");
  servers.expired.add("t0");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("What we found for shop.example.com")).toBeVisible();
  servers.expired.add("t1");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("Your session has expired")).toBeVisible();
  await page.evaluate(() =>
    (window as unknown as { handle: { update(part: object): void } }).handle.update({ token: "t2" }),
  );
  await expect(page.getByText("_latchkey-challenge.shop", { exact: true })).toBeVisible();
  expect((await received(page)).filter(([name]) => name === "expired")).toEqual([
    ["expired", { count: 1 }],
    ["expired", { count: 2 }],
  ]);
});

test("may be opened before the page is parsed", async ({ page }) => {
  servers.pages.set("/early.js", {
    body: `window.early = Latchkey.open({ token: "t", container: "#here", copy: { heading: "Your own domain" } });`,
  });
  await visit(page, { early: '<script src="/early.js"></script>', script: "" });
  await expect(page.getByRole("heading", { name: "Your own domain" })).toBeVisible();
});

test("is a sheet at the bottom of a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await visit(page);
  await page.getByRole("button", { name: "Connect a domain" }).click();
  await expect(page.getByText("Which domain should lead to Acme Shops?")).toBeVisible();
  const box = await page.getByRole("dialog").locator(".latchkey-panel").boundingBox();
  expect(box && [box.x, box.width, box.y + box.height]).toEqual([0, 390, 844]);
});
