"use client";

import { Search, X } from "lucide-react";
import { type InputHTMLAttributes, type ReactNode, type Ref, useRef } from "react";
import { inputClasses, useFieldWiring } from "@/components/ui/field-wiring";
import { IconButton } from "@/components/ui/icon-button";
import { useEarlyText } from "@/components/ui/use-early-text";

export type TextInputProps = Omit<InputHTMLAttributes<HTMLInputElement>, "prefix"> & {
  /** For hostnames, values and keys. */
  mono?: boolean;
  /** Shown inside, before and after the text; `prefix` is hidden from screen readers. */
  prefix?: ReactNode;
  suffix?: ReactNode;
  ref?: Ref<HTMLInputElement>;
};

export function TextInput({ mono = false, prefix, suffix, className = "", type = "text", ...rest }: TextInputProps) {
  const wiring = useFieldWiring(rest);
  const ref = useEarlyText(rest);
  const input = (
    <input
      type={type}
      {...rest}
      {...wiring}
      ref={ref}
      aria-invalid={rest["aria-invalid"] ?? wiring["aria-invalid"]}
      className={`${inputClasses} ${mono ? "font-mono" : ""} ${prefix ? "pl-9" : ""} ${suffix ? "pr-10" : ""} ${className}`}
    />
  );
  if (!prefix && !suffix) return input;
  return (
    <div className="relative min-w-0">
      {prefix && (
        <span aria-hidden className="pointer-events-none absolute inset-y-0 left-3 flex items-center text-ink-soft">
          {prefix}
        </span>
      )}
      {input}
      {suffix && <span className="absolute inset-y-0 right-1 flex items-center text-ink-soft">{suffix}</span>}
    </div>
  );
}

/** `label` is its accessible name, and the placeholder unless there is another one. A button clears what was typed. */
export function SearchInput({
  label,
  ...rest
}: Omit<TextInputProps, "ref" | "suffix"> & { label: string; value: string; maxLength: number | undefined }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      autoComplete="off"
      spellCheck={false}
      prefix={<Search className="size-4" />}
      suffix={
        rest.value !== "" && <IconButton label="Clear the search" icon={X} onClick={() => clearText(input.current)} />
      }
      ref={input}
      {...rest}
    />
  );
}

/** As if the text had been deleted by hand, so that React calls `onChange`. */
function clearText(input: HTMLInputElement | null): void {
  if (input === null) return;
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(input, "");
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.focus();
}

/** For a URL, an origin or a hostname: browsers neither correct nor complete it. */
export function UrlInput(props: TextInputProps) {
  return (
    <TextInput
      mono
      inputMode="url"
      autoCapitalize="none"
      autoComplete="off"
      autoCorrect="off"
      spellCheck={false}
      {...props}
    />
  );
}
