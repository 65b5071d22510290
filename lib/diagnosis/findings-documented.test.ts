import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { guidePath } from "@/components/docs/catalog";
import { detectors } from "@/lib/diagnosis/detectors";
import { docUrlOf, findingCodes } from "@/lib/diagnosis/evidence/finding";
import { emailFindingCodes, emailFindingKinds } from "@/lib/dns/email/catalog";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const sections = read("../../docs/troubleshooting.md").split(/^## /m).slice(2);
const files = readdirSync(new URL("findings/", import.meta.url));

it("explains every code in docs/troubleshooting.md, in the order of the codes, and no other", () => {
  expect(sections.map((section) => section.split("\n")[0])).toEqual([...findingCodes, ...emailFindingCodes]);
});

const severityWords = { blocking: "Blocks", warning: "Warning", info: "Information" };

it.each(emailFindingCodes)("says of %s how bad it is, who must act, what it means and what to do", (code) => {
  const section = sections.find((one) => one.startsWith(`${code}\n`)) ?? "";
  const word = severityWords[emailFindingKinds[code].severity];
  expect(section).toMatch(new RegExp(`\n\n\\*\\*${word}\\. Who: [^*]+\\*\\* .{20,}`));
  expect(section).toMatch(/\n\*\*What to do\.\*\* .{5,}/);
});

it.each(findingCodes)("says of %s who must act, what it means and what to do, and has its detector's file", (code) => {
  const section = sections.find((one) => one.startsWith(`${code}\n`)) ?? "";
  expect(section).toMatch(/\n\n\*\*(Blocks|Warning|Information)[^*]* (Who|who): [^*]+\*\* .{20,}/);
  expect(section).toMatch(/\n\*\*What to do\.\*\* .{5,}/);
  expect(files).toContain(`${code}.ts`);
  expect(detectors[code].name).toBe(code.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()));
});

it("has no detector without a code", () => {
  expect(files.map((file) => file.replace(/\.ts$/, "")).sort()).toEqual([...findingCodes].sort());
});

it("calls the button for an immediate check by its own name", () => {
  const named = files.flatMap((file) => [...read(`findings/${file}`).matchAll(/press “([^”]+)”/gi)]);
  expect(named.length).toBeGreaterThan(0);
  const button = read("../../components/connections/check-now.tsx");
  for (const [, name] of named) expect(button).toMatch(new RegExp(`^ +label = "${name}",$`, "m"));
});

it("links to the section where the app serves it", () => {
  expect(docUrlOf("txt-missing")).toBe("/docs/troubleshooting#txt-missing");
  expect(guidePath("troubleshooting")).toBe("/docs/troubleshooting");
});
