import { createHash } from "node:crypto";
import { Prisma } from "@/lib/db/generated/client";

const mark = /^\s*\/\* prepared: ([\w-]+) \*\//;

/**
 * Starts a statement whose text never varies: each connection of the pool parses it once, and soon plans it once, which
 * for a lookup by key takes PostgreSQL longer than running it. Not for one whose plan depends on its values.
 * @param name unique to this statement
 */
export function prepared(name: string): Prisma.Sql {
  return Prisma.raw(`/* prepared: ${name} */`);
}

/** The same for a statement that has a few forms: each gets a name of its own. */
export function preparedForms(name: string, statement: Prisma.Sql): Prisma.Sql {
  const form = createHash("sha256").update(statement.text).digest("hex").slice(0, 8);
  return Prisma.sql`${prepared(`${name}-${form}`)}${statement}`;
}

/** The name that `prepared` gave to a statement, else the empty one, which PostgreSQL does not keep. */
export function preparedName(text: string): string {
  return mark.exec(text)?.[1] ?? "";
}
