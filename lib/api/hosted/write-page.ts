import { createHash } from "node:crypto";
import type { Brand } from "@/lib/accounts/branding/schema";
import { headTexts } from "@/lib/api/hosted/head-texts";
import { toHtml, toJsonBlock } from "@/lib/api/hosted/write-html";
import type { WidgetManifest } from "@/lib/api/widget-files";
import type { SetUpResource } from "@/lib/diagnosis/setup/schema";
import { type Language, rightToLeft } from "@/lib/kernel/languages";
import type { WidgetTheme } from "@/lib/accounts/applications/schema";

/** What the hosted page is, before anything was checked. */
export type PageFacts = {
  language: Language;
  brand: Brand;
  theme: WidgetTheme;
  /** In Unicode; null: the link does not work. */
  hostname: string | null;
  /** null: nothing was built, and the page stays as the server wrote it. */
  widget: WidgetManifest | null;
  /** Declarations of the theme's colours and sizes: `--name: value;` */
  properties: string;
};

/** What the page's script begins with. `setUp`: as it was when the page was written; null: the script asks. */
export type PageStart = { language: Language; brand: Brand; theme: WidgetTheme; setUp: SetUpResource | null };

/** Of somebody who has no scripts, so that the page gets to know what has changed. In seconds. */
const refreshSeconds = 30;

/** The page up to where the flow is, all of which is known at once. */
export function writeHead({ language, brand, theme, hostname, widget, properties }: PageFacts): string {
  const texts = headTexts[language];
  const fill = (text: string) =>
    toHtml(text.replace(/\{(\w+)\}/g, (_, key) => (key === "domain" ? (hostname ?? "") : brand.name)));
  const [asks, description] = [fill(texts.asks), fill(texts.description)];
  const preview = [
    `<title>${fill(texts.title)}</title>`,
    `<meta name="description" content="${description}">`,
    `<meta property="og:title" content="${asks}">`,
    `<meta property="og:description" content="${description}">`,
    `<meta property="og:site_name" content="${toHtml(brand.name)}">`,
    `<meta property="og:type" content="website">`,
    `<meta name="twitter:card" content="summary">`,
    `<noscript><meta http-equiv="refresh" content="${refreshSeconds}"></noscript>`,
  ];
  const folder = widget && `/widget/v1/${widget.hash}`;
  const files = folder
    ? [
        `<link rel="stylesheet" href="${folder}/page.css">`,
        `<script type="module" src="${folder}/hosted.js"></script>`,
        ...(language === "en" ? [] : [`<link rel="modulepreload" href="${folder}/${language}.js">`]),
      ]
    : [];
  const direction = rightToLeft.has(language) ? "rtl" : "ltr";
  return [
    `<!DOCTYPE html>\n<html lang="${language}" dir="${direction}" data-scheme="${theme.colorScheme}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="robots" content="noindex, nofollow">',
    '<meta name="referrer" content="no-referrer">',
    '<meta name="format-detection" content="telephone=no, date=no, email=no, address=no">',
    ...(hostname === null ? [`<title>${fill(texts.gone)}</title>`] : preview),
    ...files,
    `<style>${styleOf(properties)}</style>`,
    '</head><body><main id="content">',
  ].join("\n");
}

/** What follows the flow. */
export function writeEnd(start: PageStart): string {
  return `</main>\n<script type="application/json" id="start">${toJsonBlock(start)}</script>\n</body></html>\n`;
}

/** The one rule of the page that is not in its style sheet, for `style-src`. */
export function styleHash(properties: string): string {
  return `'sha256-${createHash("sha256").update(styleOf(properties)).digest("base64")}'`;
}

function styleOf(properties: string): string {
  return `.latchkey-page{${properties}}`;
}
