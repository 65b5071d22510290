import { readHostname } from "@/components/connection-facts/read-hostname";
import { readSearch, type Search } from "@/lib/dns/read-search";

/** What a search is for, read without the server: the API finds what this finds. */
export function searchOf(q: string): Search {
  return readSearch(q, (text) => {
    const reading = readHostname(text);
    return reading.ok ? { hostname: reading.hostname, unicode: text.toLowerCase().replace(/\.$/, "") } : null;
  });
}

/** Whether a hostname is what a search is for, or has the searched text in it. */
export function matchesHostname(search: Search, found: { hostname: string; hostnameUnicode: string }): boolean {
  return found.hostname.includes(search.hostname) || found.hostnameUnicode.includes(search.unicode);
}
