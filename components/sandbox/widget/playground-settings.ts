import { type Language, languages } from "@/lib/kernel/languages";

/** What the controls of the playground set. `isExpired`: the next token has expired already. */
export type PlaygroundSettings = {
  domain: string;
  language: Language;
  colorScheme: "light" | "dark" | "auto";
  look: keyof typeof looks;
  place: "dialog" | "page";
  forceManual: boolean;
  isExpired: boolean;
};

/** Themes to try: each is what an integrator would pass to `open`. */
export const looks = {
  own: { label: "The application’s own", theme: {} },
  ocean: { label: "Ocean", theme: { accent: "#0b4f8a", accentDark: "#8fc4ff", radius: "large" } },
  plain: { label: "Plain", theme: { accent: "#1a1a1a", accentDark: "#f0f0f0", radius: "none", font: "page" } },
  dense: { label: "Dense", theme: { accent: "#8a1f5c", radius: "small", density: "compact" } },
} as const;

export const languageOptions = languages.map((value) => ({
  value,
  label: new Intl.DisplayNames([value], { type: "language" }).of(value) ?? value,
}));

/** Options of `Latchkey.open` for the sample page, which adds the token and its own functions. */
export function openOptions({ domain, language, colorScheme, look, place, forceManual }: PlaygroundSettings) {
  return {
    ...(domain.trim() === "" ? {} : { domain: domain.trim() }),
    locale: language,
    colorScheme,
    theme: looks[look].theme,
    forceManual,
    inline: place === "page",
    endUserRef: "visitor@northwind.example",
  };
}
