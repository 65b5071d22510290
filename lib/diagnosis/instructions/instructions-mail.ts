import type { Instructions } from "@/lib/diagnosis/instructions/instructions";

/** The instructions as a plain-text mail. Pure. @param options.link a share link; null: none */
export function instructionsMail(
  instructions: Instructions,
  options: { link: string | null },
): { subject: string; text: string } {
  throw new Error(`not written yet: ${instructions.hostname} ${options.link}`);
}
