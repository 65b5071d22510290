/** The end of a reply of support. */
export const replyClosing = "If anything is unclear, just reply to this mail.";

/** The paragraph that leads to the page behind a share link. */
export function linkText(url: string): string {
  return `This page shows each step, with a button to copy each value, and whether it is done. No account is needed:\n${url}`;
}

/** A reply of support, with a link to the page. */
export function addLink(reply: string, url: string): string {
  return reply.replace(replyClosing, () => `${linkText(url)}\n\n${replyClosing}`);
}
