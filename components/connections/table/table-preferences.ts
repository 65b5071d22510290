import { useEffect } from "react";
import { type OptionalColumn, optionalColumnKeys } from "@/components/connections/table/connection-columns";
import { createStore } from "@/components/ui/create-store";
import { looseFields, looseTexts } from "@/lib/kernel/read-loose";

/** How the table looks in this browser. `columns` null: those that usually help. */
export type TablePreferences = { columns: readonly OptionalColumn[] | null; compact: boolean };

export const usualPreferences: TablePreferences = { columns: null, compact: false };

const storageKey = "latchkey.domains-table";
const store = createStore<TablePreferences>(usualPreferences);

/** Anything that is stored or sent, as preferences; unknown columns are left out. */
export function readPreferences(value: unknown): TablePreferences {
  const { columns, compact } = looseFields(value);
  const stored = Array.isArray(columns) ? looseTexts(columns) : null;
  return { columns: stored && optionalColumnKeys.filter((key) => stored.includes(key)), compact: compact === true };
}

export function useTablePreferences(): [TablePreferences, (next: TablePreferences) => void] {
  useEffect(() => {
    const text = localStorage.getItem(storageKey);
    if (text !== null) store.set(readPreferences(parse(text)));
  }, []);
  return [store.useValue(), save];
}

function save(next: TablePreferences): void {
  store.set(next);
  localStorage.setItem(storageKey, JSON.stringify(next));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
