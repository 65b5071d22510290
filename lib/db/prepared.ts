import { Prisma } from "@/lib/db/generated/client";

const mark = /^\s*\/\* prepared: ([\w-]+) \*\//;

/**
 * Begins a statement whose text is always the same: each connection of the pool parses it once, and soon plans it once,
 * which for a look-up by key takes PostgreSQL longer than to run it. Not for one whose plan depends on its values.
 * @param name no other statement's
 */
export function prepared(name: string): Prisma.Sql {
  return Prisma.raw(`/* prepared: ${name} */`);
}

/** The name that `prepared` gave to a statement; the empty one, PostgreSQL's for those that are not kept, otherwise. */
export function preparedName(text: string): string {
  return mark.exec(text)?.[1] ?? "";
}
