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
 * The accent is the theme's, else the brand's, else our own, made legible in both schemes.
 */
export function applyTheme(
  root: HTMLElement,
  theme: WidgetTheme,
  brand: Brand | null,
  scheme: "light" | "dark" | "auto",
): void {
  const set = (name: string, value: string | null) =>
    value === null ? root.style.removeProperty(name) : root.style.setProperty(name, value);
  set("--lk-scheme", scheme === "auto" ? "light dark" : scheme);
  set("--lk-radius", radii[theme.radius]);
  set("--lk-font", theme.font === "page" ? pageFont(root) : fonts[theme.font]);
  set("--lk-space", theme.density === "compact" ? "0.75" : null);
  set("--lk-logo", theme.showLogo ? null : "none");
  const light = theme.accent ?? brand?.color ?? null;
  if (light === null) {
    for (const name of ["--lk-accent", "--lk-accent-strong"]) set(name, null);
    return;
  }
  const [day, night] = [accentOf(light).light, accentOf(theme.accentDark ?? light).dark];
  set("--lk-accent", `light-dark(${day.background}, ${night.background})`);
  set("--lk-accent-strong", `light-dark(${day.strong}, ${night.strong})`);
}

/** What the text around the widget is set in. */
function pageFont(root: HTMLElement): string {
  const node = root.getRootNode();
  const around = node instanceof ShadowRoot ? (node.host.parentElement ?? node.host) : (root.parentElement ?? root);
  return getComputedStyle(around).fontFamily || fonts.system;
}
