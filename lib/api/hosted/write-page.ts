import { createHash } from "node:crypto";
import type { WidgetTheme } from "@/lib/accounts/applications/schema";
import type { Brand } from "@/lib/accounts/branding/schema";
import { headTexts } from "@/lib/api/hosted/head-texts";
import { toHtml, toJsonBlock } from "@/lib/api/hosted/write-html";
import { type Language, rightToLeft } from "@/lib/kernel/languages";
import type { HostedStart } from "@/widget/skins/hosted-start";
import { themeProperties } from "@/widget/view/apply-theme";

/** What the hosted page is, before anything was checked. */
export type PageFacts = {
  language: Language;
  brand: Brand;
  theme: WidgetTheme;
  /** In Unicode; null: not known, or the link does not work. */
  hostname: string | null;
  /** null: nothing was built, and the page stays as the server wrote it. */
  widget: { hash: string } | null;
  /** Of `propertiesOf`. */
  properties: string;
  /** The link does not work. */
  isStatic?: boolean;
};

/** For a browser without scripts, so that the page gets to know what has changed. */
const refreshSeconds = 30;

/** The page up to the flow's place, all of which is known at once. */
export function writeHead(facts: PageFacts): string {
  const { language, brand, theme, hostname, widget, properties, isStatic = false } = facts;
  const texts = headTexts[language];
  const values: Record<string, string> = { name: brand.name, domain: hostname ?? "" };
  const fill = (text: string) => toHtml(text.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? ""));
  const [asks, description] = [fill(texts.asks), fill(texts.description)];
  const preview = [
    `<title>${fill(texts.title)}</title>`,
    `<meta name="description" content="${description}">`,
    `<meta property="og:title" content="${asks}">`,
    `<meta property="og:description" content="${description}">`,
    `<meta property="og:site_name" content="${toHtml(brand.name)}">`,
    '<meta property="og:type" content="website">',
    '<meta name="twitter:card" content="summary">',
    `<noscript><meta http-equiv="refresh" content="${refreshSeconds}"></noscript>`,
  ];
  const title = isStatic ? fill(texts.gone) : toHtml(brand.name);
  return [
    `<!DOCTYPE html>\n<html lang="${language}" dir="${rightToLeft.has(language) ? "rtl" : "ltr"}" data-scheme="${theme.colorScheme}">`,
    '<head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="robots" content="noindex, nofollow">',
    '<meta name="referrer" content="no-referrer">',
    '<meta name="format-detection" content="telephone=no, date=no, email=no, address=no">',
    ...(hostname === null ? [`<title>${title}</title>`] : preview),
    ...(widget === null ? [] : filesOf(widget.hash, language, isStatic)),
    `<style>${ruleOf(properties)}</style>`,
    '</head><body><main id="content">',
    ...(hostname === null ? [] : [`<p class="ask"><strong>${asks}</strong> <span>${description}</span></p>`]),
    "",
  ].join("\n");
}

function filesOf(hash: string, language: Language, isStatic: boolean): string[] {
  const folder = `/widget/v1/${hash}`;
  const sheet = `<link rel="stylesheet" href="${folder}/page.css">`;
  if (isStatic) return [sheet];
  const texts = language === "en" ? [] : [`<link rel="modulepreload" href="${folder}/${language.toLowerCase()}.js">`];
  return [sheet, `<script type="module" src="${folder}/hosted.js"></script>`, ...texts];
}

/** `flow`: where the script goes on. `waiting`: in its place until the check has ended. */
export function writePlace(kind: "flow" | "waiting", html: string): string {
  return kind === "flow"
    ? `<div class="latchkey-page" id="flow">${html}</div>\n`
    : `<div class="latchkey-page waiting" aria-busy="true">${html}</div>\n`;
}

/** What follows the flow. null: nothing goes on. */
export function writeEnd(start: HostedStart | null): string {
  const block = start === null ? "" : `<script type="application/json" id="start">${toJsonBlock(start)}</script>\n`;
  return `</main>\n${block}</body></html>\n`;
}

/** Declarations of the theme's custom properties. */
export function propertiesOf(theme: WidgetTheme, brand: Brand): string {
  return themeProperties(theme, brand, theme.colorScheme)
    .map(([name, value]) => (value === null ? "" : `${name}:${value};`))
    .join("");
}

/** Of the page's one rule that is not in its style sheet, for `style-src`. */
export function styleHash(properties: string): string {
  return `'sha256-${createHash("sha256").update(ruleOf(properties)).digest("base64")}'`;
}

function ruleOf(properties: string): string {
  return `.latchkey-page{${properties}}`;
}
