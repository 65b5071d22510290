import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Page, test } from "@playwright/test";
import { startViewPage } from "@/e2e/widget/view-page";
import type { Language } from "@/lib/kernel/languages";

// Every example at two widths, light and dark, and a sheet of the steps for the documentation. WIDGET_PICTURES=records,send takes those alone; WIDGET_LANGUAGE=ar another language.
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
  if (chosen === undefined && language === "en") await writeSheet(page);
  await view.close();
});

/** What the documentation shows: the steps, two of them dark. */
const steps = [
  "domain_from_url-en-390-light",
  "analysis_conflicts-en-390-light",
  "choice-en-390-light",
  "records-en-390-light",
  "progress_spreading-en-390-light",
  "progress_stalled-en-390-dark",
  "send_link-en-390-dark",
  "success-en-390-light",
];

async function writeSheet(page: Page): Promise<void> {
  const images = steps.map((name) => {
    const data = readFileSync(join(folder, `${name}.png`)).toString("base64");
    return `<img src="data:image/png;base64,${data}" alt="">`;
  });
  await page.goto("about:blank");
  await page.setViewportSize({ width: 2_400, height: 900 });
  await page.setContent(`<style>body{margin:16px;background:#dddad2;display:flex;gap:16px;align-items:start}
img{flex:1;min-width:0;border-radius:10px}</style>${images.join("")}`);
  await page.screenshot({ path: join("docs", "images", "widget.jpg"), fullPage: true, type: "jpeg", quality: 70 });
}
