import type { Language } from "@/lib/kernel/languages";
import type { Texts } from "@/widget/texts/texts";

const english = async () => (await import("@/widget/texts/en")).en;

/** Each language is a chunk of its own. */
const loaders: Partial<Record<Language, () => Promise<Texts>>> = {
  en: english,
  de: async () => (await import("@/widget/texts/de")).de,
  fr: async () => (await import("@/widget/texts/fr")).fr,
};

/** Rejects where the chunk does not arrive. */
export function loadTexts(language: Language): Promise<Texts> {
  return (loaders[language] ?? english)();
}
