import { parseHostname } from "@/lib/dns/hostname";
import { readSearch, type Search } from "@/lib/dns/read-search";

const anyName = { allowReservedTlds: true, platformHostnames: [] };

/** What a search of the API is for, read with the Public Suffix List and IDNA. */
export function searchOf(q: string): Search {
  return readSearch(q, (text) => {
    const parsed = parseHostname(text, anyName);
    return parsed.ok ? parsed : null;
  });
}
