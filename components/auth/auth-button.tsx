"use client";

import { useHydrated } from "@/components/auth/use-hydrated";
import { Button, type ButtonProps } from "@/components/ui/button";

/** A button that cannot be pressed before it does something; it looks the same meanwhile. */
export function AuthButton({ className = "", ...rest }: ButtonProps) {
  const isHydrated = useHydrated();
  return <Button {...rest} disabled={!isHydrated} className={`w-full disabled:opacity-100! ${className}`} />;
}
