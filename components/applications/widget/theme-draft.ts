import type { WidgetTheme } from "@/lib/accounts/applications/schema";

/** What is typed: colors as texts. */
export type ThemeDraft = Omit<WidgetTheme, "accent" | "accentDark"> & { accent: string; accentDark: string };

export function toDraft({ accent, accentDark, ...theme }: WidgetTheme): ThemeDraft {
  return { ...theme, accent: accent ?? "", accentDark: accentDark ?? "" };
}

/** What is saved. A text that is no color stays as it is, for the endpoint's schema to refuse. */
export function toTheme({ accent, accentDark, ...theme }: ThemeDraft): WidgetTheme {
  return { ...theme, accent: orNull(accent), accentDark: orNull(accentDark) };
}

/** What the preview shows: a color that is being typed counts once it is one. */
export function toShownTheme(draft: ThemeDraft): WidgetTheme {
  const theme = toTheme(draft);
  return { ...theme, accent: colorIn(theme.accent), accentDark: colorIn(theme.accentDark) };
}

function orNull(text: string): string | null {
  return text.trim() === "" ? null : text.trim().toLowerCase();
}

function colorIn(text: string | null): string | null {
  return text !== null && /^#[0-9a-f]{6}$/.test(text) ? text : null;
}
