import { cutAt, toOneLine } from "@/lib/kernel/one-line";

const maxNameLength = 120;
const maxQuotedLength = 60;

/**
 * A name that a customer chose, as a mail may show it: one line, cut, without quotation marks, and without anything that a
 * mail program makes a link of.
 */
export function unlinkedName(name: string): string {
  const line = toOneLine(name, maxNameLength).replace(/[“”„‟"«»]/g, "'");
  return unlinked(line.length > maxQuotedLength ? `${cutAt(line, maxQuotedLength)}…` : line);
}

/** `evil.test` becomes `evil[.]test`, the usual form of addresses that must not be followed. */
export function unlinked(text: string): string {
  return text.replace(/(?<=\S)[.。．｡․@](?=\S)/g, "[$&]").replace(/:(?=\S)/g, "[:]");
}
