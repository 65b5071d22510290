/** A row of the editor. `key` is React's. */
export type MetadataRow = { key: number; name: string; value: string };

export function toRows(metadata: Readonly<Record<string, string>>): MetadataRow[] {
  return Object.entries(metadata)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value], key) => ({ key, name, value }));
}

/** What to send so that the stored metadata becomes that of the rows: removed names are null. */
export function toChanges(
  stored: Readonly<Record<string, string>>,
  rows: readonly MetadataRow[],
): Record<string, string | null> {
  const wanted = new Map(
    rows.filter(({ name }) => name.trim() !== "").map(({ name, value }) => [name.trim(), value.trim()]),
  );
  const removed = Object.keys(stored).filter((name) => !wanted.has(name));
  const changed = [...wanted].filter(([name, value]) => (Object.hasOwn(stored, name) ? stored[name] : "") !== value);
  return Object.fromEntries([...removed.map((name) => [name, null] as const), ...changed]);
}

/** What is wrong with the rows as a whole, by the name of the row's input; null: nothing. */
export function rowProblems(rows: readonly MetadataRow[]): Record<string, string> | null {
  const names = rows.map(({ name }) => name.trim());
  const problems = rows.flatMap(({ key, name, value }, index): [string, string][] => {
    if (name.trim() === "") return value.trim() === "" ? [] : [[`name.${key}`, "Enter a name."]];
    return names.indexOf(name.trim()) < index ? [[`name.${key}`, "This name is in the list already."]] : [];
  });
  return problems.length === 0 ? null : Object.fromEntries(problems);
}
