/** The query of an address as Next gives it to a page. */
export type SearchParams = Record<string, string | string[] | undefined>;

export function toQuery(params: SearchParams): URLSearchParams {
  const pairs = Object.entries(params).flatMap(([name, value]) => [value ?? []].flat().map((one) => [name, one]));
  return new URLSearchParams(pairs);
}
