import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePlanPrice, planNames, priceText } from "@/lib/kernel/plans";

const currencies = [
  ["EUR", 2],
  ["USD", 2],
  ["JPY", 0],
  ["KWD", 3],
] as const;

test("a price is read in its currency's smallest unit, whatever fractions it has", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...planNames),
      fc.constantFrom(...currencies),
      fc.nat(999_999),
      fc.constantFrom("month", "year"),
      (plan, [currency, digits], amount, period) => {
        const text = (amount / 10 ** digits).toFixed(digits);
        expect(parsePlanPrice(`${plan}=${text} ${currency}/${period}`)).toEqual({
          plan,
          price: { amount, currency, period },
        });
      },
    ),
  );
});

test.each([
  "pro",
  "pro=49",
  "gold=49 EUR/month",
  "pro=49 EUR/week",
  "pro=4.999 EUR/month",
  "pro=1 XYZ/month",
  "pro=-1 EUR/month",
])("%s is no price", (text) => expect(parsePlanPrice(text)).toBeNull());

test("prices read as people write them", () => {
  expect(priceText({ amount: 4_900, currency: "EUR", period: "month" })).toBe("€49 a month");
  expect(priceText({ amount: 49_050, currency: "USD", period: "year" })).toBe("$490.50 a year");
  expect(priceText({ amount: 5_000, currency: "JPY", period: "month" })).toBe("¥5,000 a month");
});
