import { LRUCache } from "lru-cache";
import type { Database } from "@/lib/db/client";
import type { AskDecision } from "@/lib/edge/decide-ask";

export type AskCounter = {
  count(decision: AskDecision): void;
  totals(): { allowed: number; refused: number; invalid: number };
  /** The last 60 minutes, oldest first; the last one is still running. Names that cannot be hostnames count as refused. */
  minutes(): { at: Date; allowed: number; refused: number }[];
  /** Writes the counts in one statement. Only for connected hostnames, so that scanners cannot fill the table. */
  flush(database: Database): Promise<void>;
};

type HostCount = { allowed: number; refused: number; reason: string | null; lastAllowed: boolean; at: Date };

const maxHosts = 20_000;
const minuteMs = 60_000;
const keptMinutes = 60;

/** Caddy's requests and our answers, by hostname, in memory until they are flushed. */
export function createAskCounter(now: () => Date): AskCounter {
  let hosts = new LRUCache<string, HostCount>({ max: maxHosts });
  const totals = { allowed: 0, refused: 0, invalid: 0 };
  // Minute n is at n modulo 60; an entry older than an hour belongs to an earlier minute.
  const ring = Array.from({ length: keptMinutes }, () => ({ minute: -1, allowed: 0, refused: 0 }));
  const countMinute = (at: Date, outcome: "allowed" | "refused") => {
    const minute = Math.floor(at.getTime() / minuteMs);
    const slot = ring[minute % keptMinutes];
    if (!slot) return;
    if (slot.minute !== minute) Object.assign(slot, { minute, allowed: 0, refused: 0 });
    slot[outcome] += 1;
  };
  return {
    count(decision) {
      const at = now();
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
    minutes() {
      const current = Math.floor(now().getTime() / minuteMs);
      return Array.from({ length: keptMinutes }, (_, index) => {
        const minute = current - keptMinutes + 1 + index;
        const slot = ring[minute % keptMinutes];
        const { allowed, refused } = slot?.minute === minute ? slot : { allowed: 0, refused: 0 };
        return { at: new Date(minute * minuteMs), allowed, refused };
      });
    },
    async flush(database) {
      if (hosts.size === 0) return;
      const rows = [...hosts.entries()].map(([hostname, entry]) => ({ hostname, ...entry }));
      hosts = new LRUCache<string, HostCount>({ max: maxHosts });
      await database.prisma.$executeRaw`
        INSERT INTO ask_decisions (hostname, allowed, refused, last_allowed, last_reason, last_asked_at)
        SELECT d.hostname, d.allowed, d.refused, d."lastAllowed", d.reason, d.at
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          AS d(hostname text, allowed bigint, refused bigint, "lastAllowed" boolean, reason text, at timestamptz)
        WHERE EXISTS (SELECT 1 FROM connections c WHERE c.hostname = d.hostname)
        ON CONFLICT (hostname) DO UPDATE SET
          allowed = ask_decisions.allowed + EXCLUDED.allowed, refused = ask_decisions.refused + EXCLUDED.refused,
          last_allowed = EXCLUDED.last_allowed, last_reason = EXCLUDED.last_reason,
          last_asked_at = EXCLUDED.last_asked_at`;
    },
  };
}
