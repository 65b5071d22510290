/**
 * The answer of a page without the data that the server fetched ahead: then the browser asks the API, as it does when that
 * failed on the server. The format is React's: one JSON value a line, after its number.
 */
export function withoutData(flight: string): string {
  return flight.split("\n").map(withoutQueries).join("\n");
}

function withoutQueries(line: string): string {
  const [, number, json] = /^([0-9a-f]+:)([[{].*)$/s.exec(line) ?? [];
  if (number === undefined || json === undefined || !json.includes('"queries"')) return line;
  try {
    return (
      number +
      JSON.stringify(JSON.parse(json), (_, value: unknown) => (isState(value) ? { ...value, queries: [] } : value))
    );
  } catch {
    return line;
  }
}

function isState(value: unknown): value is { queries: unknown } {
  return (
    typeof value === "object" && value !== null && "queries" in value && "mutations" in value && !isEmpty(value.queries)
  );
}

function isEmpty(queries: unknown): boolean {
  return Array.isArray(queries) && queries.length === 0;
}
