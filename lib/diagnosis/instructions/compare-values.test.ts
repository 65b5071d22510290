import { expect, it } from "vitest";
import { compareValues } from "@/lib/diagnosis/instructions/compare-values";
import { en } from "@/lib/diagnosis/instructions/languages/en";
import { instructionTextsOf } from "@/lib/diagnosis/instructions/languages/instruction-texts-of";
import { languages } from "@/lib/kernel/languages";

const wanted = "edge.latchkey.test";

it("says in words what is wrong with a value that is nearly right", () => {
  expect(compareValues("egde.latchkey.tst", wanted, en)).toBe(
    "Compare the two: two characters are swapped (“gd” in place of “dg”) and “e” is missing.",
  );
  expect(compareValues("edge.latchkey.tesk", wanted, instructionTextsOf("de"))).toBe(
    "Vergleichen Sie die beiden: „k“ steht anstelle von „t“.",
  );
});

it.each(languages)("names the characters in %s, for each kind of mistake", (language) => {
  const texts = instructionTextsOf(language);
  const swapped = compareValues("edge.latchkey.tset", wanted, texts);
  expect(swapped).toMatch(/se.*es|es.*se/);
  expect(compareValues("edge.latchky.test", wanted, texts)).toContain("e");
  expect(compareValues("edge.latchkeyq.test", wanted, texts)).toContain("q");
  expect(compareValues("edge.latchkex.test", wanted, texts)).toMatch(/x.*y|y.*x/);
});

it("says nothing of another value, or of the right one", () => {
  expect(compareValues("shops.other.net", wanted, en)).toBeNull();
  expect(compareValues(wanted, wanted, en)).toBeNull();
});
