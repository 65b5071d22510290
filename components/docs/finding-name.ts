import { type FindingCode, findingCodes } from "@/lib/diagnosis/evidence/catalog";

const codes: ReadonlySet<string> = new Set(findingCodes);
const abbreviations = /\b(aaaa|ca|caa|cname|dkim|dmarc|dns|dnssec|http|https|mx|ns|rdap|spf|tcp|tls|ttl|txt)\b/g;

export function isFindingCode(text: string): text is FindingCode {
  return codes.has(text);
}

/** A finding in a list of all of them: its code as words. Titles depend on what was found, and some share one. */
export function findingName(code: FindingCode): string {
  const words = code.replaceAll("-", " ").replace(abbreviations, (word) => word.toUpperCase());
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
