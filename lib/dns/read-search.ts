import { extractHostname } from "@/lib/dns/extract-hostname";
import { parseHostname } from "@/lib/dns/hostname";

const anyName = { allowReservedTlds: true, platformHostnames: [] };

/** What a search for a hostname, or for a part of one, looks for: in A-labels, and in Unicode. */
export function readSearch(q: string): { hostname: string; unicode: string } {
  const found = extractHostname(q);
  const parsed = found.ok ? parseHostname(found.text, anyName) : null;
  if (parsed?.ok) return parsed;
  // Part of a name is searched for as it was typed: in `shop.`, the dot counts.
  const text = (found.ok && found.from !== "name" ? found.text : q.trim()).toLowerCase();
  return { hostname: text, unicode: text };
}
