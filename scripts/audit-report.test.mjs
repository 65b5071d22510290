import { expect, it } from "vitest";
import { readAudit } from "./audit-report.mjs";

const audit = (...severities) =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: Object.fromEntries(
      severities.map((severity, index) => [`p${index}`, { name: `p${index}`, severity, range: "<2" }]),
    ),
    metadata: { vulnerabilities: { total: severities.length } },
  });

it.each([
  [[], false],
  [["low", "moderate"], false],
  [["moderate", "high"], true],
  [["critical"], true],
])("fails on high and critical findings only: %j", (severities, isSevere) => {
  const report = readAudit(audit(...severities));
  expect([report.isAssessed, report.isSevere]).toEqual([true, isSevere]);
  for (const [index, severity] of severities.entries()) {
    expect(report.text.includes(`p${index}`)).toBe(severity === "high" || severity === "critical");
  }
});

it.each([
  ["nothing", ""],
  ["no JSON", "<html>405</html>"],
  ["the registry's refusal", '{"message":"405 Method Not Allowed","error":{"summary":"","detail":""}}'],
  ["a network that is down", '{"error":{"code":"EAI_AGAIN","summary":"getaddrinfo EAI_AGAIN"}}'],
  ["null", "null"],
])("says that nothing was assessed, and does not fail: %s", (_, output) => {
  const report = readAudit(output);
  expect([report.isAssessed, report.isSevere]).toEqual([false, false]);
  expect(report.text).toMatch(/^Not assessed/);
});
