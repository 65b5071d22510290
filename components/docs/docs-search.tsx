"use client";

import { useQuery } from "@tanstack/react-query";
import MiniSearch from "minisearch";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, useState } from "react";
import type { SearchEntry } from "@/components/docs/search-entries";
import { inputClasses } from "@/components/ui/field";
import { ListboxOption, useListbox } from "@/components/ui/listbox";

const maxShown = 12;
const index = "/docs/search.json";

/** Finds sections, endpoints and objects. What it searches is downloaded when somebody begins to search. */
export function DocsSearch() {
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const [isOpen, setOpen] = useState(false);
  const { data, isError, refetch } = useQuery({
    queryKey: ["docs-search"],
    queryFn: loadSearch,
    enabled: isOpen,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const wanted = typed.trim();
  const found = data && wanted !== "" ? data(wanted) : [];
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
      <input
        {...listbox.field}
        type="search"
        aria-label="Search the documentation"
        placeholder="Search"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setOpen(true);
          listbox.setActive(0);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
        className={inputClasses}
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

/** What is in a title counts more than what is in a text. Words may be unfinished, or misspelled by one letter in five. */
async function loadSearch(): Promise<(wanted: string) => SearchEntry[]> {
  const response = await fetch(index);
  if (!response.ok) throw new Error(`${index} answered ${response.status}`);
  const entries = (await response.json()) as SearchEntry[];
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const search = new MiniSearch<SearchEntry>({
    fields: ["title", "page", "text"],
    searchOptions: { boost: { title: 4, page: 2 }, prefix: true, fuzzy: 0.2, combineWith: "AND" },
  });
  search.addAll(entries);
  return (wanted) => {
    const found = search.search(wanted).flatMap(({ id }) => byId.get(id) ?? []);
    const isNamed = ({ title }: SearchEntry) => title.toLowerCase().startsWith(wanted.toLowerCase());
    return [...found.filter(isNamed), ...found.filter((entry) => !isNamed(entry))].slice(0, maxShown);
  };
}
