import { expect, it } from "vitest";
import { joinSentences } from "@/lib/diagnosis/instructions/join-sentences";

it("has spaces between sentences, but none in Japanese", () => {
  expect(joinSentences(["One.", "Two."], "en")).toBe("One. Two.");
  expect(joinSentences(["一つ目です。", "二つ目です。"], "ja")).toBe("一つ目です。二つ目です。");
});
