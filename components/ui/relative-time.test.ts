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
