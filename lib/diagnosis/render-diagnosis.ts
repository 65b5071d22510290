import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import type { Finding, ResponsibleParty } from "@/lib/diagnosis/evidence/finding";
import { listOf } from "@/lib/diagnosis/evidence/read-evidence";

export type RenderOptions = {
  colors: boolean;
  /** Columns of the terminal. */
  width: number;
};

type Paint = (style: keyof typeof styles, text: string) => string;

const styles = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;
const marks = { blocking: ["red", "✗"], warning: ["yellow", "!"], info: ["cyan", "i"] } as const;
const labelWidth = 8;
const maxFacts = 6;

/** A diagnosis for a terminal. Pure. Published values are stripped of control characters. */
export function renderDiagnosis(evidence: Evidence, findings: readonly Finding[], options: RenderOptions): string {
  const paint: Paint = (style, text) => (options.colors ? `\x1b[${styles[style]}m${text}\x1b[0m` : text);
  const width = Math.max(50, Math.min(options.width, 100));
  const blocks = [
    header(evidence, paint),
    ...findings.map((finding) => renderFinding(finding, width, paint)),
    ...(findings.some(({ severity }) => severity !== "info") ? [] : [[`  ${paint("green", "✓")} Nothing is wrong.`]]),
    footer(evidence, width, paint),
  ];
  return `\n${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function header({ subject, tookMs, questions }: Evidence, paint: Paint): string[] {
  const unicode = subject.unicode === subject.hostname ? "" : ` (${plain(subject.unicode)})`;
  const effort = `${questions.asked} questions, ${(tookMs / 1_000).toFixed(1)} s`;
  return [`  ${paint("bold", plain(subject.hostname))}${unicode}  ${paint("dim", effort)}`];
}

function renderFinding(finding: Finding, width: number, paint: Paint): string[] {
  const [color, mark] = marks[finding.severity];
  const line = (label: string, text: string) => labelled(label, plain(text), width, paint);
  const { record } = finding;
  return [
    `  ${paint(color, mark)} ${paint("bold", plain(finding.title))}`,
    ...wrap(plain(finding.explanation), width - 4).map((text) => `    ${text}`),
    ...line("Do", finding.fix),
    ...(record === null
      ? []
      : [
          ...line(capital(record.action), `${record.type} record`),
          ...line("  Host", record.host),
          ...line("  Value", record.value),
        ]),
    ...finding.evidence.slice(0, maxFacts).flatMap((fact, index) => line(index === 0 ? "Seen" : "", fact)),
    ...line("Who", whoWords[finding.who]),
    ...line("More", documentOf(finding)),
  ];
}

const whoWords: Record<ResponsibleParty, string> = {
  customer: "whoever edits the domain's DNS",
  dns_provider: "the DNS provider",
  integrator: "whoever connects the domain",
  platform: "who runs this Latchkey",
  ca: "the certificate authority",
};

/** A terminal cannot open a path of the app; the file is beside the script. */
function documentOf({ docUrl }: Finding): string {
  return docUrl.replace(/^\/docs\/([a-z-]+)/, "docs/$1.md");
}

function footer({ subject, answers, chain, parts }: Evidence, width: number, paint: Paint): string[] {
  const servers = answers.filter(({ name }) => name === subject.hostname).flatMap((answer) => answer.servers);
  const names = [...new Set(servers.map(({ server }) => server))];
  const late = Object.entries(parts).filter(([, status]) => status === "timeout" || status === "failed");
  const line = (label: string, text: string) => labelled(label, plain(text), width, paint);
  return [
    ...line("Zone", subject.zone ?? "not found"),
    ...line("Servers", names.length === 0 ? "none" : listOf(names)),
    ...(subject.provider === null ? [] : line("DNS at", subject.provider.name)),
    ...(chain && chain.path.length > 0 ? line("Alias", chain.path.join(" → ")) : []),
    ...(chain && chain.addresses.length > 0 ? line("Address", listOf(chain.addresses)) : []),
    ...(late.length === 0 ? [] : line("Not seen", late.map(([part, status]) => `${part} (${status})`).join(", "))),
  ];
}

function labelled(label: string, text: string, width: number, paint: Paint): string[] {
  const indent = " ".repeat(4 + labelWidth + 1);
  return wrap(text, width - indent.length).map((row, index) =>
    index === 0 ? `    ${paint("dim", label.padEnd(labelWidth))} ${row}` : `${indent}${row}`,
  );
}

/** At spaces; a word that is too long gets a line of its own, uncut, so that it can be copied. */
function wrap(text: string, width: number): string[] {
  const rows: string[] = [];
  let row = "";
  for (const word of text.split(" ")) {
    if (row !== "" && row.length + 1 + word.length > width) {
      rows.push(row);
      row = word;
    } else {
      row = row === "" ? word : `${row} ${word}`;
    }
  }
  return [...rows, row];
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Neither a zone nor a tenant must control the terminal that shows it. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "·");
}
