import { LRUCache } from "lru-cache";
import { z } from "zod";
import { edgeReportSchema } from "@/lib/edge/protocol/report";
import type { AskDecision } from "@/lib/edge/responder/decide-ask";

/** Counts of one report, with the number by which the control plane counts them once. */
export type AskBatch = z.infer<typeof batchSchema>;

export type AskCounter = {
  count(decision: AskDecision): void;
  totals(): { allowed: number; refused: number; invalid: number };
  lastAskAt(): Date | null;
  /** The batch to send: the one that was not acknowledged yet, or a new one. null: nothing was counted. */
  takeBatch(): AskBatch | null;
  acknowledge(batch: number): void;
  /** What must survive a restart, for `createAskCounter`. */
  stored(): unknown;
};

const batchSchema = edgeReportSchema.shape.asks.unwrap();
const storedSchema = z.object({
  lastBatch: z.int().nonnegative(),
  unacknowledged: batchSchema.nullable(),
  counts: batchSchema.omit({ batch: true }),
});

type HostCount = { allowed: number; refused: number; reason: string | null; lastAllowed: boolean; at: Date };

const maxHosts = 20_000;
const maxMinutes = 1_500;
const minuteMs = 60_000;

/** Caddy's requests and our answers, in memory until a report takes them. @param stored of the process before, if any */
export function createAskCounter(now: () => Date, stored?: unknown): AskCounter {
  const totals = { allowed: 0, refused: 0, invalid: 0 };
  const minutes = new Map<number, { allowed: number; refused: number }>();
  const hosts = new LRUCache<string, HostCount>({ max: maxHosts });
  let unacknowledged: AskBatch | null = null;
  let lastBatch = 0;
  let lastAskAt: Date | null = null;

  function restore(): void {
    const parsed = storedSchema.safeParse(stored);
    if (!parsed.success) return;
    ({ lastBatch, unacknowledged } = parsed.data);
    for (const { minute, ...counts } of parsed.data.counts.minutes) minutes.set(Date.parse(minute) / minuteMs, counts);
    for (const { hostname, lastReason: reason, at, ...counts } of parsed.data.counts.hosts)
      hosts.set(hostname, { ...counts, reason, at: new Date(at) });
  }
  restore();

  function countMinute(at: Date, outcome: "allowed" | "refused"): void {
    const minute = Math.floor(at.getTime() / minuteMs);
    const counts = minutes.get(minute) ?? { allowed: 0, refused: 0 };
    counts[outcome] += 1;
    minutes.set(minute, counts);
    const [oldest] = minutes.keys();
    if (minutes.size > maxMinutes && oldest !== undefined) minutes.delete(oldest);
  }

  function readCounts(): Omit<AskBatch, "batch"> {
    return {
      minutes: [...minutes].map(([minute, counts]) => ({
        minute: new Date(minute * minuteMs).toISOString(),
        ...counts,
      })),
      hosts: [...hosts].map(([hostname, { reason, at, ...counts }]) => ({
        hostname,
        ...counts,
        lastReason: reason,
        at: at.toISOString(),
      })),
    };
  }

  return {
    count(decision) {
      const at = now();
      lastAskAt = at;
      const allowed = decision.status === 200;
      countMinute(at, allowed ? "allowed" : "refused");
      if (decision.hostname === null) {
        totals.invalid += 1;
        return;
      }
      totals[allowed ? "allowed" : "refused"] += 1;
      const known = hosts.get(decision.hostname);
      const entry = known ?? { allowed: 0, refused: 0, reason: null, lastAllowed: allowed, at };
      entry[allowed ? "allowed" : "refused"] += 1;
      entry.lastAllowed = allowed;
      entry.reason = decision.reason;
      entry.at = at;
      if (!known) hosts.set(decision.hostname, entry);
    },
    totals: () => ({ ...totals }),
    lastAskAt: () => lastAskAt,
    takeBatch() {
      if (unacknowledged === null && minutes.size > 0) {
        // Numbers rise even where the file with the last one was lost.
        lastBatch = Math.max(lastBatch + 1, now().getTime());
        unacknowledged = { batch: lastBatch, ...readCounts() };
        minutes.clear();
        hosts.clear();
      }
      return unacknowledged;
    },
    acknowledge(batch) {
      if (unacknowledged?.batch === batch) unacknowledged = null;
    },
    stored: () => ({ lastBatch, unacknowledged, counts: readCounts() }),
  };
}
