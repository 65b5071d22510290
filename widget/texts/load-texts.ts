import type { Language } from "@/lib/kernel/languages";
import { en } from "@/widget/texts/en";
import type { Texts } from "@/widget/texts/texts";

const loaders: Partial<Record<Language, () => Promise<Texts>>> = {
  de: async () => (await import("@/widget/texts/de")).de,
  fr: async () => (await import("@/widget/texts/fr")).fr,
};

/** The texts of a language: a chunk of its own, apart from English. */
export async function loadTexts(language: Language): Promise<Texts> {
  return (await loaders[language]?.()) ?? en;
}
