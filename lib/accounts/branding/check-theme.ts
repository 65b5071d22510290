import type { WidgetTheme } from "@/lib/accounts/applications/schema";
import { accentOf, contrastOf, themes } from "@/lib/accounts/branding/accent";
import type { Brand } from "@/lib/accounts/branding/schema";

type Scheme = keyof typeof themes;

/** WCAG 2.2 AA: 1.4.3 for text, 1.4.11 for what shows where a control is. */
const needed = { link: 4.5, label: 4.5, button: 3 } as const;

export type ThemeFault = {
  scheme: Scheme;
  /** Where the color comes from. */
  field: "accent" | "accentDark" | "brand";
  color: string;
  /** `link`: as text on the widget. `label`: under the text of a button. `button`: as a button on the widget. */
  use: keyof typeof needed;
  against: string;
  /** From 1 to 21. */
  contrast: number;
  needed: number;
  /** What the widget shows in its place. */
  shown: string;
};

/**
 * Where the colors of a theme cannot be made out, in the schemes that the widget is shown in. Not a refusal: the widget shows
 * a shade of the color that can.
 */
export function checkTheme(theme: WidgetTheme, brand: Pick<Brand, "color"> | null): ThemeFault[] {
  const schemes: Scheme[] = theme.colorScheme === "auto" ? ["light", "dark"] : [theme.colorScheme];
  return schemes.flatMap((scheme) => {
    const { field, color } = accentIn(theme, brand, scheme);
    if (color === null) return [];
    const { papers, text } = themes[scheme];
    const faintest = [...papers].sort((one, other) => contrastOf(color, one) - contrastOf(color, other))[0] ?? text;
    const pairs = { link: faintest, label: text, button: faintest };
    return (["link", "label", "button"] as const).flatMap((use) => {
      const against = pairs[use];
      const contrast = contrastOf(color, against);
      if (contrast >= needed[use]) return [];
      const shown = accentOf(color)[scheme].background;
      return [{ scheme, field, color, use, against, contrast, needed: needed[use], shown }];
    });
  });
}

/** As the widget chooses it: the theme's, or else the brand's, or else its own, which can be read. */
function accentIn(
  { accent, accentDark }: WidgetTheme,
  brand: Pick<Brand, "color"> | null,
  scheme: Scheme,
): { field: ThemeFault["field"]; color: string | null } {
  const chosen = accent ?? brand?.color ?? null;
  // Without an accent, the widget's own colors are those of both schemes.
  if (scheme === "dark" && accentDark !== null && chosen !== null) return { field: "accentDark", color: accentDark };
  return { field: accent === null ? "brand" : "accent", color: chosen };
}
