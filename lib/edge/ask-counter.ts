import { LRUCache } from "lru-cache";
import type { Database } from "@/lib/db/client";
import type { AskDecision } from "@/lib/edge/decide-ask";

export type AskCounter = {
  count(decision: AskDecision): void;
  totals(): { allowed: number; refused: number; invalid: number };
  /** Writes what has gathered, in one statement. Only for hostnames that somebody connects: scanners fill no table. */
  flush(database: Database): Promise<void>;
};

type HostCount = { allowed: number; refused: number; reason: string | null; lastAllowed: boolean; at: Date };

const maxHosts = 20_000;

/** What Caddy asked and was told, by hostname, in memory until it is flushed. */
export function createAskCounter(now: () => Date): AskCounter {
  let hosts = new LRUCache<string, HostCount>({ max: maxHosts });
  const totals = { allowed: 0, refused: 0, invalid: 0 };
  return {
    count(decision) {
      if (decision.hostname === null) {
        totals.invalid += 1;
        return;
      }
      const allowed = decision.status === 200;
      totals[allowed ? "allowed" : "refused"] += 1;
      const known = hosts.get(decision.hostname);
      const entry = known ?? { allowed: 0, refused: 0, reason: null, lastAllowed: allowed, at: now() };
      entry[allowed ? "allowed" : "refused"] += 1;
      entry.lastAllowed = allowed;
      entry.reason = decision.reason;
      entry.at = now();
      if (!known) hosts.set(decision.hostname, entry);
    },
    totals: () => ({ ...totals }),
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
