import { en } from "@/lib/diagnosis/instructions/languages/en";
import type { InstructionTexts } from "@/lib/diagnosis/instructions/languages/instruction-texts";

/** The end of a reply of support. */
export const replyClosing = "If anything is unclear, just reply to this mail.";

/** The paragraph that leads to the page behind a share link. */
export function linkText(url: string, { mail }: InstructionTexts): string {
  return `${mail.link}\n${url}`;
}

/** A reply of support, with a link to the page. */
export function addLink(reply: string, url: string): string {
  return reply.replace(replyClosing, () => `${linkText(url, en)}\n\n${replyClosing}`);
}
