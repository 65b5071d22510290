import { useCallback, useMemo, useRef, useState } from "react";

export type RowSelection = {
  selected: ReadonlySet<string>;
  /** Whether all, some or none of the shown rows are selected. */
  extent: "none" | "some" | "all";
  /** With `range`, all rows from the last toggled one to this one. */
  toggle: (id: string, options?: { range?: boolean }) => void;
  toggleAll: () => void;
  clear: () => void;
};

/** Which of the shown rows are selected. Rows that are no longer shown are no longer selected. */
export function useRowSelection(shownIds: readonly string[]): RowSelection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const anchor = useRef<string | null>(null);
  const selected = useMemo(() => new Set(shownIds.filter((id) => chosen.has(id))), [shownIds, chosen]);
  const extent = selected.size === 0 ? "none" : selected.size === shownIds.length ? "all" : "some";

  const toggle = useCallback(
    (id: string, { range = false }: { range?: boolean } = {}) => {
      const from = range ? anchor.current : null;
      anchor.current = id;
      setChosen(toggleRows({ shownIds, selected, id, from }));
    },
    [shownIds, selected],
  );
  const clear = useCallback(() => {
    anchor.current = null;
    setChosen(new Set());
  }, []);
  const toggleAll = useCallback(() => {
    anchor.current = null;
    setChosen(new Set(extent === "all" ? [] : shownIds));
  }, [extent, shownIds]);

  return useMemo(() => ({ selected, extent, toggle, toggleAll, clear }), [selected, extent, toggle, toggleAll, clear]);
}

/** Sets the row and, with `from`, all rows between to the new state of the row. An unknown `from` is ignored. */
export function toggleRows(input: {
  shownIds: readonly string[];
  selected: ReadonlySet<string>;
  id: string;
  from: string | null;
}): Set<string> {
  const { shownIds, selected, id, from } = input;
  const end = shownIds.indexOf(id);
  const start = from === null ? -1 : shownIds.indexOf(from);
  const touched = start === -1 || end === -1 ? [id] : shownIds.slice(Math.min(start, end), Math.max(start, end) + 1);
  const next = new Set(selected);
  const add = !selected.has(id);
  for (const row of touched) {
    if (add) next.add(row);
    else next.delete(row);
  }
  return next;
}
