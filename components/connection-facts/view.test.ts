import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type ConnectionsView,
  isFiltered,
  parseView,
  sortedBy,
  startView,
  toggledState,
  viewHref,
  withoutFilters,
} from "@/components/connection-facts/view";
import { connectionStates } from "@/lib/connections/machine";
import { connectionSorts } from "@/lib/connections/policy";

const read = (href: string) => parseView(new URL(href, "http://page").searchParams);

const anyView: fc.Arbitrary<ConnectionsView> = fc.record({
  q: fc.string({ maxLength: 40 }).map((text) => text.trim().toLowerCase()),
  states: fc.subarray([...connectionStates]),
  applicationId: fc.option(fc.uuid()),
  environment: fc.constantFrom(null, "test", "live"),
  batchId: fc.option(fc.string({ minLength: 1, maxLength: 64 }).map((text) => text.trim() || "b")),
  attention: fc.boolean(),
  finding: fc.option(fc.constantFrom("txt-missing", "cname-loop")),
  sort: fc.constantFrom(...connectionSorts),
  order: fc.constantFrom("asc", "desc"),
});

test("the address holds the whole view: what is written is read again", () => {
  fc.assert(
    fc.property(anyView, (view) => {
      expect(read(viewHref(view))).toEqual(view);
    }),
  );
});

test("the plain view has the plain address", () => {
  expect(viewHref(startView)).toBe("/connections");
  expect(read("/connections")).toEqual(startView);
});

test("an address that somebody wrote by hand never breaks the page", () => {
  const view = read(
    `/connections?state=nonsense&state=live&state=live&sort=name&order=up&application_id=1&q=${"X".repeat(2_999)}`,
  );
  expect(view).toEqual({ ...startView, states: ["live"], q: "x".repeat(2_048) });
});

test("a column that is sorted for the first time begins where people look first, then turns round", () => {
  const byName = sortedBy(startView, "hostname");
  expect([byName.sort, byName.order]).toEqual(["hostname", "asc"]);
  expect(sortedBy(byName, "hostname").order).toBe("desc");
  expect(sortedBy(byName, "state_changed_at").order).toBe("desc");
});

test("a state is added in the order of the way to live, and taken away again", () => {
  const live = toggledState(startView, "live");
  const both = toggledState(live, "stalled");
  expect(both.states).toEqual(["stalled", "live"]);
  expect(toggledState(toggledState(both, "live"), "stalled").states).toEqual([]);
});

test("clearing the filters keeps the order", () => {
  const view = { ...toggledState(sortedBy(startView, "hostname"), "live"), q: "shop", batchId: "b" };
  expect(isFiltered(view)).toBe(true);
  expect(isFiltered(withoutFilters(view))).toBe(false);
  expect(withoutFilters(view).sort).toBe("hostname");
});
