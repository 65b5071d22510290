import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { exampleIds } from "@/lib/api/endpoints/examples";
import { scriptLimits } from "./support/script-limits";

// What a page's first visit loads of script, by the build's own list. Small enough is no accident: one import can double it.
const build = join(import.meta.dirname, "../.next");
const routes: { route: string; firstLoadChunkPaths: string[] }[] = JSON.parse(
  readFileSync(join(build, "diagnostics/route-bundle-stats.json"), "utf8"),
);
/** Next's own page for errors of the whole app. */
const pages = routes.filter(({ route }) => route !== "/_global-error" && route !== "/_not-found");
const texts = new Map(
  [...new Set(pages.flatMap(({ firstLoadChunkPaths }) => firstLoadChunkPaths))].map((file) => [
    file,
    readFileSync(join(build, "..", file), "utf8"),
  ]),
);
const sizes = new Map([...texts].map(([file, text]) => [file, gzipSync(text).length / 1_000]));
const sizeOf = (files: readonly string[]) => files.reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0);

it("each page has a limit, and no limit is of a page that is gone", () => {
  expect(pages.map(({ route }) => route).sort()).toEqual(Object.keys(scriptLimits).sort());
});

it.each(pages)("$route loads no more script than its limit", ({ route, firstLoadChunkPaths }) => {
  const kb = sizeOf(firstLoadChunkPaths);
  const limit = scriptLimits[route] ?? 0;
  const text = `${route} loads ${kb.toFixed(1)} kB of script, as gzip; its limit is ${limit} kB. The largest parts:\n${largest(firstLoadChunkPaths)}`;
  expect(kb <= limit, text).toBe(true);
});

it("a limit is close to what its page loads, so that it notices the next import", () => {
  const loose = pages
    .map(({ route, firstLoadChunkPaths }) => ({ route, kb: sizeOf(firstLoadChunkPaths) }))
    .filter(({ route, kb }) => (scriptLimits[route] ?? 0) > kb * 1.06)
    .map(({ route, kb }) => `${route} loads ${kb.toFixed(1)} kB, and may load ${scriptLimits[route]} kB`);
  expect(loose).toEqual([]);
});

it("no page loads zod, the examples of the API, or a menu, before somebody uses it", () => {
  const marks = {
    zod: "_zod",
    examples: exampleIds.connection,
    "menus and panels": "data-radix-popper-content-wrapper",
  };
  for (const [name, mark] of Object.entries(marks)) {
    const loading = pages.filter(({ firstLoadChunkPaths }) =>
      firstLoadChunkPaths.some((file) => texts.get(file)?.includes(mark)),
    );
    expect(
      loading.map(({ route }) => route),
      name,
    ).toEqual([]);
  }
});

/** The largest parts of a page, each with the components that the build says are in it. */
function largest(files: readonly string[]): string {
  const modules = modulesByFile();
  return files
    .toSorted((one, other) => (sizes.get(other) ?? 0) - (sizes.get(one) ?? 0))
    .slice(0, 8)
    .map((file) => {
      const names = modules.get(file)?.filter((name) => !name.startsWith("node_modules/next/")) ?? [];
      return `  ${(sizes.get(file) ?? 0).toFixed(1)} kB  ${names.slice(0, 4).join(", ") || "React and Next"}`;
    })
    .concat("What is in them: next experimental-analyze")
    .join("\n");
}

/** The components that need each part of the build. Those that need the fewest parts come first: it is most likely theirs. */
function modulesByFile(): Map<string, string[]> {
  const needs = new Map<string, Set<string>>();
  const folder = join(build, "server/app");
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith("_client-reference-manifest.js")) continue;
    const text = readFileSync(join(folder, name), "utf8");
    const manifest = JSON.parse(text.slice(text.indexOf("] = ") + 4).replace(/;\s*$/, "")) as {
      clientModules: Record<string, { chunks: string[] }>;
    };
    for (const [module, { chunks }] of Object.entries(manifest.clientModules)) {
      const name = module.replace("[project]/", "");
      needs.set(
        name,
        new Set([...(needs.get(name) ?? []), ...chunks.map((chunk) => chunk.replace("/_next/", ".next/"))]),
      );
    }
  }
  const found = new Map<string, string[]>();
  for (const [name, files] of [...needs].sort(([, one], [, other]) => one.size - other.size)) {
    for (const file of files) found.set(file, [...(found.get(file) ?? []), name]);
  }
  return found;
}
