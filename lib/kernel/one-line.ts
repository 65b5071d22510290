import { z } from "zod";

/**
 * Characters that break a line, reorder it, or show nothing: controls, separators, bidirectional and zero-width formats,
 * tags, fillers, private use, lone surrogates, noncharacters. Variation selectors stay: emoji and Japanese names need them.
 * So do joiners inside of a word or an emoji: Persian and the languages of India are spelt with them.
 */
const hidden =
  /(?!(?<=[\p{L}\p{M}\p{S}])[\u200c\u200d](?=[\p{L}\p{S}]))[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]|(?!\p{Variation_Selector})\p{Default_Ignorable_Code_Point}/u;
const allHidden = new RegExp(hidden.source, "gu");

/** U+2800 is a symbol without ink. */
const visible = /(?!\u2800)[\p{L}\p{N}\p{P}\p{S}]/u;

/** Before NFC: some texts need four times the length in decomposed form, and normalising is no work to do for a megabyte. */
const maxDecomposition = 4;

/**
 * Text of one line that a person sets: trimmed, in NFC, with something to see in it, and without hidden characters. For
 * every stored name, label and description.
 */
export function oneLine(max: number) {
  return line(max)
    .min(1)
    .refine((value) => visible.test(value), invisibleText);
}

/** The same, or empty. */
export function oneLineOrEmpty(max: number) {
  return line(max).refine((value) => value === "" || visible.test(value), invisibleText);
}

/** A person's or company's name, which we quote in mails and show to others: no URL. */
export function personName(max: number) {
  return oneLineOrEmpty(max).refine(hasNoUrl, urlText);
}

export function companyName(max: number) {
  return oneLine(max).refine(hasNoUrl, urlText);
}

/** Text of several lines: `\n` and tabs are fine, other hidden characters are not. */
export function multiLine(max: number) {
  return z
    .string()
    .refine((value) => value.length <= max * maxDecomposition, { abort: true, error: `at most ${max} characters` })
    .overwrite((value) => value.replace(/\r\n?/g, "\n"))
    .trim()
    .normalize()
    .min(1)
    .max(max)
    .refine((value) => hiddenIn(value.replace(/[\n\t]/g, "")) === null, { error: hiddenText })
    .refine((value) => visible.test(value), invisibleText);
}

/** Text of another system, such as a person's name at GitHub, as a line of ours; what is not allowed is left out. */
export function toOneLine(text: string, max: number): string {
  const cut = text.slice(0, max * maxDecomposition).replace(allHidden, " ");
  const clean = cutAt(cut.normalize("NFC").replaceAll("://", " ").replace(/\s+/g, " ").trim(), max);
  return visible.test(clean) ? clean : "";
}

/** At most `max` UTF-16 units, without half a surrogate pair at the end. */
export function cutAt(text: string, max: number): string {
  return text
    .slice(0, max)
    .replace(/[\ud800-\udbff]$/, "")
    .trimEnd();
}

function line(max: number) {
  return z
    .string()
    .refine((value) => value.length <= max * maxDecomposition, { abort: true, error: `at most ${max} characters` })
    .trim()
    .normalize()
    .max(max)
    .refine((value) => hiddenIn(value) === null, { error: hiddenText });
}

function hiddenIn(value: string): string | null {
  return hidden.exec(value)?.[0] ?? null;
}

function hiddenText({ input }: { input?: unknown }): string {
  const found = hiddenIn(String(input).replace(/[\n\t]/g, "")) ?? hiddenIn(String(input)) ?? "";
  const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `contains U+${code}, a control or invisible character. Remove it`;
}

function hasNoUrl(value: string): boolean {
  return !value.includes("://");
}

const invisibleText = "needs at least one visible character";
const urlText = "must be a name, not a URL: leave out “://”";
