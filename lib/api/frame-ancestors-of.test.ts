import fc from "fast-check";
import { expect, it } from "vitest";
import { frameAncestorsOf } from "@/lib/api/frame-ancestors-of";

const origin = fc
  .tuple(fc.constantFrom("http", "https"), fc.domain(), fc.option(fc.integer({ min: 1, max: 65_535 })))
  .map(([scheme, host, port]) => new URL(`${scheme}://${host}${port === null ? "" : `:${port}`}`).origin);

/** What would let in somebody else, or end the directive, if it were taken over as it is. */
const hostile = fc.oneof(
  fc.constantFrom(
    ..."* 'self' 'unsafe-inline' https: https://* https://*.example.com null data: https://a.example/".split(" "),
    "https://a.example; script-src *",
    "https://a.example, default-src *",
    "https://a.example\r\nset-cookie: a=b",
    "https://a.example https://b.example",
    "https://user@a.example",
    "http://[::1]:3000",
    `https://${"a".repeat(400)}`,
    "",
  ),
  fc.string(),
);

it("names the origins of the application, each as it is, and nothing else", () => {
  fc.assert(
    fc.property(fc.array(origin, { minLength: 1, maxLength: 50 }), (origins) => {
      expect(frameAncestorsOf(origins).split(" ")).toEqual(origins);
    }),
  );
});

it("leaves out whatever is not an origin, and keeps its neighbours", () => {
  const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text;
  const texts = fc.array(fc.oneof(origin, hostile), { maxLength: 10 });
  fc.assert(
    fc.property(texts, fc.array(origin, { maxLength: 3 }), (some, good) => {
      const value = frameAncestorsOf([...some, ...good]);
      const sources = value === "'none'" ? [] : value.split(" ");
      expect(sources.every((source) => isOrigin(source) && !/[*[\];,]/.test(source))).toBe(true);
      expect(sources.every((source) => source.length <= 300)).toBe(true);
      expect(sources).toEqual(expect.arrayContaining(good));
    }),
    { numRuns: 500 },
  );
});

it("lets nobody frame the page of an application without origins", () => {
  expect(frameAncestorsOf([])).toBe("'none'");
});
