"use client";

import { Button, type ButtonProps } from "@/components/ui/button";
import { useHydrated } from "@/components/ui/use-hydrated";

/** A button that is disabled until the page is hydrated, without looking so. */
export function AuthButton({ className = "", ...rest }: ButtonProps) {
  const isHydrated = useHydrated();
  return <Button {...rest} disabled={!isHydrated} className={`w-full disabled:opacity-100! ${className}`} />;
}
