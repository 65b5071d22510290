import { linkText, replyClosing } from "@/lib/diagnosis/instructions/add-link";
import type { Instructions, Note, Step } from "@/lib/diagnosis/instructions/instructions";

/** The instructions as a plain-text mail. Pure. @param options.link a share link; null: none */
export function instructionsMail(
  instructions: Instructions,
  { link }: { link: string | null },
): { subject: string; text: string } {
  const { notes, reader } = instructions;
  const open = instructions.steps.filter(({ status }) => status !== "done");
  const paragraphs = [
    "Hello,",
    ...introduction(instructions, open),
    ...(open.length > 0 ? [whereText(instructions)] : []),
    ...open.map((step, index) => stepText(step, titleOf(step, index, open.length))),
    ...(open.length > 0
      ? [`Copy names and values exactly, without quotes or a trailing dot. ${instructions.leave}`]
      : []),
    ...notes.map((note) => noteText(note)),
    ...(link === null ? [] : [linkText(link)]),
    ...ending(instructions, open),
    ...(reader === "support" ? [replyClosing, "Kind regards"] : ["Thank you!"]),
  ];
  return { subject: instructions.title, text: `${paragraphs.join("\n\n")}\n` };
}

/** Who asks, and why. */
function introduction({ reader, asker, hostname, why, isDone, state }: Instructions, open: readonly Step[]): string[] {
  if (reader === "support" || open.length === 0) return [why];
  const ask = `${asker.company} asks you to ${state === "drifted" ? "restore" : "connect"} ${hostname}.`;
  return isDone ? [why] : [`${ask} ${why}`];
}

function whereText({ where, zone }: Instructions): string {
  if (where === null) return `Sign in where you bought ${zone} or manage its DNS, and open its DNS records.`;
  const line = `Sign in at ${where.name}, where the DNS of ${zone} is managed: ${where.url}`;
  return where.notes === null ? line : `${line}\n${where.notes}`;
}

const actionTexts = {
  add: "Add this record",
  change: "Change the record so that it reads",
  delete: "Delete this record",
};

function titleOf({ action }: Step, index: number, count: number): string {
  return count === 1 ? `${actionTexts[action]}:` : `${index + 1}. ${actionTexts[action]}:`;
}

function stepText(step: Step, title: string): string {
  const { action, type, host, fullHost, recommended, value, seen, ttl, because } = step;
  const [first, other] = recommended === "host" ? [host, fullHost] : [fullHost, host];
  const name =
    first === other
      ? first
      : `${first}   (if the form wants the ${recommended === "host" ? "full name" : "short name"}: ${other})`;
  return [
    title,
    `  Type:  ${type}`,
    `  Name:  ${name}`,
    `  Value: ${value}`,
    ...(action === "delete" ? [] : [`  TTL:   ${ttl} seconds, or what the form suggests`]),
    ...(action === "change" && seen.length > 0 ? [`  Now:   ${seen.join(", ")}`] : []),
    ...(because === null ? [] : [because]),
  ].join("\n");
}

function noteText({ who, title, text, details }: Note): string {
  const lead = who === "provider" ? `Please send this to your DNS provider: ${title}.` : `${title}.`;
  return [`${lead} ${text}`, ...details.map((detail) => `  ${detail}`)].join("\n");
}

function ending({ reader, isDone }: Instructions, open: readonly Step[]): string[] {
  if (open.length === 0 || isDone) return [];
  return reader === "support"
    ? ["We check automatically: you do not need to let us know when it is done."]
    : ["Everything else happens automatically once the records are seen, usually within minutes."];
}
