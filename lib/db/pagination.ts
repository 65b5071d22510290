import { z } from "zod";
import { Refusal } from "@/lib/kernel/errors";
import { isUuid } from "@/lib/kernel/is-uuid";
import { environments } from "@/lib/kernel/scopes";

export const defaultPageSize = 20;

export const pageInput = {
  limit: z.coerce.number().int().min(1).max(100).default(defaultPageSize),
  cursor: z.string().max(200).optional(),
};

/** For lists that mix the environments. A key's or token's own is the only one that it may name. */
export const environmentInput = {
  environment: z.enum(environments).optional().describe("Only what belongs to this environment. A key has its own."),
};

export type Page<T> = { data: T[]; nextCursor: string | null };

/** Wire shape of a page. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable() });
}

/**
 * Keyset pagination: the cursor is the last key of the page, so pages do not shift while rows are added. `rows` holds at
 * most one row more than `limit`; the extra one means that there is a next page.
 */
export function toPage<R, T>(rows: R[], limit: number, keyOf: (row: R) => string, toItem: (row: R) => T): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { data: shown.map(toItem), nextCursor: more ? encodeCursor(keyOf(last)) : null };
}

/** @throws Refusal invalid for a cursor that no list returned */
export function parseIdCursor(cursor: string | undefined): string | undefined {
  return parseCursor(cursor, (key) => (isUuid(key) ? key : null));
}

/**
 * The key of a cursor. Only what `write` writes is accepted, so that no made-up value reaches the database.
 * @throws Refusal invalid for a cursor that no list returned
 */
export function parseCursor<K>(
  cursor: string | undefined,
  parse: (key: string) => K | null,
  write: (key: K) => string = String,
): K | undefined {
  if (cursor === undefined) return undefined;
  const text = decodeCursor(cursor);
  const key = text === null ? null : parse(text);
  if (key !== null && write(key) === text) return key;
  throw new Refusal("invalid", "This cursor is not one that a list returned.", { param: "cursor" });
}

/** A key's time. null: `toISOString` does not write it so, or PostgreSQL has no such year. */
export function parseKeyTime(text: string): Date | null {
  const time = new Date(text);
  const isKnown = /^\d{4}-/.test(text) && !text.startsWith("0000") && !Number.isNaN(time.getTime());
  return isKnown && time.toISOString() === text ? time : null;
}

export function encodeCursor(key: string): string {
  return Buffer.from(key, "utf8").toString("base64url");
}

/** null: `encodeCursor` writes no such text. Node ignores what is not base64url, and replaces what is not UTF-8. */
export function decodeCursor(cursor: string): string | null {
  const key = Buffer.from(cursor, "base64url").toString("utf8");
  return encodeCursor(key) === cursor ? key : null;
}
