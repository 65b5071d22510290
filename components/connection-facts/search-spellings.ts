import { readHostname } from "@/components/connection-facts/read-hostname";
import { extractHostname } from "@/lib/dns/extract-hostname";

/** What the API finds hostnames by, for this text: of those, one is part of the hostname or of its Unicode form. */
export function searchSpellings(q: string): string[] {
  const found = extractHostname(q);
  const reading = readHostname(q);
  const text = (found.ok ? found.text : q.trim()).toLowerCase();
  return reading.ok && reading.hostname !== text ? [text, reading.hostname] : [text];
}
