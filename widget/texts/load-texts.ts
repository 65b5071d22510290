import type { Language } from "@/lib/kernel/languages";
import { en } from "@/widget/texts/en";
import type { Texts } from "@/widget/texts/texts";

/** Each language but English is a chunk of its own. */
const loaders: Partial<Record<Language, () => Promise<Texts>>> = {
  de: async () => (await import("@/widget/texts/de")).de,
  fr: async () => (await import("@/widget/texts/fr")).fr,
};

/** Rejects where the chunk does not arrive. */
export async function loadTexts(language: Language): Promise<Texts> {
  return (await loaders[language]?.()) ?? en;
}
