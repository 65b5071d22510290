"use client";

import { useEffect, useRef, useState } from "react";
import { SearchInput } from "@/components/ui/text-input";
import { useDebouncedValue } from "@/components/ui/use-debounced-value";

const typingMs = 250;

/** A search field whose text counts once typing pauses. `value`: the search that is shown, as the URL has it. */
export function SearchBox({
  label,
  placeholder = label,
  value,
  maxLength,
  onSearch,
}: {
  label: string;
  placeholder?: string;
  value: string;
  maxLength: number | undefined;
  onSearch: (q: string) => void;
}) {
  const [typed, setTyped] = useState(value);
  const settled = useDebouncedValue(typed, typingMs);
  const current = useRef({ value, typed, onSearch });
  current.current = { value, typed, onSearch };

  useEffect(() => {
    const now = current.current;
    // The settled text is out of date if the URL has changed meanwhile, as by the back button.
    if (settled === now.typed && settled.trim() !== now.value) now.onSearch(settled.trim());
  }, [settled]);

  useEffect(() => {
    if (current.current.typed.trim() !== value) setTyped(value);
  }, [value]);

  return (
    <SearchInput
      label={label}
      placeholder={placeholder}
      autoCapitalize="none"
      maxLength={maxLength}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}
