"use client";

import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { docsSearchQuery } from "@/components/queries/docs-search";
import { QueryProvider } from "@/components/queries/query-provider";
import { ListboxOption, useListbox } from "@/components/ui/listbox";
import { useRouter } from "@/components/ui/pending-navigation";
import { SearchInput } from "@/components/ui/text-input";

const maxShown = 12;
const maxLength = 200;

/** Finds sections, endpoints and objects. What it searches is downloaded when somebody begins to search. */
export function DocsSearch() {
  return (
    <QueryProvider>
      <Search />
    </QueryProvider>
  );
}

function Search() {
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const [isOpen, setOpen] = useState(false);
  const { data, isError, refetch } = useQuery({ ...docsSearchQuery, enabled: isOpen });
  const wanted = typed.trim();
  const found = data && wanted !== "" ? data(wanted).slice(0, maxShown) : [];
  const open = isOpen && wanted !== "";
  const listbox = useListbox({
    count: found.length,
    open,
    initial: 0,
    onOpen: () => setOpen(true),
    onChoose: (chosen) => {
      const entry = found[chosen];
      if (!entry) return;
      setOpen(false);
      setTyped("");
      router.push(entry.href);
    },
  });

  function onKeyDown(event: KeyboardEvent) {
    listbox.field.onKeyDown(event);
    if (event.key === "Escape" && open) {
      event.preventDefault();
      setOpen(false);
    }
  }

  return (
    <search className="relative block">
      <SearchInput
        {...listbox.field}
        label="Search the documentation"
        placeholder="Search"
        maxLength={maxLength}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setOpen(true);
          listbox.setActive(0);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {open && (
        <div className="absolute inset-x-0 top-full z-20 mt-1 max-h-96 overflow-y-auto rounded-xl border border-line bg-card p-1 shadow-lift-2 sm:right-0 sm:left-auto sm:w-96">
          <div id={listbox.id} role="listbox" aria-label="Found in the documentation">
            {found.map((entry, position) => (
              <ListboxOption
                key={entry.id}
                listbox={listbox}
                index={position}
                selected={position === listbox.active}
                className="min-h-11 rounded-md py-1.5"
              >
                <span className="min-w-0 [overflow-wrap:anywhere]">
                  <span className="block font-medium text-sm">{entry.title}</span>
                  {entry.page !== entry.title && <span className="block text-ink-soft text-xs">{entry.page}</span>}
                </span>
              </ListboxOption>
            ))}
          </div>
          <p role="status" className={found.length === 0 ? "px-2.5 py-2 text-ink-soft text-sm" : "sr-only"}>
            {summary(found.length, data !== undefined, isError)}
          </p>
          {isError && (
            <button
              type="button"
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => refetch()}
              className="control-small px-2.5 text-accent underline underline-offset-4"
            >
              Try again
            </button>
          )}
        </div>
      )}
    </search>
  );
}

function summary(count: number, isLoaded: boolean, isError: boolean): string {
  if (isError) return "The index of the documentation could not be loaded.";
  if (!isLoaded) return "Loading…";
  if (count === 0) return "Nothing found.";
  return count === 1 ? "1 result" : `${count} results`;
}
