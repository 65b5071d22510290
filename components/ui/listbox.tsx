"use client";

import { type KeyboardEvent, type ReactNode, useEffect, useId, useState } from "react";

const pageSize = 8;

/**
 * A text field with a list of options below it: the combobox pattern of the ARIA Authoring Practices. The field keeps the
 * focus. While the list is closed, an arrow key calls `onOpen`. `active` is -1 if no option is active.
 */
export function useListbox({
  count,
  onChoose,
  open = true,
  onOpen,
  initial = -1,
  keys,
}: {
  count: number;
  /** Of the options, where these can change places: what the user has moved to stays active. */
  keys?: readonly string[];
  onChoose: (index: number) => void;
  open?: boolean;
  onOpen?: () => void;
  initial?: number;
}) {
  const id = useId();
  const [wanted, setWanted] = useState<{ index: number; key?: string | undefined }>({ index: initial });
  const moved = wanted.key === undefined ? -1 : (keys?.indexOf(wanted.key) ?? -1);
  const active = moved >= 0 ? moved : Math.min(wanted.index, count - 1);
  const activeId = open && active >= 0 ? `${id}-${active}` : undefined;

  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: "nearest" });
  }, [activeId]);

  const setActive = (index: number) => setWanted({ index });
  const moveTo = (index: number) => setWanted({ index, key: keys?.[index] });

  function onKeyDown(event: KeyboardEvent): void {
    const next = nextOption(event.key, active, count);
    if (next !== undefined) {
      event.preventDefault();
      if (open) moveTo(next);
      else onOpen?.();
    } else if (event.key === "Enter" && open && !event.nativeEvent.isComposing) {
      event.preventDefault();
      if (active >= 0) onChoose(active);
    }
  }

  return {
    /** Of the list. */
    id,
    active,
    setActive,
    moveTo,
    field: {
      role: "combobox",
      "aria-expanded": open,
      "aria-controls": open ? id : undefined,
      "aria-autocomplete": "list",
      "aria-activedescendant": activeId,
      autoComplete: "off",
      spellCheck: false,
      onKeyDown,
    } as const,
    optionId: (index: number) => `${id}-${index}`,
    onChoose,
  };
}

export function ListboxOption({
  listbox,
  index,
  selected,
  className,
  children,
}: {
  listbox: ReturnType<typeof useListbox>;
  index: number;
  selected: boolean;
  className: string;
  children: ReactNode;
}) {
  const { active, moveTo, optionId, onChoose } = listbox;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and receives the keys
    <div
      id={optionId(index)}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      onPointerMove={() => moveTo(index)}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onChoose(index)}
      className={`flex cursor-pointer items-center px-2.5 ${index === active ? "bg-quiet-soft" : ""} ${className}`}
    >
      {children}
    </div>
  );
}

/** Which option a key leads to; undefined: it is not one of the list's keys. */
function nextOption(key: string, active: number, count: number): number | undefined {
  if (count === 0) return undefined;
  if (key === "ArrowDown") return active + 1 >= count ? 0 : active + 1;
  if (key === "ArrowUp") return active <= 0 ? count - 1 : active - 1;
  if (key === "PageDown") return Math.min(active + pageSize, count - 1);
  if (key === "PageUp") return Math.max(active - pageSize, 0);
  return undefined;
}
