import { expect, it } from "vitest";
import { applyCopy } from "@/widget/skins/apply-copy";
import { en } from "@/widget/texts/en";

it("puts the page's words in their places, and leaves all others", () => {
  const changed = applyCopy(en, { heading: "Your own domain", successText: "Nice: {domain}" });
  expect(changed).toEqual({
    ...en,
    domain: { ...en.domain, title: "Your own domain" },
    success: { ...en.success, text: "Nice: {domain}" },
  });
  expect(applyCopy(en)).toEqual(en);
});
