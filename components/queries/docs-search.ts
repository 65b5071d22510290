import { queryOptions } from "@tanstack/react-query";

/** One thing that the search of the documentation finds. `page` is the title of the document that it is in. */
export type SearchEntry = { id: string; href: string; title: string; page: string; text: string };

const index = "/docs/search.json";

/** Searches the documentation. The index is downloaded once, when somebody begins to search. */
export const docsSearchQuery = queryOptions({
  queryKey: ["docs-search"],
  queryFn: loadSearch,
  staleTime: Number.POSITIVE_INFINITY,
});

/** Decisions explain what the other documents describe: these come first. */
function boostDocument(id: unknown): number {
  return String(id).startsWith("/docs/decisions/") ? 0.3 : 1;
}

/** What is in a title counts more than what is in a text. Words may be unfinished, or misspelled by one letter in five. */
async function loadSearch(): Promise<(wanted: string) => SearchEntry[]> {
  const [{ default: MiniSearch }, response] = await Promise.all([import("minisearch"), fetch(index)]);
  if (!response.ok) throw new Error(`${index} answered ${response.status}`);
  const entries = (await response.json()) as SearchEntry[];
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const search = new MiniSearch<SearchEntry>({
    fields: ["title", "page", "text"],
    searchOptions: { boost: { title: 4, page: 2 }, prefix: true, fuzzy: 0.2, combineWith: "AND", boostDocument },
  });
  search.addAll(entries);
  return (wanted) => {
    const found = search.search(wanted).flatMap(({ id }) => byId.get(id) ?? []);
    const isNamed = ({ title }: SearchEntry) => title.toLowerCase().startsWith(wanted.toLowerCase());
    return [...found.filter(isNamed), ...found.filter((entry) => !isNamed(entry))];
  };
}
