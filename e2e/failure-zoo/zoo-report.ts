import type { Diagnosed, ZooResult } from "@/e2e/failure-zoo/run-zoo";
import { type Expected, type ZooCase, zooEdge } from "@/e2e/failure-zoo/zoo-case";
import type { Finding } from "@/lib/diagnosis/evidence/finding";

/** Whether the finding that was expected comes first, and the others that were expected are there. */
export function isRecognised({ zooCase, broken }: ZooResult): boolean {
  const codes = broken.findings.map(({ code }) => code);
  const { first, also = [] } = zooCase.expected;
  return codes[0] === first && also.every((code) => codes.includes(code));
}

/** The change that the first finding asks for, in the words of the cases. */
export function recordText({ broken: { findings, evidence } }: ZooResult): string | null {
  const record = findings[0]?.record ?? null;
  if (record === null) return null;
  const value = record.value
    .replace(evidence.subject.challenge?.value ?? "", "{token}")
    .replace(zooEdge.hostname, "{edge}");
  return `${record.action} ${record.host} ${record.type} ${value}`;
}

/** What was said against a broken zone besides what is wrong with it: a consequence that was not hidden, or an error. */
export function besideThePoint({ zooCase: { expected }, broken }: ZooResult): Finding[] {
  const wanted = [expected.first, ...(expected.also ?? [])];
  return broken.findings.filter(({ code, severity }) => severity !== "info" && !wanted.includes(code));
}

/** What was said against a zone in which nothing is wrong. Notes without blame are none. */
export function falseAlarms({ mended }: ZooResult): Finding[] {
  return mended.findings.filter(({ severity }) => severity !== "info");
}

/** Shares from 0 to 1. `recall` counts the cases that keep a domain from going live or from staying it. */
export type ZooFigures = {
  cases: number;
  recall: number;
  besideThePoint: number;
  /** Mended zones that differ from each other. */
  twins: number;
  falseAlarms: number;
  slowestMs: number;
};

export function figuresOf(results: readonly ZooResult[]): ZooFigures {
  const blocking = results.filter(({ zooCase }) => zooCase.expected.severity === undefined);
  const twins = [...new Map(results.map((result) => [result.mended, result])).values()];
  return {
    cases: results.length,
    recall: share(blocking, isRecognised),
    besideThePoint: share(results, (result) => besideThePoint(result).length > 0),
    twins: twins.length,
    falseAlarms: share(twins, (result) => falseAlarms(result).length > 0),
    slowestMs: Math.max(...results.flatMap(({ broken, mended }) => [broken, mended].map(tookMs))),
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
    const { zooCase, broken, mended } = result;
    const found = broken.findings.map(({ code }) => code).join(", ") || "nothing";
    const alarms = falseAlarms(result).map(({ code }) => code);
    return [
      zooCase.name,
      zooCase.story,
      expectedText(zooCase.expected),
      isRecognised(result) ? found : `**${found}**`,
      alarms.length === 0 ? "none" : `**${alarms.join(", ")}**`,
      `${tookMs(broken)} / ${tookMs(mended)}`,
    ];
  });
  const head = ["case", "what is wrong", "expected", "found", "false alarms when mended", "ms broken / mended"];
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

export function expectedText({ first, also = [] }: Expected): string {
  return [first, ...also].join(", ");
}

/** Names and expectations, as a table has them. */
export function readTable(markdown: string): { name: string; expected: string }[] {
  return markdown.split("\n").flatMap((line) => {
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
