import type { CSSProperties, ReactNode } from "react";
import { accentOf } from "@/lib/accounts/branding/accent";

/** Everything inside has the company's color as its accent, in both themes. */
export function BrandColors({
  color,
  className,
  children,
}: {
  color: string | null;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div className={className} style={color === null ? undefined : stylesOf(color)}>
      {children}
    </div>
  );
}

function stylesOf(color: string): CSSProperties {
  const { light, dark } = accentOf(color);
  const styles = {
    "--accent": `light-dark(${light.background}, ${dark.background})`,
    "--accent-strong": `light-dark(${light.strong}, ${dark.strong})`,
    "--accent-soft": "var(--quiet-soft)",
    "--on-accent": `light-dark(${light.text}, ${dark.text})`,
  };
  return styles as CSSProperties;
}
