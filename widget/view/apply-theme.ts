import { accentOf } from "@/lib/accounts/branding/accent";
import type { Brand } from "@/lib/accounts/branding/schema";
import type { WidgetTheme } from "@/lib/accounts/tokens/widget-schema";

const radii: Record<WidgetTheme["radius"], string> = { none: "0px", small: "4px", medium: "8px", large: "14px" };

const fonts = {
  system: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  serif: 'ui-serif, Georgia, "Noto Serif", serif',
  mono: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace',
} as const;

/**
 * Sets the custom properties that the style sheet reads, on `root` by CSSOM, which every content security policy allows.
 */
export function applyTheme(
  root: HTMLElement,
  theme: WidgetTheme,
  brand: Brand | null,
  scheme: "light" | "dark" | "auto",
): void {
  for (const [name, value] of themeProperties(theme, brand, scheme)) {
    const own = name === "--lk-font" && theme.font === "page" ? pageFont(root) : value;
    if (own === null) root.style.removeProperty(name);
    else root.style.setProperty(name, own);
  }
}

/**
 * The custom properties of a theme; null: not set. The accent is the theme's, else the brand's, else our own, made legible in
 * both schemes. In a page of our own, the page's font is the system's.
 */
export function themeProperties(
  theme: WidgetTheme,
  brand: Brand | null,
  scheme: "light" | "dark" | "auto",
): readonly (readonly [name: string, value: string | null])[] {
  const light = theme.accent ?? brand?.color ?? null;
  const day = light === null ? null : accentOf(light).light;
  const night = light === null ? null : accentOf(theme.accentDark ?? light).dark;
  const both = (key: "background" | "strong") => day && night && `light-dark(${day[key]}, ${night[key]})`;
  return [
    ["--lk-scheme", scheme === "auto" ? "light dark" : scheme],
    ["--lk-radius", radii[theme.radius]],
    ["--lk-font", fonts[theme.font === "page" ? "system" : theme.font]],
    ["--lk-space", theme.density === "compact" ? "0.75" : null],
    ["--lk-logo", theme.showLogo ? null : "none"],
    ["--lk-accent", both("background")],
    ["--lk-accent-strong", both("strong")],
  ];
}

/** What the text around the widget is set in. */
function pageFont(root: HTMLElement): string {
  const node = root.getRootNode();
  const around = node instanceof ShadowRoot ? (node.host.parentElement ?? node.host) : (root.parentElement ?? root);
  return getComputedStyle(around).fontFamily || fonts.system;
}
