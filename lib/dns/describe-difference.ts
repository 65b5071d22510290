import { type Difference, markDifference } from "@/lib/dns/mark-difference";

/**
 * How a published value differs from the wanted one, where it is nearly that: the end of a sentence. null: it is not a
 * misspelling. Pure.
 */
export function describeDifference(published: string, wanted: string): string | null {
  const difference = markDifference(published, wanted);
  if (difference === null) return null;
  const texts = difference.changes.map(describeChange);
  const last = texts.pop() ?? "";
  return texts.length === 0 ? last : `${texts.join(", ")} and ${last}`;
}

function describeChange({ kind, published, wanted }: Difference["changes"][number]): string {
  switch (kind) {
    case "swapped":
      return `two characters are swapped (“${published}” in place of “${wanted}”)`;
    case "left out":
      return `“${wanted}” is missing`;
    case "added":
      return `“${published}” is too much`;
    default:
      return `“${published}” is in place of “${wanted}”`;
  }
}
