import type { Language } from "@/lib/kernel/languages";

/** One paragraph of several sentences. Japanese has no spaces between them. */
export function joinSentences(sentences: readonly string[], language: Language): string {
  return sentences.join(language === "ja" ? "" : " ");
}
