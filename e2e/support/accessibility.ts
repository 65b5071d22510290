import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, type Page } from "@playwright/test";
import type { AxeResults, ElementContext, RunOptions } from "axe-core";

/** Minified: it is half as long as the other, and every page that is checked compiles it. */
const axeSource = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
/** Rules that depend on the colour scheme. All others check markup, which is the same in both. */
const contrastRule = "color-contrast";
const linkRule = "link-in-text-block";

/** Repeated rows and sections: eight of them represent the rest, and axe takes the same time for each. */
const repeated = [
  "tbody > tr:nth-child(n+9)",
  "ol > li:nth-child(n+9)",
  "ul > li:nth-child(n+9)",
  // The endpoints of the API reference.
  "article:nth-of-type(n+3)",
];

declare global {
  interface Window {
    axe?: { run(context: ElementContext, options: RunOptions): Promise<AxeResults> };
  }
}

/**
 * Runs `expectAccessible` at each width in both colour schemes.
 * @param name names the page in failures
 */
export async function expectViews(page: Page, name: string): Promise<void> {
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const rules = colorScheme === "light" ? "all" : "colours";
      await expectAccessible(page, { rules, name: `${name}, ${width} px, ${colorScheme}` });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
}

/** The same, once nothing on the page is loading (`aria-busy`). */
export async function expectLoadedViews(page: Page, name: string): Promise<void> {
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  await expectViews(page, name);
}

/**
 * Fails with the nodes that violate an axe rule, or if the document scrolls horizontally.
 *
 * axe runs in the page and reports only violations: transferring all passes out of the browser, as
 * `@axe-core/playwright` does, takes longer than the check. Contrast follows from a text's colour, size and weight and from
 * what is painted behind it: the first text of each combination is checked, because axe takes 80 % of its time for contrast.
 * @param options `rules: "colours"` if the same document was already checked with all rules in the other colour scheme
 */
export async function expectAccessible(
  page: Page,
  { rules = "all", name = page.url() }: { rules?: "all" | "colours"; name?: string } = {},
): Promise<void> {
  // Evaluated, not added as a script, so that the page's content security policy does not apply.
  if (!(await page.evaluate(() => window.axe !== undefined))) await page.evaluate(axeSource);
  const violations = await page.evaluate(
    async ({ contrast, options, without }) => {
      if (window.axe === undefined) throw new Error("axe was not loaded");
      const present = without.filter((selector) => document.querySelector(selector) !== null);
      const whole = { include: [["html"]], exclude: present.map((selector) => [selector]) };
      const found = await window.axe.run(whole, { resultTypes: ["violations"], ...options });

      // What is painted behind the text of an element: one key for each stack of backgrounds.
      const stacks = new Map<Element | null, string>();
      const samples = new Map<string, Element>();
      for (const element of document.querySelectorAll("html, html *")) {
        const { backgroundColor, backgroundImage, opacity, filter, position } = getComputedStyle(element);
        const below = stacks.get(element.parentElement) ?? "";
        const own = [backgroundColor, backgroundImage, opacity, filter, position].join(" ");
        const stack = own === "rgba(0, 0, 0, 0) none 1 none static" ? below : `${below} | ${own}`;
        stacks.set(element, stack);
        const hasText =
          element.matches("input, select, textarea") ||
          [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
        if (!hasText || !element.checkVisibility({ visibilityProperty: true })) continue;
        const { color, fontSize, fontWeight, textShadow } = getComputedStyle(element);
        const key = [color, fontSize, fontWeight, textShadow, element.matches(":disabled"), stack].join(" ");
        if (!samples.has(key)) samples.set(key, element);
      }
      const runOnly = { type: "rule" as const, values: [contrast] };
      const shades =
        samples.size === 0
          ? []
          : (await window.axe.run({ include: [...samples.values()] }, { resultTypes: ["violations"], runOnly }))
              .violations;
      return [...found.violations, ...shades].map(
        ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`,
      );
    },
    {
      contrast: contrastRule,
      options:
        rules === "all"
          ? { rules: { [contrastRule]: { enabled: false } } }
          : { runOnly: { type: "rule" as const, values: [linkRule] } },
      without: repeated,
    },
  );
  expect(violations, name).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${name}: nothing is wider than the screen`).toBeLessThanOrEqual(0);
}
