/** Fields whose content is the caller's own: their keys stay as they are. */
const ownFields: ReadonlySet<string> = new Set(["metadata", "fields"]);

/**
 * The one mapper between our camelCase and the wire's snake_case JSON. Dates become RFC 3339 in UTC. Assignments, since
 * Object.fromEntries takes five times as long, which is most of the time of a list.
 */
export function toWire(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(toWire);
  const wire: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const item = (value as Record<string, unknown>)[key];
    if (item !== undefined) wire[toSnake(key)] = ownFields.has(key) ? item : toWire(item);
  }
  return wire;
}

export function fromWire(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromWire);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [toCamel(key), ownFields.has(key) ? item : fromWire(item)]),
  );
}

/** The dotted path of a field, as the caller wrote it. */
export function toWirePath(path: readonly PropertyKey[]): string {
  const names = path.map(String);
  const own = names.findIndex((name) => ownFields.has(name));
  return names.map((name, index) => (own >= 0 && index > own ? name : toSnake(name))).join(".");
}

/** The names of our own fields are few and the same in every answer. */
const snakes = new Map<string, string>();
const maxSnakes = 2_000;

export function toSnake(name: string): string {
  const known = snakes.get(name);
  if (known !== undefined) return known;
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  if (snakes.size < maxSnakes) snakes.set(name, snake);
  return snake;
}

function toCamel(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
