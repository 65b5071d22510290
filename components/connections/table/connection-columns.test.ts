import fc from "fast-check";
import { expect, test } from "vitest";
import { connectionColumns, optionalColumnKeys, usualColumns } from "@/components/connections/table/connection-columns";
import { readPreferences } from "@/components/connections/table/table-preferences";
import { exampleSummary } from "@/lib/api/endpoints/examples";

const names = { applications: [], providers: new Map<string, string>() };
const anyRows = fc
  .array(fc.option(fc.constantFrom("cloudflare", "route53")))
  .map((providers) => providers.map((provider) => ({ ...exampleSummary, provider })));

test("without a choice there is no column that would be empty: the DNS provider comes with the first row that has one", () => {
  fc.assert(
    fc.property(anyRows, (rows) => {
      const shown = usualColumns(rows, names);
      expect(shown.includes("provider")).toBe(rows.some(({ provider }) => provider !== null));
      expect(shown).not.toContain("application");
    }),
  );
});

test("the table has the domain, its state and what was chosen, in one order, whatever was stored", () => {
  const anything = fc.oneof(fc.array(fc.oneof(fc.constantFrom(...optionalColumnKeys), fc.string())), fc.jsonValue());
  fc.assert(
    fc.property(anything, fc.jsonValue(), (columns, compact) => {
      const preferences = readPreferences({ columns, compact });
      const chosen = preferences.columns ?? [];
      const keys = connectionColumns(names, chosen, true).map(({ key }) => key);
      expect(keys).toEqual(["hostname", "state", ...optionalColumnKeys.filter((key) => chosen.includes(key))]);
      expect(typeof preferences.compact).toBe("boolean");
    }),
  );
});
