import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { adapters } from "@/lib/dns/adapters/adapters";
import { findProvider } from "@/lib/dns/providers/catalog";
import { proofs } from "./proofs";
import { documentPath, withTables } from "./providers-table";

it("docs/dns-providers.md has the facts of the adapters and of the forms: npm run providers writes them", () => {
  const text = readFileSync(documentPath, "utf8");
  expect(withTables(text)).toBe(text);
});

it("every adapter is one of a provider of the catalog, and says what it was proved by", () => {
  expect(adapters.filter(({ facts }) => findProvider(facts.provider) === null)).toEqual([]);
  expect(adapters.map(({ facts }) => facts.provider).filter((provider) => !(provider in proofs))).toEqual([]);
  expect(Object.keys(proofs).filter((key) => !adapters.some(({ facts }) => facts.provider === key))).toEqual([]);
});

it("says “dns-lexicon works there” exactly where a test runs it", () => {
  const claimed = Object.keys(proofs).filter((key) => proofs[key]?.includes("dns-lexicon"));
  const run = Object.keys(proofs).filter((key) =>
    readFileSync(join(import.meta.dirname, `${key.replaceAll("_", "-")}.test.ts`), "utf8").includes("runLexicon({"),
  );
  expect(claimed).toEqual(run);
});
