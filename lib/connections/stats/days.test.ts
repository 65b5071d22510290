import { expect, it } from "vitest";
import { lastDays, startOfDay } from "@/lib/connections/stats/days";

it("gives the last days in UTC, today last, over a month's end", () => {
  expect(lastDays(new Date("2026-03-01T00:00:00.000Z"), 3)).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
  expect(lastDays(new Date("2026-03-01T23:59:59.999Z"), 1)).toEqual(["2026-03-01"]);
  expect(startOfDay("2026-03-01")).toEqual(new Date("2026-03-01T00:00:00.000Z"));
});
