import type { ConnectionResource } from "@/lib/connections/schema";

export type StopSummary = { tone: "good" | "bad" | "quiet"; text: string };

/** null where no edge was there to serve it. */
export function stopSummary(stop: NonNullable<ConnectionResource["stop"]>): StopSummary | null {
  const { settledAt, seconds, edges, unconfirmed } = stop;
  const late = unconfirmed.join(", ");
  if (settledAt === null) {
    if (unconfirmed.length === 0)
      return { tone: "quiet", text: "Waiting for all edges to confirm that they no longer serve it." };
    return { tone: "bad", text: `Still served by ${late}, or not confirmed.` };
  }
  const after = seconds === null ? "" : ` after ${secondsText(seconds)}`;
  if (unconfirmed.length > 0) {
    const stopped = edges.length === 0 ? "" : `Stopped on ${edges.map(({ name }) => name).join(", ")}${after}. `;
    return { tone: "bad", text: `${stopped}Never confirmed by ${late}.` };
  }
  return edges.length === 0 ? null : { tone: "good", text: `Stopped on all edges${after}.` };
}

/** Tenths where they matter. */
function secondsText(seconds: number): string {
  if (seconds < 60) return `${seconds < 10 ? Math.max(0.1, Math.round(seconds * 10) / 10) : Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.round(seconds / 3_600);
  return hours < 48 ? `${hours} h` : `${Math.round(seconds / 86_400)} days`;
}
