import type { Message } from "@/widget/texts/texts";

export type Values = Readonly<Record<string, string | number>>;

/** First strong isolate … pop: a Latin name in an Arabic sentence keeps its own direction (UAX 9). */
const isolate = (text: string): string => `\u2068${text}\u2069`;

/** Fills `{name}`. A plural is chosen by `values.count`. Digits are as a form takes them: a TTL is typed into one. */
export function format(message: Message, values: Values, language: string): string {
  const text = typeof message === "string" ? message : pluralOf(message, values.count, language);
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (typeof value === "number") return String(value);
    return language === "ar" ? isolate(value) : value;
  });
}

function pluralOf(message: Exclude<Message, string>, count: string | number | undefined, language: string): string {
  return message[new Intl.PluralRules(language).select(Number(count))] ?? message.other;
}
