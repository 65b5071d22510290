import { fill } from "@/lib/diagnosis/instructions/fill";
import type { InstructionTexts } from "@/lib/diagnosis/instructions/languages/instruction-texts";
import { markDifference } from "@/lib/dns/mark-difference";

/** How a published value differs from the wanted one, where it is nearly that. null: it is not a misspelling. Pure. */
export function compareValues(
  published: string,
  wanted: string,
  { compare, differences, language }: InstructionTexts,
): string | null {
  const difference = markDifference(published, wanted);
  if (difference === null) return null;
  const parts = difference.changes.map((change) =>
    fill(differences[change.kind], { published: change.published, wanted: change.wanted }, language),
  );
  return fill(compare, { differences: new Intl.ListFormat(language).format(parts) }, language);
}
