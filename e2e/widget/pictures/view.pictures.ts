import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "@playwright/test";
import { startViewPage } from "@/e2e/widget/view-page";
import type { Language } from "@/lib/kernel/languages";

// Every example at two widths, light and dark, and those that the documentation shows. WIDGET_PICTURES=records,send takes those alone; WIDGET_LANGUAGE=ar another language.
const folder = join(".artifacts", "widget");
const chosen = process.env.WIDGET_PICTURES?.split(",");
const language = (process.env.WIDGET_LANGUAGE ?? "en") as Language;

test("the examples", async ({ page }) => {
  if (chosen === undefined) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const view = await startViewPage();
  await page.goto(view.url);
  await page.waitForFunction(() => window.names !== undefined);
  const names = await page.evaluate(() => window.names);
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 2_600 });
    for (const name of names.filter((one) => chosen?.includes(one) ?? true)) {
      for (const scheme of ["light", "dark"] as const) {
        await page.evaluate(([one, shown]) => window.show(one, shown), [name, { language, scheme }] as const);
        await page.locator("main").screenshot({
          path: join(folder, `${name}-${language}-${width}-${scheme}.png`),
          animations: "disabled",
        });
      }
    }
  }
  if (chosen === undefined && language === "en") copyShown();
  await view.close();
});

/** What docs/widget.md shows, by the name of the picture there. */
const shown = {
  domain: "domain_from_url-en-390-light",
  analysis: "analysis_conflicts-en-390-light",
  choice: "choice-en-390-light",
  records: "records-en-390-light",
  send: "send_link-en-390-light",
  progress: "progress_spreading-en-390-light",
  stalled: "progress_stalled-en-390-light",
  success: "success-en-390-light",
};

function copyShown(): void {
  for (const [name, picture] of Object.entries(shown)) {
    copyFileSync(join(folder, `${picture}.png`), join("docs", "images", `widget-${name}.png`));
  }
}
