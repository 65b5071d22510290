import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { directDependencies, licenceProblems, readLock } from "./dependencies.mjs";
import { readRows } from "./dependency-table.mjs";
import { root } from "./prepare.mjs";

const lock = readLock(root);
const rows = readRows(readFileSync(join(root, "docs/dependencies.md"), "utf8"));

it("docs/dependencies.md has a row for each dependency in its version, and no other (npm run supply-chain)", () => {
  const versions = [...rows].map(([name, { version }]) => `${name} ${version}`);
  expect(versions.sort()).toEqual(
    directDependencies(lock)
      .map(({ name, version }) => `${name} ${version}`)
      .sort(),
  );
});

it("each row says why the package is here, where its source is, and under which licence", () => {
  const incomplete = [...rows].filter(([, { why, source, licence }]) => !why || !source || !licence);
  expect(incomplete.map(([name]) => name)).toEqual([]);
});

it("package.json names exact versions only", () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
    ([, version]) => !/^(npm:[\w@/-]+@)?\d/.test(version),
  );
  expect(loose).toEqual([]);
});

it("every package of the lock file has an allowed licence", () => {
  expect(licenceProblems(lock)).toEqual([]);
});

it.each([
  ["GPL-3.0-only", false],
  ["AGPL-3.0-or-later", false],
  ["MIT AND GPL-3.0-only", false],
  ["UNLICENSED", false],
  [undefined, false],
  ["MIT OR GPL-3.0-only", true],
  ["(MIT AND Zlib)", true],
  ["ISC", true],
])("knows whether a licence is allowed: %s", (license, isAllowed) => {
  const problems = licenceProblems({ "": {}, "node_modules/a/node_modules/@x/b": { version: "1.0.0", license } });
  expect(problems).toHaveLength(isAllowed ? 0 : 1);
});

it("every package of the lock file has a hash, except those inside another package, and no registry's address", () => {
  const packages = Object.entries(lock).filter(([path]) => path !== "");
  expect(packages.filter(([, { integrity, inBundle }]) => !integrity && !inBundle).map(([path]) => path)).toEqual([]);
  expect(packages.filter(([, { resolved }]) => resolved).map(([path]) => path)).toEqual([]);
});

it("counts each package that comes along once", () => {
  const small = {
    "": { dependencies: { a: "1.0.0" } },
    "node_modules/a": { version: "1.0.0", license: "MIT", dependencies: { b: "1", c: "1" } },
    "node_modules/b": { version: "1.0.0", dependencies: { c: "2" } },
    "node_modules/b/node_modules/c": { version: "2.0.0", dependencies: { a: "1" } },
    "node_modules/c": { version: "1.0.0", optionalDependencies: { absent: "1" } },
  };
  expect(directDependencies(small)).toEqual([
    { name: "a", registryName: "a", version: "1.0.0", isDev: false, licence: "MIT", packages: 3 },
  ]);
});
