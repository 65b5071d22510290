import { chmodSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, expect, it } from "vitest";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { restrictDataDir } from "@/lib/kernel/restrict-data-dir";

const scratch = createScratchDirectory("data-dir");
afterAll(() => scratch.remove());
let dataDir = "";
let count = 0;

beforeEach(() => {
  count += 1;
  dataDir = join(scratch.path, `data-${count}`);
});

/** A data folder as an earlier version left it. */
function writeWide(names: readonly string[]): void {
  mkdirSync(join(dataDir, "pglite/base"), { recursive: true });
  mkdirSync(join(dataDir, "caddy/pki"), { recursive: true });
  for (const name of ["edge", "run"]) mkdirSync(join(dataDir, name), { recursive: true });
  for (const name of names) {
    writeFileSync(join(dataDir, name), "x");
    chmodSync(join(dataDir, name), 0o666);
  }
  for (const name of ["", "pglite", "pglite/base", "caddy", "caddy/pki", "edge", "run"])
    chmodSync(join(dataDir, name), 0o755);
}

const modes = () =>
  Object.fromEntries(
    ["", ...(readdirSync(dataDir, { recursive: true }) as string[])].map((name) => [
      name,
      (statSync(join(dataDir, name)).mode & 0o777).toString(8),
    ]),
  );

const ours = [
  ...["pglite/base/1", "caddy/pki/key", "caddy.log", "caddy.log.1", "lock.json"],
  ...["edge/tokens.json", "run/app.pid"],
];

it("creates the folder for the owner only", () => {
  expect(restrictDataDir(dataDir)).toBeNull();
  expect(modes()).toEqual({ "": "700" });
});

it("takes the rights of others from everything in a folder of ours", () => {
  writeWide(ours);
  expect(restrictDataDir(dataDir)).toBeNull();
  for (const [name, mode] of Object.entries(modes())) expect([name, mode]).toEqual([name, mode.replace(/..$/, "00")]);
});

it("leaves other files, the folder that holds them and the targets of links alone, and says so", () => {
  writeWide([...ours, "notes.txt"]);
  const target = join(scratch.path, `target-${count}`);
  writeFileSync(target, "x");
  chmodSync(target, 0o644);
  symlinkSync(target, join(dataDir, "caddy/link"));
  expect(restrictDataDir(dataDir)).toContain("set DATA_DIR");
  expect(modes()).toMatchObject({
    "": "755",
    "notes.txt": "666",
    pglite: "700",
    "pglite/base/1": "600",
    "caddy.log": "600",
  });
  expect(statSync(target).mode & 0o777).toBe(0o644);
  chmodSync(dataDir, 0o700);
  expect(restrictDataDir(dataDir)).toBeNull();
});
