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
    <div
      className={className}
      data-brand={color === null ? undefined : ""}
      style={color === null ? undefined : stylesOf(color)}
    >
      {children}
    </div>
  );
}

function stylesOf(color: string): CSSProperties {
  const { light, dark } = accentOf(color);
  const styles = {
    "--brand-light": light.background,
    "--brand-light-strong": light.strong,
    "--brand-light-text": light.text,
    "--brand-dark": dark.background,
    "--brand-dark-strong": dark.strong,
    "--brand-dark-text": dark.text,
  };
  return styles as CSSProperties;
}
