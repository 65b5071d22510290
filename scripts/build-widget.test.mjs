import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildWidget } from "./build-widget.mjs";

/** In bytes, with gzip. */
const maxFirstLoad = 25_000;
const maxFlow = 40_000;

const target = mkdtempSync(join(tmpdir(), "latchkey-built-widget-"));
const pinned = "0123456789abcdef0123";
let manifest;

beforeAll(async () => {
  mkdirSync(join(target, "v1", pinned), { recursive: true });
  writeFileSync(join(target, "v1", pinned, "v1.js"), "an earlier version");
  manifest = await buildWidget(target);
});
afterAll(() => rmSync(target, { recursive: true, force: true }));

const read = (...path) => readFileSync(join(target, ...path));

it("a page loads 25 kB for the widget in English at most, and 40 kB for all of the flow", () => {
  const { sizes } = manifest;
  expect(sizes["v1.js"].gzip).toBeLessThanOrEqual(maxFirstLoad);
  expect(sizes["v1.js"].gzip + sizes["later.js"].gzip).toBeLessThanOrEqual(maxFlow);
  expect(gunzipSync(read("v1.js.gz"))).toEqual(read("v1.js"));
  expect(read("v1.js.gz").length).toBe(sizes["v1.js"].gzip);
});

it("has a file of each language, and the code in none of them", () => {
  const languages = ["en", "de", "fr", "es", "pt-br", "it", "nl", "pl", "ja", "ar"];
  for (const language of languages) {
    expect(read("v1", manifest.hash, `${language}.js`).toString()).not.toMatch(/createElement|addEventListener/);
    expect(read("v1.js").toString()).toContain(`/widget/v1/${manifest.hash}/${language}.js`);
  }
});

it("the manifest names a file that stays, and its integrity", () => {
  expect(JSON.parse(read("v1.json"))).toEqual(manifest);
  const file = read(manifest.file.replace("/widget/", ""));
  expect(manifest.integrity).toBe(`sha384-${createHash("sha384").update(file).digest("base64")}`);
  expect(file).toEqual(read("v1.js"));
});

it("what is served compressed is what is served plain", () => {
  const folder = join("v1", manifest.hash);
  const names = readdirSync(join(target, folder)).filter((name) => /\.(js|css)$/.test(name));
  expect(names.length).toBeGreaterThan(10);
  for (const name of names) {
    expect(gunzipSync(read(folder, `${name}.gz`))).toEqual(read(folder, name));
    expect(brotliDecompressSync(read(folder, `${name}.br`))).toEqual(read(folder, name));
  }
});

it("the same sources make the same files, and versions that pages have pinned stay", async () => {
  expect(await buildWidget(target)).toEqual(manifest);
  expect(read("v1", pinned, "v1.js").toString()).toBe("an earlier version");
  for (let count = 0; count < 40; count += 1)
    mkdirSync(join(target, "v1", `${count}`.padStart(20, "0")), { recursive: true });
  await buildWidget(target);
  const kept = readdirSync(join(target, "v1"));
  expect(kept.length).toBe(30);
  expect(kept).toContain(manifest.hash);
});

it("asks for nothing that a strict page refuses: no eval, no storage, no cookie", () => {
  for (const name of ["v1.js", "later.js", "hosted.js", "qr-code.js"]) {
    const text = read("v1", manifest.hash, name).toString();
    expect(text).not.toMatch(/\beval\(|new Function|localStorage|sessionStorage|indexedDB|\.cookie\b/);
  }
});
