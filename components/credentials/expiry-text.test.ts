import { expect, it } from "vitest";
import { expiryText } from "@/components/credentials/expiry-text";

const now = new Date("2026-11-28T12:00:00Z");
const at = (days: number) => expiryText(new Date(now.getTime() + days * 86_400_000), now);

it("warns from 14 days before, and says when it is over", () => {
  expect([at(15), at(14.1), expiryText(null, now)]).toEqual([null, null, null]);
  expect([at(14), at(2.5), at(0.5), at(0), at(-3)].map((text) => text?.text)).toEqual([
    "Expires in 14 days",
    "Expires in 3 days",
    "Expires within a day",
    "Expired",
    "Expired",
  ]);
});
