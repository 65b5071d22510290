import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { callerIds, callers } from "@/e2e/contract/access";
import { accessTable } from "@/e2e/contract/access-table";
import { scopes } from "@/lib/kernel/scopes";

it("is what docs/access.md contains (npm run access writes it)", () => {
  const text = readFileSync(new URL("../../docs/access.md", import.meta.url), "utf8");
  expect(text.split("<!-- npm run access -->\n\n")[1]).toBe(accessTable());
});

it("has a key for each scope alone", () => {
  const alone = callerIds
    .map((id) => callers[id])
    .flatMap((caller) => (caller.kind === "key" && caller.scopes.length === 1 ? caller.scopes : []));
  expect(alone.sort()).toEqual([...scopes].sort());
});
