"use client";

import type { Ref, TextareaHTMLAttributes } from "react";
import { inputClasses, useFieldWiring } from "@/components/ui/field-wiring";
import { useEarlyText } from "@/components/ui/use-early-text";

export function TextArea({
  mono = false,
  className = "",
  rows = 4,
  ...rest
}: TextareaHTMLAttributes<HTMLTextAreaElement> & { mono?: boolean; ref?: Ref<HTMLTextAreaElement> }) {
  const wiring = useFieldWiring(rest);
  const ref = useEarlyText(rest);
  return (
    <textarea
      rows={rows}
      {...rest}
      {...wiring}
      ref={ref}
      aria-invalid={rest["aria-invalid"] ?? wiring["aria-invalid"]}
      className={`${inputClasses} resize-y py-2 leading-6 ${mono ? "font-mono text-[13px] max-sm:text-base" : ""} ${className}`}
    />
  );
}
