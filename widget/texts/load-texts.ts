import type { Language } from "@/lib/kernel/languages";
import type { Texts } from "@/widget/texts/texts";

/** Each language is a chunk of its own. The widget has the first half of English in its script. */
const loaders: Record<Language, () => Promise<Texts>> = {
  en: async () => (await import("@/widget/texts/en")).en,
  de: async () => (await import("@/widget/texts/de")).de,
  fr: async () => (await import("@/widget/texts/fr")).fr,
  es: async () => (await import("@/widget/texts/es")).es,
  "pt-BR": async () => (await import("@/widget/texts/pt-br")).ptBr,
  it: async () => (await import("@/widget/texts/it")).it,
  nl: async () => (await import("@/widget/texts/nl")).nl,
  pl: async () => (await import("@/widget/texts/pl")).pl,
  ja: async () => (await import("@/widget/texts/ja")).ja,
  ar: async () => (await import("@/widget/texts/ar")).ar,
};

/** Rejects where the chunk does not arrive. */
export function loadTexts(language: Language): Promise<Texts> {
  return loaders[language]();
}
