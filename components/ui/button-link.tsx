"use client";

import type { ComponentProps } from "react";
import { type ButtonVariant, buttonClasses, isStrong } from "@/components/ui/button-classes";
import { Link } from "@/components/ui/link";
import { useReadOnly } from "@/components/ui/read-only";

/** A link in the style of a button. Read-only visitors do not get the primary ones. */
export function ButtonLink({
  variant = "primary",
  size,
  className = "",
  ...rest
}: ComponentProps<typeof Link> & ButtonVariant) {
  const readOnly = useReadOnly();
  if (readOnly && isStrong(variant)) return null;
  return <Link className={`${buttonClasses({ variant, size })} ${className}`} {...rest} />;
}
