import fc from "fast-check";
import { expect, it } from "vitest";
import { parseTarget } from "@/lib/api/request-target";

it.each([
  ["/", { path: "/", query: "" }],
  ["/v1/connections?limit=1", { path: "/v1/connections", query: "?limit=1" }],
  ["/v1/connections%3Abatch", { path: "/v1/connections:batch", query: "" }],
  ["/a?b?c=%", { path: "/a", query: "?b?c=%" }],
  ["/b%C3%BCcher", { path: "/bücher", query: "" }],
])("reads %s", (target, read) => {
  expect(parseTarget(target)).toEqual(read);
});

it.each([
  "",
  "*",
  "v1",
  "http://127.0.0.1/v1",
  "/v1/connections/%ED%A0%80",
  "/%FF",
  "/connect/%",
  "/%C0%AF",
  "/a%00b",
  "/a b",
  "/a#b",
  "/\u00fc",
  "/a\r\n",
])("refuses %j", (target) => {
  expect(parseTarget(target)).toBeNull();
});

it("never throws, and what it reads is the path that was encoded", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (target) => void parseTarget(target)));
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.webQueryParameters(), (text, query) => {
      fc.pre(!text.includes("\0"));
      const path = `/${text}`;
      const target = `${encodeURIComponent(path).replaceAll("%2F", "/")}?${query.replaceAll("#", "")}`;
      expect(parseTarget(target)).toEqual({ path, query: `?${query.replaceAll("#", "")}` });
    }),
  );
});
