import fc from "fast-check";
import { expect, it } from "vitest";
import { fill } from "@/lib/diagnosis/instructions/fill";

it("puts each value in its place", () => {
  expect(fill("{a} and {b}, {a}", { a: "1", b: "2" }, "en")).toBe("1 and 2, 1");
});

it("leaves values as they are, whatever they contain", () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom("{b}", "$&", "$1", "{", "}"), (text, part) => {
      const value = `${text}${part}`;
      expect(fill("<{a}>", { a: value, b: "no" }, "de")).toBe(`<${value}>`);
    }),
  );
});

it("isolates values in Arabic, and nowhere else", () => {
  expect(fill("النطاق {domain} غير موجود", { domain: "acme.com" }, "ar")).toBe("النطاق \u2068acme.com\u2069 غير موجود");
  expect(fill("{domain} は存在しません", { domain: "acme.com" }, "ja")).toBe("acme.com は存在しません");
});

it("refuses a placeholder without a value", () => {
  expect(() => fill("{domain} {other}", { domain: "acme.com" }, "en")).toThrow("there is no value for {other}");
});
