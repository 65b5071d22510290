import { expect, test } from "vitest";
import { placeGroups, placeOf } from "@/components/shell/places";

const everything = placeGroups({ sandbox: true, isStaff: true });

test("a page belongs to the nearest place above it", () => {
  expect(placeOf(everything, "/connections/018f")?.label).toBe("Domains");
  expect(placeOf(everything, "/sandbox")?.label).toBe("Customer DNS");
  expect(placeOf(everything, "/sandbox/mails")?.label).toBe("Mails");
  expect(placeOf(everything, "/sandbox/widget")?.label).toBe("Widget");
});

test("the overview has no pages below it, and a longer word is another place", () => {
  expect(placeOf(everything, "/")?.label).toBe("Overview");
  expect(placeOf(everything, "/connectionsabc")).toBeUndefined();
});

test("sandbox and staff places are shown in the sandbox and to staff only", () => {
  const hrefs = placeGroups({ sandbox: false, isStaff: false }).flatMap(({ places }) => places.map(({ href }) => href));
  expect(hrefs.filter((href) => /^\/(sandbox|support)/.test(href))).toEqual([]);
});

test("no two places share an address or a key", () => {
  const places = everything.flatMap((group) => group.places);
  const keys = places.flatMap(({ goKey }) => goKey ?? []);
  expect(new Set(places.map(({ href }) => href)).size).toBe(places.length);
  expect(new Set(keys).size).toBe(keys.length);
});
