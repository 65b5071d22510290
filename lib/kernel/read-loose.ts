/** Readers of JSON that another version or another program wrote. What is of another kind is left out. */

/** The fields of an object; none of anything else. */
export function looseFields(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** The items of a list; none of anything else, or of a list with more than `max`. */
export function looseList(value: unknown, max = Number.POSITIVE_INFINITY): unknown[] {
  return Array.isArray(value) && value.length <= max ? value : [];
}

/** A text; null: it is something else, or longer than `max`. */
export function looseText(value: unknown, max = Number.POSITIVE_INFINITY): string | null {
  return typeof value === "string" && value.length <= max ? value : null;
}

/** A list of texts; none where one item is something else. */
export function looseTexts(value: unknown, max = Number.POSITIVE_INFINITY): string[] {
  const items = looseList(value, max);
  return items.every((item) => typeof item === "string") ? items : [];
}

/** A time; null: it is none. */
export function looseDate(value: unknown): Date | null {
  const date = typeof value === "string" || value instanceof Date ? new Date(value) : null;
  return date === null || Number.isNaN(date.getTime()) ? null : date;
}
