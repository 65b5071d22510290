import { useEffect } from "react";
import { z } from "zod";
import { type OptionalColumn, optionalColumnKeys } from "@/components/connections/table/connection-columns";
import { createStore } from "@/components/ui/create-store";

/** How the table looks in this browser. `columns` null: those that usually help. */
export type TablePreferences = { columns: readonly OptionalColumn[] | null; compact: boolean };

export const usualPreferences: TablePreferences = { columns: null, compact: false };

const storageKey = "latchkey.domains-table";
const store = createStore<TablePreferences>(usualPreferences);

const storedSchema = z.object({
  columns: z.array(z.string()).nullable().catch(null),
  compact: z.boolean().catch(false),
});

/** Anything that is stored or sent, as preferences; unknown columns are left out. */
export function readPreferences(value: unknown): TablePreferences {
  const stored = storedSchema.safeParse(value);
  if (!stored.success) return usualPreferences;
  const { columns, compact } = stored.data;
  return { columns: columns && optionalColumnKeys.filter((key) => columns.includes(key)), compact };
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
