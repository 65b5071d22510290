import { expect, it } from "vitest";
import { groupHref, stuckTitle } from "@/components/support/stuck-title";

it("says what a group has in common: the finding's own words, else those of the error, else of the state", () => {
  expect(stuckTitle({ by: "finding", code: "txt-missing", title: "The TXT record is missing" })).toBe(
    "The TXT record is missing",
  );
  expect(stuckTitle({ by: "finding", code: "txt-missing", title: null })).toBe("Txt missing");
  expect(stuckTitle({ by: "error", code: "certificate_not_issued", title: null })).toBe(
    "No valid certificate was seen for an hour",
  );
  expect(stuckTitle({ by: "error", code: "some_new_error", title: null })).toBe("Some new error");
  expect(stuckTitle({ by: "state", code: "propagating", title: null })).toMatch(/, not diagnosed yet$/);
});

it("leads to an address that holds whatever the code is", () => {
  expect(groupHref({ by: "error", code: "a/b c" })).toBe("/support/queue/error/a%2Fb%20c");
});
