import { expect, test } from "vitest";
import { relativeText } from "@/components/ui/relative-time";

test("the past, the present and the future are put into words", () => {
  expect(relativeText(0, false)).toBe("just now");
  expect(relativeText(0, true)).toBe("now");
  expect(relativeText(59, false)).toBe("59 s ago");
  expect(relativeText(3_600, false)).toBe("1 h ago");
  expect(relativeText(3 * 86_400, true)).toBe("3 days");
  expect(relativeText(-7_200, false)).toBe("in 2 h");
});

test("a clock that is some seconds behind the server's shows no future", () => {
  expect(relativeText(-20, false)).toBe("just now");
});

test("a time that is planned is never in the past or uncertain", () => {
  expect(relativeText(-45, false, true)).toBe("in 45 s");
  expect(relativeText(-2, false, true)).toBe("in 2 s");
  expect(relativeText(3, false, true)).toBe("now");
});

test("what was chosen as so many days, hours or minutes is shown as that right afterwards", () => {
  for (const [seconds, text] of [
    [7 * 86_400, "in 7 days"],
    [24 * 3_600, "in 24 h"],
    [30 * 60, "in 30 min"],
  ] as const)
    for (const later of [0, 1, 20]) expect(relativeText(later - seconds, false)).toBe(text);
});
