"use client";

import type { ReactNode } from "react";
import { Field } from "@/components/ui/field";
import { UrlInput } from "@/components/ui/text-input";

/** A color as text, and the browser's own way to pick one. An empty text stands for `fallback`. */
export function ColorField({
  label,
  name,
  value,
  fallback,
  hint,
  error,
  onChange,
}: {
  label: string;
  name: string;
  value: string;
  fallback: string;
  hint: ReactNode;
  error: string | null;
  onChange: (value: string) => void;
}) {
  const isColor = /^#[0-9a-f]{6}$/i.test(value.trim());
  return (
    <Field label={label} optional hint={hint} error={error}>
      <div className="flex gap-2">
        <UrlInput
          name={name}
          value={value}
          inputMode="text"
          placeholder={fallback}
          onChange={(event) => onChange(event.target.value)}
        />
        <input
          type="color"
          aria-label={`Pick: ${label}`}
          value={isColor ? value.trim().toLowerCase() : fallback}
          onChange={(event) => onChange(event.target.value)}
          className="control w-12 shrink-0 cursor-pointer rounded-lg border border-line-strong bg-card p-1"
        />
      </div>
    </Field>
  );
}
