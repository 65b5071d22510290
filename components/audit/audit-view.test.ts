import fc from "fast-check";
import { expect, test } from "vitest";
import { toQuery } from "@/app/search-params";
import { type AuditView, auditFilter, auditSearch, everyEntry, parseAuditView } from "@/components/audit/audit-view";
import { actorKinds, auditActions } from "@/lib/platform/audit/catalog";
import { listAuditLogSchema } from "@/lib/platform/audit/schema";

const day = fc
  .date({ min: new Date("2020-01-01T00:00:00Z"), max: new Date("2099-12-31T00:00:00Z"), noInvalidDate: true })
  .map((time) => time.toISOString().slice(0, 10));
const anyView: fc.Arbitrary<AuditView> = fc.record({
  action: fc.option(fc.constantFrom(...auditActions)),
  actor: fc.option(
    fc.oneof(
      fc.constant("worker"),
      fc.uuid().map((id) => `user:${id}`),
    ),
  ),
  actorKind: fc.option(fc.constantFrom(...actorKinds)),
  from: fc.option(day),
  to: fc.option(day),
  q: fc.option(fc.constantFrom("019aa6c5-0b30-7e55-a6d2-58e1b7c9a004", "a&b=c ü")),
});

test("the URL holds the whole view: what is written is read again", () => {
  fc.assert(
    fc.property(anyView, (view) => {
      expect(parseAuditView(new URLSearchParams(auditSearch(view)))).toEqual(view);
    }),
  );
});

test("every view is a filter that the API takes, and its last day is in it to the end", () => {
  fc.assert(
    fc.property(anyView, (view) => {
      const filter = listAuditLogSchema.parse(auditFilter(view, "live"));
      if (view.to) expect(filter.until?.getTime()).toBe(new Date(`${view.to}T00:00:00Z`).getTime() + 86_400_000);
    }),
  );
});

test("an invalid URL never breaks the page", () => {
  const query = toQuery({ action: "all", actor: ["x'", "y"], actor_kind: "god", from: "2026-02-30", to: "0001-01-01" });
  expect(parseAuditView(query)).toEqual(everyEntry);
});
