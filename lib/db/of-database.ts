import type { Database } from "@/lib/db/client";

/** What exists once for each database: a process has one, tests have several. */
export function ofDatabase<T>(make: (database: Database) => T): (database: Database) => T {
  const made = new WeakMap<Database, T>();
  return (database) => {
    const known = made.get(database) ?? make(database);
    made.set(database, known);
    return known;
  };
}
