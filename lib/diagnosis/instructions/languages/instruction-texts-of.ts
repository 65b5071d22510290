import { en } from "@/lib/diagnosis/instructions/languages/en";
import type { InstructionTexts } from "@/lib/diagnosis/instructions/languages/instruction-texts";
import type { Language } from "@/lib/kernel/languages";

const textsByLanguage: Readonly<Record<Language, InstructionTexts>> = {
  en,
  de: en,
  fr: en,
  es: en,
  "pt-BR": en,
  it: en,
  nl: en,
  pl: en,
  ja: en,
  ar: en,
};

export function instructionTextsOf(language: Language): InstructionTexts {
  return textsByLanguage[language];
}
