import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { errorStatus } from "@/lib/kernel/errors";

const text = readFileSync(new URL("../../docs/errors.md", import.meta.url), "utf8");
const sections = text.split(/^## /m).slice(1);

it("explains every code that the API has in docs/errors.md, in the order of their statuses, and no other", () => {
  expect(sections.map((section) => section.split("\n")[0])).toEqual(Object.keys(errorStatus));
});

it.each(Object.entries(errorStatus))("says of %s its status, what it means and what to do", (code, status) => {
  const section = sections.find((one) => one.startsWith(`${code}\n`)) ?? "";
  expect(section).toMatch(new RegExp(`^${code}\\n\\n\\*\\*${status}(\\.\\*\\*|\\*\\*,) .{20,}`));
  expect(section).toMatch(/\n\*\*What to do\.\*\* .{15,}/);
});

it("leads nowhere that the page cannot follow", () => {
  expect(text).not.toMatch(/\]\((?!#|https:|[\w-]+\.md)/);
});
