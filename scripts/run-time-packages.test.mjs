import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { packagesReachableFrom, readLock } from "./dependencies.mjs";
import { root } from "./prepare.mjs";

const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const commands = ["start", "app", "worker", "edge", "admin", "doctor", "run-process"].map(
  (name) => `scripts/${name}.mjs`,
);

/** Used without an import. */
const usedOtherwise = {
  "@prisma/client": "lib/db/generated imports it",
  "@tailwindcss/postcss": "named in postcss.config.mjs",
  "@types/node": "Next's build asks for it",
  "@types/react": "Next's build asks for it",
  geist: "app/fonts.ts names its files",
  "react-dom": "Next renders with it",
  typescript: "Next's build asks for it",
};

/** Next names the first as an optional peer, and other packages the rest; npm installs those if the tests have them as well. */
const broughtByOptionalPeers = ["@playwright/test", "@types/react-dom", "playwright", "playwright-core"];

it("what runs imports no package of the tests", () => {
  const missing = [...importedBy(runTimeFiles())].filter(([name]) => !(name in dependencies));
  expect(missing).toEqual([]);
});

it("every dependency is imported by what runs, or has another reason", () => {
  const imported = importedBy(runTimeFiles());
  const unused = Object.keys(dependencies).filter((name) => !imported.has(name) && !(name in usedOtherwise));
  expect(unused).toEqual([]);
});

it("npm ci --omit=dev installs what the dependencies bring, and nothing else", () => {
  const lock = readLock(root);
  const brought = new Set(Object.keys(dependencies).flatMap((name) => [...packagesReachableFrom(lock, name)]));
  const installed = Object.keys(lock).filter((path) => path !== "" && !lock[path].dev);
  const others = installed.filter((path) => !brought.has(path)).map((path) => path.slice("node_modules/".length));
  expect(others.sort()).toEqual(broughtByOptionalPeers);
});

it("an import is found in each of its forms, and one of types alone is none", () => {
  const text = `
import { a } from "one";
import b, {
  c,
} from "@scope/two/part";
import "three";
export * from "four";
const e = await import("five");
@import "six";
import type { G } from "seven";
import { h } from "./eight";
import { i } from "@/lib/nine";
import { j } from "node:fs";
`;
  expect([...packagesIn(text)]).toEqual(["one", "@scope/two", "three", "four", "five", "six"]);
});

/** Everything but tests and what only tests import. */
function runTimeFiles() {
  const folders = ["app", "components", "lib", "widget"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((file) => `${folder}/${file}`),
  );
  const sources = folders.filter(
    (file) =>
      /\.(tsx?|css)$/.test(file) && !/\.test\.tsx?$|\.d\.ts$|\/(testing|contract)\/|^lib\/db\/generated\//.test(file),
  );
  return [...sources, "server.ts", "next.config.ts", ...scriptsBehind(commands)];
}

function scriptsBehind(entries) {
  const found = new Set();
  const visit = (file) => {
    if (found.has(file)) return;
    found.add(file);
    for (const [, name] of read(file).matchAll(/(?:from|import\() ?"\.\/([\w-]+\.mjs)"/g)) visit(`scripts/${name}`);
  };
  entries.forEach(visit);
  return [...found];
}

/** The first file that imports each package. */
function importedBy(files) {
  const first = new Map();
  for (const file of files) for (const name of packagesIn(read(file))) if (!first.has(name)) first.set(name, file);
  return first;
}

function packagesIn(text) {
  const statement =
    /^(?:import|export)\s(?!type\s)[^;"]*?from\s"([^"]+)"|^@?import\s"([^"]+)"|(?<!`)\bimport\("([^"]+)"\)/gm;
  const specifiers = [...text.matchAll(statement)].map(([, from, alone, dynamic]) => from ?? alone ?? dynamic);
  const bare = specifiers.filter((specifier) => /^(@[\w-]+\/)?[\w-]/.test(specifier) && !specifier.startsWith("node:"));
  return new Set(bare.map((specifier) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)[0]));
}

function read(file) {
  return readFileSync(join(root, file), "utf8");
}
