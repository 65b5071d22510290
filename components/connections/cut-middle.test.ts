import fc from "fast-check";
import { expect, test } from "vitest";
import { cutMiddle } from "@/components/connections/cut-middle";

test("both ends stay, in as many characters as fit, and what is short enough stays whole", () => {
  expect(cutMiddle("shop.example.com", 40)).toBe("shop.example.com");
  expect(cutMiddle("a-very-long-label.shop.example.com", 21)).toBe("a-very-lon…xample.com");
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 3, max: 60 }), (text, max) => {
      const cut = cutMiddle(text, max);
      const length = [...text].length;
      expect([...cut].length).toBe(Math.min(length, max));
      if (length <= max) expect(cut).toBe(text);
      if (length <= max || text.includes("…")) return;
      const [start = "", end = ""] = cut.split("…");
      expect(text.startsWith(start)).toBe(true);
      expect(text.endsWith(end)).toBe(true);
    }),
  );
});
