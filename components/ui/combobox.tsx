"use client";

import { Check, ChevronsUpDown, LoaderCircle } from "lucide-react";
import * as Popover from "radix-ui/popover";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { inputClasses, useFieldWiring } from "@/components/ui/field";
import { nextOption } from "@/components/ui/listbox-keys";

export type ComboboxOption = { value: string; label: string; hint?: string };

const maxShown = 100;

/**
 * One of many, found by typing. Without `onSearch` it looks through `options` itself; with it, the caller does and gives
 * new `options`. `selected` names the chosen one while it is not among them.
 */
export function Combobox({
  options,
  value,
  onValueChange,
  onSearch,
  selected,
  busy = false,
  placeholder = "Search…",
  emptyText = "Nothing matches.",
  ...rest
}: {
  options: readonly ComboboxOption[];
  value: string | null;
  onValueChange: (value: string) => void;
  onSearch?: (typed: string) => void;
  selected?: ComboboxOption;
  busy?: boolean;
  placeholder?: string;
  emptyText?: string;
  "aria-label"?: string;
  disabled?: boolean;
}) {
  const listId = useId();
  const wiring = useFieldWiring();
  const input = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState<string | null>(null);
  const [active, setActive] = useState(-1);
  const chosen = options.find((option) => option.value === value) ?? (selected?.value === value ? selected : undefined);
  const wanted = typed?.trim().toLowerCase() ?? "";
  const shown = (onSearch || wanted === "" ? options : options.filter((option) => matches(option, wanted))).slice(
    0,
    maxShown,
  );

  useEffect(() => {
    if (open && active >= 0) document.getElementById(`${listId}-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [open, active, listId]);

  function change(next: boolean) {
    if (next === open) return;
    setOpen(next);
    setActive(next ? shown.findIndex((option) => option.value === value) : -1);
    if (next || typed === null) return;
    setTyped(null);
    onSearch?.("");
  }

  function choose(option: ComboboxOption) {
    onValueChange(option.value);
    change(false);
  }

  function onKeyDown(event: KeyboardEvent) {
    const next = nextOption(event.key, active, shown.length);
    if (next !== undefined) {
      event.preventDefault();
      if (open) setActive(next);
      else change(true);
    } else if (event.key === "Enter" && open) {
      const option = shown[active];
      event.preventDefault();
      if (option) choose(option);
    } else if (event.key === "Escape" && open) {
      event.stopPropagation();
      change(false);
    } else if (event.key === "Tab") {
      change(false);
    }
  }

  return (
    <Popover.Root open={open} onOpenChange={change}>
      <Popover.Anchor asChild>
        <div className="relative min-w-0">
          <input
            ref={input}
            {...wiring}
            {...rest}
            role="combobox"
            aria-expanded={open}
            aria-controls={open ? listId : undefined}
            aria-autocomplete="list"
            aria-activedescendant={open && active >= 0 ? `${listId}-${active}` : undefined}
            autoComplete="off"
            spellCheck={false}
            placeholder={placeholder}
            value={typed ?? chosen?.label ?? ""}
            onChange={(event) => {
              setTyped(event.target.value);
              setOpen(true);
              setActive(event.target.value.trim() === "" ? -1 : 0);
              onSearch?.(event.target.value.trim());
            }}
            onClick={() => change(true)}
            onFocus={(event) => event.target.select()}
            onBlur={() => change(false)}
            onKeyDown={onKeyDown}
            className={`${inputClasses} truncate pr-9`}
          />
          {busy ? (
            <LoaderCircle
              aria-hidden
              className="absolute top-1/2 right-3 size-4 -mt-2 text-ink-soft motion-safe:animate-spin"
            />
          ) : (
            <ChevronsUpDown
              aria-hidden
              className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-ink-soft"
            />
          )}
        </div>
      </Popover.Anchor>
      {/* In its place, not at the end of the page: it stays inside the landmark or the dialog that it belongs to. */}
      <Popover.Content
        align="start"
        sideOffset={4}
        collisionPadding={8}
        role="presentation"
        onOpenAutoFocus={(event) => event.preventDefault()}
        onCloseAutoFocus={(event) => event.preventDefault()}
        onInteractOutside={(event) => input.current?.contains(event.target as Node) && event.preventDefault()}
        className="z-50 max-h-72 w-(--radix-popover-trigger-width) animate-appear overflow-y-auto rounded-xl border border-line bg-card p-1 shadow-lift-2"
      >
        <div id={listId} role="listbox" aria-label={rest["aria-label"] ?? placeholder}>
          {shown.map((option, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and takes the keys
            <div
              key={option.value}
              id={`${listId}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={option.value === value}
              onPointerMove={() => setActive(index)}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(option)}
              className={`control-small flex cursor-pointer items-center gap-2 rounded-md px-2.5 text-sm ${index === active ? "bg-quiet-soft" : ""}`}
            >
              <span className="min-w-0 flex-1 py-1 [overflow-wrap:anywhere]">
                {option.label}
                {option.hint && <span className="block text-ink-soft text-xs">{option.hint}</span>}
              </span>
              {option.value === value && <Check aria-hidden className="size-4 shrink-0 text-accent" />}
            </div>
          ))}
        </div>
        <p role="status" className={shown.length === 0 ? "px-2.5 py-2 text-ink-soft text-sm" : "sr-only"}>
          {shown.length === 0 ? (busy ? "Searching…" : emptyText) : ""}
        </p>
      </Popover.Content>
    </Popover.Root>
  );
}

function matches(option: ComboboxOption, wanted: string): boolean {
  return `${option.label} ${option.hint ?? ""}`.toLowerCase().includes(wanted);
}
