import type { Database } from "@/lib/db/client";

export type AskMinute = { at: Date; allowed: number; refused: number };

const minuteMs = 60_000;
const shownMinutes = 60;

/** Caddy's requests at all edges in each of the last 60 minutes, oldest first; the last one is incomplete. */
export async function listAskMinutes({ database, now }: { database: Database; now(): Date }): Promise<AskMinute[]> {
  const currentMs = Math.floor(now().getTime() / minuteMs) * minuteMs;
  const firstMs = currentMs - (shownMinutes - 1) * minuteMs;
  const rows = await database.prisma.askMinute.findMany({
    where: { minute: { gte: new Date(firstMs), lte: new Date(currentMs) } },
    take: shownMinutes,
  });
  const byTime = new Map(rows.map((row) => [row.minute.getTime(), row]));
  return Array.from({ length: shownMinutes }, (_, index) => {
    const at = firstMs + index * minuteMs;
    const row = byTime.get(at);
    return { at: new Date(at), allowed: Number(row?.allowed ?? 0), refused: Number(row?.refused ?? 0) };
  });
}
