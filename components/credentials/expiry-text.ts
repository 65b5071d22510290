const dayMs = 86_400_000;
const soonDays = 14;

/** When a credential expires, for a badge; null: not soon. */
export function expiryText(expiresAt: Date | null, now: Date): { text: string; isOver: boolean } | null {
  if (expiresAt === null) return null;
  const days = Math.ceil((expiresAt.getTime() - now.getTime()) / dayMs);
  if (days <= 0) return { text: "Expired", isOver: true };
  if (days > soonDays) return null;
  return { text: days === 1 ? "Expires within a day" : `Expires in ${days} days`, isOver: false };
}
