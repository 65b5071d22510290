import { type Language, rightToLeft } from "@/lib/kernel/languages";

/** Unicode's first strong isolate, and its end (UAX 9): a Latin name does not change the order of the Arabic around it. */
const isolate = { start: "\u2068", end: "\u2069" };

/**
 * A text with its placeholders replaced, each one once: what a value contains is not replaced again. Pure.
 * @throws Error there is no value for a placeholder
 */
export function fill(text: string, values: Readonly<Record<string, string>>, language: Language): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`there is no value for {${name}} in “${text}”`);
    return rightToLeft.has(language) ? `${isolate.start}${value}${isolate.end}` : value;
  });
}

/** For headers of mails, where spam filters take such characters for an attempt to mislead. */
export function withoutIsolates(text: string): string {
  return text.replaceAll(isolate.start, "").replaceAll(isolate.end, "");
}
