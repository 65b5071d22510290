import { ar } from "@/lib/diagnosis/instructions/languages/ar";
import { de } from "@/lib/diagnosis/instructions/languages/de";
import { en } from "@/lib/diagnosis/instructions/languages/en";
import { es } from "@/lib/diagnosis/instructions/languages/es";
import { fr } from "@/lib/diagnosis/instructions/languages/fr";
import type { InstructionTexts } from "@/lib/diagnosis/instructions/languages/instruction-texts";
import { it } from "@/lib/diagnosis/instructions/languages/it";
import { ja } from "@/lib/diagnosis/instructions/languages/ja";
import { nl } from "@/lib/diagnosis/instructions/languages/nl";
import { pl } from "@/lib/diagnosis/instructions/languages/pl";
import { ptBr } from "@/lib/diagnosis/instructions/languages/pt-br";
import type { Language } from "@/lib/kernel/languages";

const textsByLanguage: Readonly<Record<Language, InstructionTexts>> = {
  en,
  de,
  fr,
  es,
  "pt-BR": ptBr,
  it,
  nl,
  pl,
  ja,
  ar,
};

export function instructionTextsOf(language: Language): InstructionTexts {
  return textsByLanguage[language];
}
