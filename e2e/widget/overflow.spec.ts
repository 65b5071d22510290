import { expect } from "@playwright/test";
import { test } from "@/e2e/widget/view-test";

// No text of any language is wider than the widget, nor cut off, at any width, nor where it is twice as large.
const views = [
  { width: 320, fontSize: "medium" },
  { width: 390, fontSize: "medium" },
  { width: 1280, fontSize: "medium" },
  { width: 390, fontSize: "200%" },
];

for (const { width, fontSize } of views) {
  test(`nothing overflows at ${width} px, text ${fontSize}`, async ({ page, view: _ }) => {
    await page.setViewportSize({ width, height: 844 });
    const wide = await page.evaluate(async (size) => {
      const found: string[] = [];
      for (const language of window.languages) {
        for (const name of window.names) {
          await window.show(name, { language, fontSize: size === "medium" ? "medium" : "32px" });
          const view = document.querySelector("main")?.shadowRoot?.querySelector(".lk");
          if (!view) throw new Error("nothing is shown");
          const frame = view.getBoundingClientRect();
          for (const one of view.querySelectorAll("*:not(.sr, .sr *, svg *)")) {
            const { left, right, width: own } = one.getBoundingClientRect();
            if (own > 0 && (left < frame.left - 1 || right > frame.right + 1))
              found.push(`${language} ${name}: ${one.className} ${one.textContent}`);
            if (
              one.matches(".btn, summary, dt, h1, h2, h3, p, .brand, .position, .stages li") &&
              one.scrollWidth > one.clientWidth + 1 &&
              one.clientWidth > 0
            )
              found.push(`${language} ${name}: cut off: ${one.className} ${one.textContent}`);
          }
        }
      }
      return found;
    }, fontSize);
    expect(wide).toEqual([]);
  });
}
