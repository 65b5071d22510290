import { existsSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { expect, it } from "vitest";

// The responder must start and answer without what it is there to outlive.
const root = join(import.meta.dirname, "../../..");
const forbidden =
  /^(next|next-auth|react|react-dom|@prisma|prisma|pg|@electric-sql|pglite-prisma-adapter)(\/|$)|^@\/lib\/(db|runtime|api)\/|^@\/lib\/kernel\/env$/;

it("imports nothing of Next, React, Prisma, the database or the app's environment, over any number of files", () => {
  const { files, names } = walk("lib/edge/responder/main.ts");
  expect(files.size).toBeGreaterThan(30);
  expect([...names].filter(([name]) => forbidden.test(name))).toEqual([]);
});

it("the walk finds what is far away", () => {
  expect([...walk("server.ts").names.keys()].filter((name) => forbidden.test(name))).toEqual(
    expect.arrayContaining(["next", "@/lib/kernel/env", "@/lib/db/client"]),
  );
});

/** Every file that is loaded, and every name that one of them imports, with the first file that does. Types are not loaded. */
function walk(entry: string): { files: Set<string>; names: Map<string, string> } {
  const files = new Set<string>();
  const names = new Map<string, string>();
  const open = [entry];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    for (const name of valueImports(readFileSync(join(root, file), "utf8"))) {
      if (!names.has(name)) names.set(name, file);
      if (builtinModules.includes(name.replace(/^node:/, "")) || !name.startsWith("@/")) continue;
      const found = [`${name.slice(2)}.ts`, `${name.slice(2)}.tsx`].find((path) => existsSync(join(root, path)));
      if (found !== undefined) open.push(found);
      else if (!name.endsWith(".json")) throw new Error(`${file} imports ${name}, which is not there`);
    }
  }
  return { files, names };
}

function valueImports(text: string): string[] {
  const code = text.replace(/`(?:[^`\\]|\\.)*`/g, "``");
  const listed = [...code.matchAll(/^(?:import|export)\b(?!\s+type\b)([^"'`;]*?)\bfrom\s+"([^"]+)"/gm)];
  const bare = [...code.matchAll(/^import\s+"([^"]+)"/gm), ...code.matchAll(/\bimport\(\s*"([^"]+)"/g)];
  const ofValues = listed.filter(([, names = ""]) => !/^\s*\{(\s*type\s[^,}]+,?)*\s*\}\s*$/.test(names));
  return [...ofValues.map(([, , name]) => name ?? ""), ...bare.map(([, name]) => name ?? "")];
}
