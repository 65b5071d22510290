import type { WidgetTheme } from "@/lib/accounts/tokens/widget-schema";
import type { LatchkeyTheme } from "@/widget/skins/options";

/** The schema's defaults, without zod. */
export const defaultTheme: WidgetTheme = {
  colorScheme: "auto",
  accent: null,
  accentDark: null,
  radius: "medium",
  font: "system",
  density: "comfortable",
  showLogo: true,
};

/** The application's theme, and over it what the page wants. */
export function themeOf(
  application: WidgetTheme | null,
  theme: LatchkeyTheme = {},
  colorScheme?: WidgetTheme["colorScheme"],
): WidgetTheme {
  const set = Object.fromEntries(Object.entries({ ...theme, colorScheme }).filter(([, value]) => value !== undefined));
  return { ...defaultTheme, ...application, ...set };
}
