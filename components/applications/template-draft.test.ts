import { expect, test } from "vitest";
import { isSameDraft, rowMessages, toDraft, toInput, toTemplates } from "@/components/applications/template-draft";
import { inputProblems } from "@/components/ui/input-problems";
import { updateApplicationCall } from "@/lib/api/calls/update-application";
import { desiredRecords } from "@/lib/dns/records/desired-records";
import { recordTemplatesSchema } from "@/lib/dns/records/schema";

const templates = [
  { host: "{{hostname}}", type: "A" as const, value: "192.0.2.10", ttl: 300 },
  { host: "www.{{hostname}}", type: "CNAME" as const, value: "{{edge_hostname}}", ttl: 600 },
];

/** The check that the editor's form makes before it sends anything. */
function save(rows: ReturnType<typeof toDraft>): Record<string, string> {
  const input = { id: "01890000-0000-7000-8000-000000000000", recordTemplate: toInput(rows) };
  return inputProblems(updateApplicationCall, input, (name) => rowMessages[name as keyof typeof rowMessages]);
}

test("an unchanged template is not a change", () => {
  expect(toTemplates(toDraft(templates))).toEqual(templates);
  expect(isSameDraft(toDraft(templates), templates)).toBe(true);
});

test("each field of a row counts as a change", () => {
  for (const change of [{ host: "a.{{hostname}}" }, { type: "TXT" as const }, { value: "x" }, { ttl: "301" }]) {
    const [first, ...rest] = toDraft(templates);
    if (!first) throw new Error("there is a row");
    expect(isSameDraft([{ ...first, ...change }, ...rest], templates)).toBe(false);
  }
  expect(isSameDraft(toDraft(templates), null)).toBe(false);
  expect(isSameDraft(toDraft(templates).slice(1), templates)).toBe(false);
});

test("the first draft gives the same records as no template", () => {
  const edge = { hostname: "edge.example.net", addresses: ["192.0.2.1"] };
  const subject = { hostname: "shop.example.com", kind: "subdomain" as const };
  expect(desiredRecords(subject, edge, toTemplates(toDraft(null)))).toEqual(desiredRecords(subject, edge, null));
});

test.each([
  [{ host: "  " }, "record_template.0.host", rowMessages.host],
  [{ value: "" }, "record_template.0.value", rowMessages.value],
  [{ ttl: "soon" }, "record_template.0.ttl", "Enter seconds from 30 to 86400."],
  [{ ttl: "29" }, "record_template.0.ttl", "Enter seconds from 30 to 86400."],
  [{ ttl: "86401" }, "record_template.0.ttl", "Enter seconds from 30 to 86400."],
])("%j is an error at its own field", (change, param, message) => {
  const rows = toDraft(templates).map((row, index) => (index === 0 ? { ...row, ...change } : row));
  expect(save(rows)).toEqual({ [param]: message });
});

test("a valid draft fits the API's schema", () => {
  const rows = toDraft(templates);
  expect(save(rows)).toEqual({});
  expect(recordTemplatesSchema.safeParse(toTemplates(rows)).success).toBe(true);
});
