import fc from "fast-check";
import { expect, it } from "vitest";
import { acceptedLanguages } from "@/lib/api/hosted/accepted-languages";

it.each([
  [null, []],
  ["", []],
  ["de", ["de"]],
  ["en;q=0.5, de-AT, fr;q=0.8", ["de-AT", "fr", "en"]],
  ["en, fr", ["en", "fr"]],
  ["*, nl;q=0, pl;q=0.1", ["pl"]],
  ["ja;q=x, it", ["it"]],
])("of %j wants %j", (header, tags) => {
  expect(acceptedLanguages(header)).toEqual(tags);
});

it("takes any text, however long", () => {
  fc.assert(fc.property(fc.string({ maxLength: 2_000 }), (header) => acceptedLanguages(header).length <= 20));
  expect(acceptedLanguages("de,".repeat(100_000)).length).toBeLessThanOrEqual(20);
});
