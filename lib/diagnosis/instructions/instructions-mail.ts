import { linkText, replyClosing } from "@/lib/diagnosis/instructions/add-link";
import { fill } from "@/lib/diagnosis/instructions/fill";
import type { Instructions, Note, Step } from "@/lib/diagnosis/instructions/instructions";
import { joinSentences } from "@/lib/diagnosis/instructions/join-sentences";
import type { InstructionTexts } from "@/lib/diagnosis/instructions/languages/instruction-texts";
import { type Language, rightToLeft } from "@/lib/kernel/languages";

/**
 * The instructions as a plain-text mail. Pure.
 * @param options.link a share link; null: none
 * @param options.texts those that the instructions were written with
 */
export function instructionsMail(
  instructions: Instructions,
  { link, texts }: { link: string | null; texts: InstructionTexts },
): { subject: string; text: string } {
  const { notes, reader, leave } = instructions;
  const { mail } = texts;
  const open = instructions.steps.filter(({ status }) => status !== "done");
  const paragraphs = [
    mail.greeting,
    ...introduction(instructions, open, texts),
    ...(open.length > 0 ? [whereText(instructions, texts)] : []),
    ...open.map((step, index) => stepText(step, open.length === 1 ? null : index + 1, texts)),
    ...(open.length > 0 ? [joinSentences([mail.copyExactly, leave], texts.language)] : []),
    ...notes.map((note) => noteText(note, texts)),
    ...(link === null ? [] : [linkText(link, texts)]),
    ...ending(instructions, open, texts),
    ...(reader === "support" ? [replyClosing, "Kind regards"] : [mail.thanks]),
  ];
  return { subject: instructions.title, text: `${paragraphs.join("\n\n")}\n` };
}

/** Who asks, and why. */
function introduction(
  { reader, asker: { company }, hostname, why, isDone, state }: Instructions,
  open: readonly Step[],
  { mail, language }: InstructionTexts,
): string[] {
  if (reader === "support" || open.length === 0 || isDone) return [why];
  const ask = fill(state === "drifted" ? mail.restore : mail.connect, { company, hostname }, language);
  return [joinSentences([ask, why], language)];
}

function whereText({ where, zone: domain }: Instructions, { mail, language }: InstructionTexts): string {
  if (where === null) return fill(mail.signInSomewhere, { domain }, language);
  const line = `${fill(mail.signIn, { provider: where.name, domain }, language)} ${where.url}`;
  return where.notes === null ? line : `${line}\n${where.notes}`;
}

function stepText(step: Step, number: number | null, { mail, language }: InstructionTexts): string {
  const { action, type, host, fullHost, recommended, value, seen, ttl, because } = step;
  const { labels } = mail;
  const [name, other] = recommended === "host" ? [host, fullHost] : [fullHost, host];
  const duration = secondsText(ttl, language);
  const rows: Row[] = [
    { label: labels.type, value: type },
    {
      label: labels.name,
      value: name,
      ...(name === other
        ? {}
        : { or: { label: recommended === "host" ? mail.fullName : mail.shortName, value: other } }),
    },
    { label: labels.value, value },
    ...(action === "delete" ? [] : [{ label: labels.ttl, value: fill(mail.ttl, { duration }, language) }]),
    ...(action === "change" && seen.length > 0 ? [{ label: labels.now, value: seen.join(", ") }] : []),
  ];
  const width = Math.max(...Object.values(labels).map(({ length }) => length)) + 1;
  const title = mail.actions[action];
  return [
    number === null ? title : `${number}. ${title}`,
    ...rows.map((row) => (rightToLeft.has(language) ? ownLines(row) : oneLine(row, width))),
    ...(because === null ? [] : [because]),
  ].join("\n");
}

type Row = { label: string; value: string; or?: { label: string; value: string } };

function oneLine({ label, value, or }: Row, width: number): string {
  return `  ${label.padEnd(width)}${value}${or === undefined ? "" : `   (${or.label} ${or.value})`}`;
}

/** In a line with Arabic, a value would be shown in another order, or copied with the characters that prevent it. */
function ownLines({ or, ...row }: Row): string {
  return [row, ...(or === undefined ? [] : [or])].map(({ label, value }) => `  ${label}\n  ${value}`).join("\n");
}

/** “300 seconds”, with the plural and the digits of a DNS provider's form. */
function secondsText(seconds: number, language: Language): string {
  const style = { style: "unit", unit: "second", unitDisplay: "long", useGrouping: false } as const;
  return new Intl.NumberFormat(`${language}-u-nu-latn`, style).format(seconds);
}

function noteText({ who, title, text, details }: Note, { mail, language }: InstructionTexts): string {
  const line = fill(who === "provider" ? mail.providerNote : mail.note, { title, text }, language);
  return [line, ...details.map((detail) => `  ${detail}`)].join("\n");
}

function ending({ reader, isDone }: Instructions, open: readonly Step[], { mail }: InstructionTexts): string[] {
  if (open.length === 0 || isDone) return [];
  return [
    reader === "support" ? "We check automatically: you do not need to let us know when it is done." : mail.automatic,
  ];
}
