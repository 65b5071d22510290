import { incompatibilityOf, type Migration } from "@/lib/db/migrate";

/** What an operator should know of a migration before it is applied. */
export type MigrationFacts = {
  name: string;
  /** The first sentence of the comment at its head. */
  summary: string;
  /** What waits while it runs: the line `-- locks: …` of its SQL. null: nothing for longer than a moment. */
  locks: string | null;
  /** Why the version before must be stopped first. null: it can go on. */
  incompatible: string | null;
};

/** Pure. */
export function describeMigration(migration: Pick<Migration, "name" | "sql">): MigrationFacts {
  const lines = migration.sql.split("\n");
  const end = lines.findIndex((line) => !line.startsWith("--"));
  const head = lines
    .slice(0, end === -1 ? lines.length : end)
    .map((line) => line.replace(/^--\s?/, ""))
    .filter((line) => !/^(locks|incompatible with earlier versions): /.test(line))
    .join(" ");
  return {
    name: migration.name,
    summary: /^.+?[.:](?=\s|$)/.exec(head)?.[0].replace(/[.:]$/, "") || nameAsWords(migration.name),
    locks: /^-- locks: (.+)$/m.exec(migration.sql)?.[1] ?? null,
    incompatible: incompatibilityOf(migration),
  };
}

function nameAsWords(name: string): string {
  return name.replace(/^\d+_/, "").replaceAll("_", " ");
}
