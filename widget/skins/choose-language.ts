import { type Language, languages } from "@/lib/kernel/languages";

/** The first wish that is one of ours: exactly, or in its language alone (`de-AT` is `de`, `pt` is `pt-BR`). */
export function chooseLanguage(wishes: readonly (string | null | undefined)[]): Language {
  for (const wish of wishes) {
    const tag = wish?.trim().replaceAll("_", "-").toLowerCase();
    if (!tag) continue;
    const [primary] = tag.split("-");
    const found =
      languages.find((language) => language.toLowerCase() === tag) ??
      languages.find((language) => language.toLowerCase().split("-")[0] === primary);
    if (found) return found;
  }
  return "en";
}
