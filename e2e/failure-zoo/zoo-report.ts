import type { Diagnosed, ZooResult } from "@/e2e/failure-zoo/run-zoo";
import { type Expected, type ZooCase, zooEdge } from "@/e2e/failure-zoo/zoo-case";
import type { Finding } from "@/lib/diagnosis/evidence/finding";

/** Whether an expected finding comes first, names who has to act, and all other expected ones are reported. */
export function isRecognised({ zooCase, broken }: ZooResult): boolean {
  const codes: string[] = broken.findings.map(({ code }) => code);
  const [main] = broken.findings;
  const { first, or = [], also = [], who } = zooCase.expected;
  const isMain = main !== undefined && [first, ...or].some((code) => code === main.code);
  return isMain && (who?.includes(main.who) ?? true) && also.every((code) => codes.includes(code));
}

/** The change that the first finding requires, in the notation of the cases. */
export function recordText({ broken: { findings, evidence } }: ZooResult): string | null {
  const record = findings[0]?.record ?? null;
  if (record === null) return null;
  const value = record.value
    .replace(evidence.subject.challenge?.value ?? "", "{token}")
    .replace(zooEdge.hostname, "{edge}");
  return `${record.action} ${record.host} ${record.type} ${value}`;
}

/** Unexpected warnings and blocking findings of a broken zone: consequences that were not hidden, or errors. */
export function unexpected({ zooCase: { expected }, broken }: ZooResult): Finding[] {
  const wanted: string[] = [expected.first, ...(expected.or ?? []), ...(expected.also ?? [])];
  return broken.findings.filter(({ code, severity }) => severity !== "info" && !wanted.includes(code));
}

/** Warnings and blocking findings of a fixed zone. Notes (`info`) do not count. */
export function falseAlarms({ fixed }: ZooResult): Finding[] {
  return fixed.findings.filter(({ severity }) => severity !== "info");
}

/** Shares from 0 to 1. `recall` covers the cases that keep a domain from going or staying live. */
export type ZooFigures = {
  cases: number;
  recall: number;
  unexpected: number;
  /** How many different fixed zones there are. */
  fixedZones: number;
  falseAlarms: number;
  slowestMs: number;
};

export function figuresOf(results: readonly ZooResult[]): ZooFigures {
  const blocking = results.filter(({ zooCase }) => zooCase.expected.severity === undefined);
  const fixedZones = [...new Map(results.map((result) => [result.fixed, result])).values()];
  return {
    cases: results.length,
    recall: share(blocking, isRecognised),
    unexpected: share(results, (result) => unexpected(result).length > 0),
    fixedZones: fixedZones.length,
    falseAlarms: share(fixedZones, (result) => falseAlarms(result).length > 0),
    slowestMs: Math.max(...results.flatMap(({ broken, fixed }) => [broken, fixed].map(tookMs))),
  };
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? 1 : items.filter(holds).length / items.length;
}

function tookMs({ evidence }: Diagnosed): number {
  return evidence.tookMs;
}

/** One line per case, as Markdown. */
export function tableOf(results: readonly ZooResult[]): string {
  const rows = results.map((result) => {
    const { zooCase, broken, fixed } = result;
    const found = broken.findings.map(({ code }) => code).join(", ") || "nothing";
    const alarms = falseAlarms(result).map(({ code }) => code);
    return [
      zooCase.name,
      zooCase.story,
      expectedText(zooCase.expected),
      isRecognised(result) ? found : `**${found}**`,
      alarms.length === 0 ? "none" : `**${alarms.join(", ")}**`,
      `${tookMs(broken)} / ${tookMs(fixed)}`,
    ];
  });
  const head = ["case", "what is wrong", "expected", "found", "false alarms when fixed", "ms broken / fixed"];
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

export function expectedText({ first, or = [], also = [] }: Expected): string {
  return [[first, ...or].join(" or "), ...also].join(", ");
}

/** Where the table of all cases begins in docs/failure-zoo.md. It is the last one there. */
export const tableMark = "<!-- npm run zoo -- --write -->";

/** The names and expectations in the table that `tableOf` wrote. */
export function readTable(markdown: string): { name: string; expected: string }[] {
  const [, table = ""] = markdown.split(tableMark);
  return table.split("\n").flatMap((line) => {
    const [, name = "", , expected = ""] = line.split("|").map((cell) => cell.trim());
    return line.startsWith("| ") && name !== "case" && !name.startsWith("---") ? [{ name, expected }] : [];
  });
}

export function rowOf({ name, expected }: ZooCase): { name: string; expected: string } {
  return { name, expected: expectedText(expected) };
}

export function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}
