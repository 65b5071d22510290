import { expect, it } from "vitest";
import { durationText } from "@/components/overview/duration-text";

it.each([
  [null, "–"],
  [0, "0 s"],
  [0.42, "0.4 s"],
  [59.6, "60 s"],
  [84, "1.4 min"],
  [5_400, "1.5 h"],
  [86_400 * 12, "12 d"],
])("says %s seconds as %s", (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});
