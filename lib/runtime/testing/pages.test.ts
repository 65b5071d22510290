import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { endpoints } from "@/lib/api/endpoints/registry";

// A page calls a verb through `prefetch` alone, which checks what the verb's endpoint checks.
const root = join(import.meta.dirname, "../../..");
const pages = ["app/(dashboard)", "app/(support)"].flatMap(listPages);

/** What a page may use of lib beside verbs: data, and what the layouts say about the visitor. */
const notVerbs = /\/(schema|catalog|machine|policy)$|^@\/lib\/(accounts\/users\/get-session|edge\/edge-ca-file)$/;

/** A verb is called as its endpoint is. */
const endpointIds = new Set<string>(endpoints.map(({ id }) => id));

describe.each(pages)("%s", (file) => {
  const text = readFileSync(join(root, file), "utf8");
  const names = verbNames(text);

  it("names a verb only to hand it to prefetch", () => {
    for (const name of names) {
      const uses = text.match(new RegExp(`\\b${name}\\b`, "g")) ?? [];
      const handed = text.match(new RegExp(`prefetch\\(\\w+(\\((?:[^()]|\\(\\))*\\))?, ${name}\\)`, "g")) ?? [];
      // Once more in the import.
      expect([name, uses.length]).toEqual([name, handed.length + 1]);
      expect(handed.length).toBeGreaterThan(0);
    }
  });

  it("hands over verbs of endpoints, and no function of its own", () => {
    expect(names.filter((name) => !endpointIds.has(name))).toEqual([]);
    expect(text).not.toMatch(/scopes\.includes|queryFn|\bctx\b/);
  });
});

/** The names that a page imports from lib to run them. */
function verbNames(text: string): string[] {
  const found = [...text.matchAll(/^import (?!type )\{([^}]+)\} from "(@\/lib\/[^"]+)"/gm)];
  return found
    .filter(([, , from]) => !notVerbs.test(from ?? ""))
    .flatMap(([, list]) => (list ?? "").split(","))
    .map((name) => name.trim())
    .filter((name) => name !== "" && !name.startsWith("type "));
}

function listPages(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(({ name }) => name === "page.tsx" || name === "layout.tsx")
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}
