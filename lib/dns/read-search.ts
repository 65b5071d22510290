import { extractHostname } from "@/lib/dns/extract-hostname";
import { parseHostname } from "@/lib/dns/hostname";

const anyName = { allowReservedTlds: true, platformHostnames: [] };

/** What a search for a hostname, or for a part of one, looks for: in A-labels, and in Unicode. */
export function readSearch(q: string): { hostname: string; unicode: string } {
  const found = extractHostname(q);
  const text = (found.ok ? found.text : q.trim()).toLowerCase();
  const parsed = parseHostname(text, anyName);
  return parsed.ok ? parsed : { hostname: text, unicode: text };
}
