import fc from "fast-check";
import { expect, it } from "vitest";
import { languages } from "@/lib/kernel/languages";
import { chooseLanguage } from "@/widget/skins/choose-language";

it.each([
  [["de"], "de"],
  [["de-AT", "fr"], "de"],
  [["PT_br"], "pt-BR"],
  [["pt"], "pt-BR"],
  [["pt-PT"], "pt-BR"],
  [["ar-EG"], "ar"],
  [["xx", "sv", "nl-BE"], "nl"],
  [[undefined, "", null, "pl"], "pl"],
  [["design"], "en"],
  [[], "en"],
] as const)("of %j takes %s", (wishes, language) => {
  expect(chooseLanguage(wishes)).toBe(language);
});

it("takes each of our languages for itself, and answers to any text with one of ours", () => {
  for (const language of languages) expect(chooseLanguage(["xx", language])).toBe(language);
  fc.assert(fc.property(fc.array(fc.string()), (wishes) => languages.includes(chooseLanguage(wishes))));
});
