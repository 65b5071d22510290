import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";

const forms = ["full", "empty", "loading", "failing"];
const views = ["1280-light", "1280-dark", "390-light", "390-dark"];
/** What the repository holds. */
const committed = join("docs", "images", "pages.jpg");
const maxBytes = 600_000;

/** All pictures on one page, and a small one of the full pages for the documentation. */
export async function writeContactSheet(page: Page, folder: string, names: readonly string[]): Promise<void> {
  const index = names.flatMap((name) => forms.map((form) => row(folder, name, form)));
  writeFileSync(join(folder, "index.html"), sheet(index.join(""), ""));
  await page.setViewportSize({ width: 1200, height: 900 });
  await page.setContent(sheet(names.map((name) => row(folder, name, "full", true)).join(""), small));
  await page.waitForLoadState("load");
  mkdirSync(join("docs", "images"), { recursive: true });
  for (const quality of [60, 45, 30, 20]) {
    await page.screenshot({ path: committed, fullPage: true, type: "jpeg", quality });
    if (statSync(committed).size <= maxBytes) return;
  }
  throw new Error(`${committed} is larger than ${maxBytes} bytes`);
}

/** The pictures of one page in one form; `inline`: with the pictures in it. */
function row(folder: string, name: string, form: string, inline = false): string {
  const files = views.map((view) => `${name}-${form}-${view}.png`).filter((file) => existsSync(join(folder, file)));
  if (files.length === 0) return "";
  const images = files.map((file) => {
    const from = inline ? `data:image/png;base64,${readFileSync(join(folder, file)).toString("base64")}` : file;
    return `<a href="${inline ? "#" : file}"><img src="${from}" alt="${file}"></a>`;
  });
  return `<figure><figcaption>${name}${inline ? "" : `, ${form}`}</figcaption><div>${images.join("")}</div></figure>`;
}

const small = "body{columns:2;font-size:9px}figure{margin:0 0 6px}img{height:130px}div{gap:4px}";

function sheet(body: string, more: string): string {
  return `<!doctype html><meta charset="utf-8"><title>Every page</title><style>
body{font:14px system-ui;margin:12px;background:#ddd;columns:1}
figure{break-inside:avoid;margin:0 0 24px}
div{display:flex;gap:8px;align-items:start;overflow:hidden}
img{height:420px;object-fit:cover;object-position:top;background:#fff;display:block;max-width:none}
img[alt*="-1280-"]{aspect-ratio:1280/900}img[alt*="-390-"]{aspect-ratio:390/900}
${more}</style>${body}`;
}
