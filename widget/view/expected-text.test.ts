import { expect, test } from "vitest";
import { en } from "@/widget/texts/en";
import { format } from "@/widget/texts/format";
import { expectedText, timeText } from "@/widget/view/expected-text";

const checkedAt = new Date(Date.UTC(2026, 2, 2, 12, 0));
const view = {
  texts: en,
  language: "en",
  say: (message, values = {}) => format(message, values, "en"),
} satisfies Parameters<typeof expectedText>[0];
const inMinutes = (minutes: number) => new Date(checkedAt.getTime() + minutes * 60_000);
const expected = (minutes: number) => expectedText(view, { checkedAt, expectedAt: inMinutes(minutes) });

test("nothing is promised where nothing is known", () => {
  expect(expectedText(view, { checkedAt, expectedAt: null })).toBeNull();
});

test("what is due is expected any moment", () => {
  expect(expected(0)).toEqual({ about: en.progress.now, by: null });
  expect(expected(-5)).toEqual({ about: en.progress.now, by: null });
});

test("within an hour, the minutes and the time in the reader's time zone", () => {
  expect(expected(0.2)?.about).toBe("Usually within a minute");
  expect(expected(5)).toEqual({
    about: "Usually within 5 minutes",
    by: `At the latest by ${timeText(inMinutes(5), "en")}`,
  });
});

test("on another day, the day too", () => {
  expect(expected(3 * 24 * 60)?.about).toMatch(/^At the latest on Thursday, March 5, /);
});
