// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it } from "vitest";
import { load } from "@/widget/package/load";
import type { LatchkeyGlobal } from "@/widget/skins/options";

const latchkey = { version: "1" } as LatchkeyGlobal;
let added: HTMLScriptElement[] = [];
const scripts = () => added;
const { append } = document.head;

beforeEach(() => {
  added = [];
  // Nothing is loaded here: each test says what came of it.
  document.head.append = (...nodes) => {
    added.push(...nodes.filter((node) => node instanceof HTMLScriptElement));
  };
});
afterEach(() => {
  document.head.append = append;
  delete window.Latchkey;
});

const settle = (event: "load" | "error") => scripts().at(-1)?.dispatchEvent(new Event(event));

it("adds one script however often it is called, and gives everyone the same", async () => {
  const all = Promise.all([1, 2, 3].map(() => load({ origin: "https://one.test" })));
  expect(scripts().map(({ src }) => src)).toEqual(["https://one.test/widget/v1.js"]);
  window.Latchkey = latchkey;
  settle("load");
  expect(await all).toEqual([latchkey, latchkey, latchkey]);
});

it("loads a pinned file with its integrity, by CORS", async () => {
  const file = "/widget/v1/0123/v1.js";
  const loaded = load({ origin: "https://two.test", file, integrity: "sha384-x" });
  const [script] = scripts();
  expect([script?.src, script?.integrity, script?.crossOrigin]).toEqual([
    `https://two.test${file}`,
    "sha384-x",
    "anonymous",
  ]);
  window.Latchkey = latchkey;
  settle("load");
  await loaded;
});

it("refuses an integrity for the file that changes with each release", async () => {
  await expect(load({ origin: "https://three.test", integrity: "sha384-x" })).rejects.toThrow("needs `file`");
  expect(scripts()).toEqual([]);
});

it("says that the script did not load, and tries again when it is called again", async () => {
  const failed = load({ origin: "https://four.test" });
  settle("error");
  await expect(failed).rejects.toThrow("https://four.test/widget/v1.js could not be loaded.");
  const other = load({ origin: "https://four.test" });
  settle("load");
  await expect(other).rejects.toThrow("is not the widget");
  const again = load({ origin: "https://four.test" });
  window.Latchkey = latchkey;
  settle("load");
  expect(await again).toBe(latchkey);
});
