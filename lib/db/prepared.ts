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

/** The name that `prepared` gave to a statement, else the empty one, which PostgreSQL does not keep. */
export function preparedName(text: string): string {
  return mark.exec(text)?.[1] ?? "";
}
