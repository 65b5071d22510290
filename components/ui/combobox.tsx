"use client";

import { Check, ChevronsUpDown, LoaderCircle } from "lucide-react";
import { type KeyboardEvent, lazy, Suspense, useEffect, useRef, useState } from "react";
import { inputClasses, useFieldWiring } from "@/components/ui/field-wiring";
import { ListboxOption, useListbox } from "@/components/ui/listbox";
import { whenIdle } from "@/components/ui/when-idle";

export type ComboboxOption = { value: string; label: string; hint?: string };

const maxShown = 100;

const load = () => import("@/components/ui/combobox-panel");
const ComboboxPanel = lazy(() => load().then((file) => ({ default: file.ComboboxPanel })));

/**
 * One of many, found by typing. It filters `options` itself, unless `onSearch` is given: then the caller searches and
 * passes new `options`. `selected` is the chosen option while it is not among them.
 */
export function Combobox({
  options,
  value,
  onValueChange,
  onSearch,
  selected,
  busy = false,
  placeholder = "Search…",
  emptyText = "No matches.",
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
  const wiring = useFieldWiring();
  const box = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const [used, setUsed] = useState(false);
  if (open && !used) setUsed(true);
  useEffect(() => whenIdle(() => void load().catch(() => undefined)), []);
  const [typed, setTyped] = useState<string | null>(null);
  const chosen = options.find((option) => option.value === value) ?? (selected?.value === value ? selected : undefined);
  const wanted = typed?.trim().toLowerCase() ?? "";
  const shown = (onSearch || wanted === "" ? options : options.filter((option) => matches(option, wanted))).slice(
    0,
    maxShown,
  );

  const listbox = useListbox({
    count: shown.length,
    open,
    onOpen: () => change(true),
    onChoose: (index) => {
      const option = shown[index];
      if (!option) return;
      onValueChange(option.value);
      change(false);
    },
  });

  function change(next: boolean) {
    if (next === open) return;
    setOpen(next);
    listbox.setActive(next ? shown.findIndex((option) => option.value === value) : -1);
    if (next || typed === null) return;
    setTyped(null);
    onSearch?.("");
  }

  function onKeyDown(event: KeyboardEvent) {
    listbox.field.onKeyDown(event);
    if (event.key === "Escape" && open) {
      event.stopPropagation();
      change(false);
    } else if (event.key === "Tab") {
      change(false);
    }
  }

  return (
    <>
      <div ref={box} className="relative min-w-0">
        <input
          {...wiring}
          {...rest}
          {...listbox.field}
          placeholder={placeholder}
          value={typed ?? chosen?.label ?? ""}
          onChange={(event) => {
            setTyped(event.target.value);
            setOpen(true);
            listbox.setActive(event.target.value.trim() === "" ? -1 : 0);
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
      {used && (
        <Suspense fallback={null}>
          <ComboboxPanel open={open} onOpenChange={change} anchor={box}>
            <div id={listbox.id} role="listbox" aria-label={rest["aria-label"] ?? placeholder}>
              {shown.map((option, index) => (
                <ListboxOption
                  key={option.value}
                  listbox={listbox}
                  index={index}
                  selected={option.value === value}
                  className="control-small gap-2 rounded-md text-sm"
                >
                  <span className="min-w-0 flex-1 py-1 [overflow-wrap:anywhere]">
                    {option.label}
                    {option.hint && <span className="block text-ink-soft text-xs">{option.hint}</span>}
                  </span>
                  {option.value === value && <Check aria-hidden className="size-4 shrink-0 text-accent" />}
                </ListboxOption>
              ))}
            </div>
            <p role="status" className={shown.length === 0 ? "px-2.5 py-2 text-ink-soft text-sm" : "sr-only"}>
              {shown.length === 0 ? (busy ? "Searching…" : emptyText) : ""}
            </p>
          </ComboboxPanel>
        </Suspense>
      )}
    </>
  );
}

function matches(option: ComboboxOption, wanted: string): boolean {
  return `${option.label} ${option.hint ?? ""}`.toLowerCase().includes(wanted);
}
