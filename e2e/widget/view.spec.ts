import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, type Page } from "@playwright/test";
import { test } from "@/e2e/widget/view-test";
import { type Language, languages } from "@/lib/kernel/languages";

// The view in a browser, without the app: each example in a shadow root, under a policy without inline styles.

const axeSource = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** What axe finds in each example. Rules about markup in one scheme are enough: it is the same in both. */
async function violations(page: Page, shown: { language: Language; scheme: "light" | "dark" }): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async ({ language, scheme }) => {
    const found: string[] = [];
    for (const name of window.names) {
      await window.show(name, { language, scheme });
      const runOnly = scheme === "dark" ? { runOnly: { type: "rule" as const, values: ["color-contrast"] } } : {};
      const result = await window.axe?.run(document as never, { resultTypes: ["violations"], ...runOnly });
      for (const { id, nodes } of result?.violations ?? [{ id: "axe was not loaded", nodes: [] }])
        found.push(`${name}: ${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    }
    return found;
  }, shown);
}

for (const language of languages) {
  test(`every example is accessible in ${language}`, async ({ page, view: _ }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await violations(page, { language, scheme: "light" })).toEqual([]);
  });
}

// Colors do not depend on the language, but on the side on which they are.
for (const language of ["en", "de", "ar"] as const) {
  test(`every example has enough contrast in the dark in ${language}`, async ({ page, view: _ }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await violations(page, { language, scheme: "dark" })).toEqual([]);
  });
}

test("no rule of the page's policy is broken", async ({ page, server }) => {
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  await page.goto(server.url);
  await page.waitForFunction(() => window.names !== undefined);
  await page.evaluate(async () => {
    for (const name of window.names) await window.show(name);
  });
  expect(said.filter((text) => !text.includes("favicon"))).toEqual([]);
});

test("whatever can be clicked is 44 px high and wide, also from right to left", async ({ page, view: _ }) => {
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 844 });
    const small = await page.evaluate(async () => {
      const found: string[] = [];
      for (const language of ["en", "ar"] as const) {
        for (const name of window.names) {
          await window.show(name, { language });
          const targets = document
            .querySelector("main")
            ?.shadowRoot?.querySelectorAll("button, a, summary, input, textarea");
          for (const target of targets ?? []) {
            const { width, height } = target.getBoundingClientRect();
            if (width > 0 && (width < 44 || height < 44))
              found.push(`${name}: ${target.textContent}: ${width} × ${height}`);
          }
        }
      }
      return found;
    });
    expect(small, `${width} px`).toEqual([]);
  }
});

test("the keyboard goes through the records from top to bottom", async ({ page, view: _ }) => {
  await page.evaluate(() => window.show("records"));
  const order: string[] = [];
  for (let index = 0; index < 13; index += 1) {
    await page.keyboard.press("Tab");
    order.push(
      await page.evaluate(() => {
        const focused = document.activeElement?.shadowRoot?.activeElement;
        return focused?.getAttribute("aria-label") ?? focused?.textContent?.trim() ?? "";
      }),
    );
  }
  expect(order).toEqual([
    "Close",
    "Open Cloudflare(opens in a new tab)",
    "Copy Name",
    "If the form asks for the full name",
    "Copy Content",
    "Copy Name",
    "If the form asks for the full name",
    "Copy Content",
    "I have no access to the DNS",
    "Back",
    "I have set them",
    "Get help from Acme Shops",
    "",
  ]);
});

test("what is copied is in the clipboard, and without a permission it is copied all the same", async ({
  page,
  view: _,
}) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const read = () => page.evaluate(() => navigator.clipboard.readText());
  await page.evaluate(() => window.show("records"));
  await page.getByRole("button", { name: "Copy Content" }).first().click();
  await expect(page.getByRole("status")).toHaveText("Content copied");
  expect(await read()).toBe("latchkey-verify=k7QmZ2vX9pLr4TnB8sWd3HjY6cFg1AeU");
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error("denied"));
  });
  await page.getByRole("button", { name: "Copy Name" }).first().click();
  await expect(page.getByRole("status")).toHaveText("Name copied");
  expect(await read()).toBe("_latchkey-challenge.shop");
  await expect(page.getByRole("button", { name: "Copy Name" }).first()).toBeFocused();
});

test("the page around sets neither sizes nor colours", async ({ page, view: _ }) => {
  const look = () =>
    page.evaluate(async () => {
      await window.show("records");
      const shown = document.querySelector("main")?.shadowRoot?.querySelectorAll("h2, .btn, code, dt") ?? [];
      return [...shown].map((one) => {
        const { fontSize, color, fontFamily, letterSpacing, textTransform, lineHeight } = getComputedStyle(one);
        return [fontSize, color, fontFamily, letterSpacing, textTransform, lineHeight].join(" ");
      });
    });
  const before = await look();
  await page.evaluate(() => {
    const hostile = new CSSStyleSheet();
    hostile.replaceSync(`html{font-size:4px!important}
*{color:red!important;font:italic 9px/3 cursive!important;letter-spacing:1em!important;text-transform:uppercase!important;
word-spacing:2em!important;text-align:right!important;visibility:inherit}`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, hostile];
    const { show } = window;
    window.show = async (name, shown) => {
      const sheets = document.adoptedStyleSheets;
      await show(name, shown);
      document.adoptedStyleSheets = sheets;
    };
  });
  expect(await look()).toEqual(before);
});

test("the QR code is drawn", async ({ page, view: _ }) => {
  await page.evaluate(() => window.show("send_link"));
  await page.getByRole("button", { name: "Show QR code" }).click();
  const code = page.getByRole("img", { name: "QR code of the link" });
  await expect(code).toBeVisible();
  expect((await code.boundingBox())?.width).toBeGreaterThan(150);
});

test("nothing moves for those who asked for it", async ({ page, view: _ }) => {
  const moving = async (reducedMotion: "reduce" | "no-preference") => {
    await page.emulateMedia({ reducedMotion });
    return page.evaluate(async () => {
      const found: string[] = [];
      for (const name of window.names) {
        await window.show(name);
        if (document.querySelector("main")?.shadowRoot?.getAnimations().length !== 0) found.push(name);
      }
      return found;
    });
  };
  expect(await moving("no-preference")).toContain("analysis_busy");
  expect(await moving("reduce")).toEqual([]);
});

test("with forced colours, what can be clicked has an edge", async ({ page, view: _ }) => {
  await page.emulateMedia({ forcedColors: "active" });
  const bare = await page.evaluate(async () => {
    const found: string[] = [];
    for (const name of window.names) {
      await window.show(name);
      for (const one of document.querySelector("main")?.shadowRoot?.querySelectorAll("button, input, .btn") ?? []) {
        const { borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(one);
        if (borderTopWidth === "0px" || borderTopColor === backgroundColor) found.push(`${name}: ${one.textContent}`);
      }
    }
    return found;
  });
  expect(bare).toEqual([]);
});
