import { extractHostname } from "@/lib/dns/extract-hostname";

/** What a search box was given. Without server imports: a browser reads it alike. */
export type Search = {
  /** The id of an object of ours, also where it is part of a URL; null: there is none. */
  id: string | null;
  /** A complete address, in lower case. */
  email: string | null;
  /** What a hostname, or a part of one, is found by: in A-labels, and in Unicode. */
  hostname: string;
  unicode: string;
  /** What names and titles are found by: as typed, without what is not seen. */
  text: string;
};

/** Reads a complete hostname; null: it is none. */
export type ReadName = (text: string) => { hostname: string; unicode: string } | null;

const maxWords = 40;

/**
 * Reads what people paste into a search box: a hostname or a part of one, a URL, an email address, a wildcard, the name of a
 * record, a sentence or a line of a zone with a name in it, or an id. Never throws.
 */
export function readSearch(q: string, readName: ReadName): Search {
  const text = visible(q);
  const id = /(?<![0-9a-f-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f-])/i.exec(text)?.[0] ?? null;
  return { id: id?.toLowerCase() ?? null, email: findEmail(text), ...findName(text, readName), text };
}

/** Without control characters and what has no width; white space between words is one space. */
function visible(q: string): string {
  return q
    .normalize("NFC")
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
}

function findEmail(text: string): string | null {
  // `https://user:password@host` is no address.
  const words = text
    .split(" ")
    .slice(0, maxWords)
    .filter((word) => word.includes("@") && !/[\\/]{2}/.test(word));
  for (const word of words) {
    const found = /[^\s@<>()[\]:;,"'`“”]+@[^\s@<>()[\]:;,"'`“”/?#]+\.[^\s@<>()[\]:;,"'`“”/?#.]+/u.exec(word);
    if (found) return found[0].toLowerCase();
  }
  return null;
}

function findName(text: string, readName: ReadName): { hostname: string; unicode: string } {
  const found = extractHostname(text);
  const whole = found.ok ? readName(withoutServiceLabels(found.text)) : null;
  if (whole) return whole;
  if (!found.ok) {
    // A sentence, a zone's line, or several names: the first that is one.
    for (const word of text.split(" ").slice(0, maxWords)) {
      const inWord = extractHostname(word);
      const name = inWord.ok && inWord.text.includes(".") ? readName(withoutServiceLabels(inWord.text)) : null;
      if (name) return name;
    }
  }
  // Part of a name is searched for as it was typed: in `shop.`, the dot counts. Of `@:*` nothing is left, and an empty text
  // would find everything.
  const isInside = found.ok && found.from !== "name" && found.text !== "";
  const part = withoutServiceLabels((isInside ? found.text : text).toLowerCase());
  return { hostname: part, unicode: part };
}

/** Without a wildcard, and without labels of records such as `_acme-challenge`: neither is part of a hostname. */
function withoutServiceLabels(name: string): string {
  return name.replace(/^(?:(?:\*|_[^.\s]*)\.)+(?=.)/u, "");
}
