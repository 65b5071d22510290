import { LRUCache } from "lru-cache";
import type { Database } from "@/lib/db/client";
import { errorText, Refusal } from "@/lib/kernel/errors";
import { randomToken } from "@/lib/kernel/ids";
import type { Log } from "@/lib/kernel/log";
import { type ChangeNotice, changesChannel, parseChangeNotice } from "@/lib/platform/changes/change-notice";
import type { ChangeFeed, Changes } from "@/lib/platform/ports/change-feed";

type Entry = ChangeNotice & { at: number };
/** The newest changes of a tenant. All of them since `since`. */
type Ring = { entries: Entry[]; since: number };
/** The last change that was told, when, and by which process. `nonce` is empty where there was none yet. */
type Cursor = { nonce: string; at: number; teller: string };

const maxTenants = 5_000;
const maxEntries = 200;
const maxTold = 100;
const maxWaitersOfTenant = 100;
const maxWaiters = 2_000;
/** Changes come in swarms: who waits is woken for all of one. */
const gatherMs = 100;
/** A browser that is told of everything at once would ask all the time. */
const minIntervalMs = 1_000;
/** How far the clocks of two instances, and the arrival of a notice at them, may be apart. */
const skewMs = 5_000;

/**
 * Follows the changes of all tenants on one connection, and keeps the newest of each in memory: however many browsers
 * wait, the database is asked nothing. PostgreSQL tells all instances in the same order, so a cursor of one is good at
 * another; where one cannot know what was missed (just started, or cut off), it says `more`.
 */
export async function openChangeFeed(database: Database, now: () => Date, log: Log): Promise<ChangeFeed> {
  const teller = randomToken(48);
  const rings = new LRUCache<string, Ring>({
    max: maxTenants,
    dispose: (_ring, _id, why) => why === "evict" && forget(),
  });
  const waiters = new Map<string, Set<() => void>>();
  let waiting = 0;
  let closed = false;
  /** From when on everything is known; Infinity while nothing is heard. */
  let knownSince = Number.POSITIVE_INFINITY;

  function forget(): void {
    knownSince = Math.max(knownSince, now().getTime());
  }

  function wakeAll(): void {
    for (const set of waiters.values()) for (const wake of set) wake();
  }

  function hear(notice: ChangeNotice): void {
    const at = now().getTime();
    const ring = rings.get(notice.tenantId) ?? { entries: [], since: knownSince };
    ring.entries.push({ ...notice, at });
    if (ring.entries.length > maxEntries) ring.since = ring.entries.shift()?.at ?? at;
    rings.set(notice.tenantId, ring);
    for (const wake of waiters.get(notice.tenantId) ?? []) wake();
  }

  /** null: nobody knows. */
  function entriesAfter(tenantId: string, cursor: Cursor): Entry[] | null {
    const { entries, since } = rings.get(tenantId) ?? { entries: [], since: knownSince };
    const index = cursor.nonce === "" ? -1 : entries.findIndex(({ nonce }) => nonce === cursor.nonce);
    if (index >= 0) return entries.slice(index + 1);
    const from = cursor.at - (cursor.teller === teller ? 0 : skewMs);
    if (from < since) return null;
    return entries.filter(({ at }) => at >= from);
  }

  function tell(tenantId: string, cursor: Cursor | null): Changes {
    const entries = cursor ? entriesAfter(tenantId, cursor) : [];
    const ids = [...new Set((entries ?? []).flatMap(({ connectionIds }) => connectionIds ?? []))];
    const unnamed = entries === null || entries.some(({ connectionIds }) => connectionIds === null);
    const last = rings.get(tenantId)?.entries.at(-1)?.nonce ?? "";
    // What is not heard now will have been missed: the cursor must not say that it was told.
    const next = Number.isFinite(knownSince) ? { nonce: last, at: now().getTime(), teller } : (cursor ?? never);
    return { cursor: writeCursor(next), connectionIds: ids.slice(-maxTold), more: unnamed || ids.length > maxTold };
  }

  /** Until a change is heard, a moment more for its swarm, or until the time is over. */
  async function heard(tenantId: string, waitMs: number, signal: AbortSignal | undefined): Promise<void> {
    const set = waiters.get(tenantId) ?? new Set();
    if (set.size >= maxWaitersOfTenant || waiting >= maxWaiters) throw tooMany();
    waiters.set(tenantId, set);
    waiting += 1;
    let wake: () => void = () => undefined;
    try {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
        set.add(wake);
      });
      await pause(waitMs, signal, woken);
      await pause(Math.min(gatherMs, waitMs), signal);
    } finally {
      waiting -= 1;
      set.delete(wake);
      if (set.size === 0) waiters.delete(tenantId);
    }
  }

  const unlisten = await database.listen(changesChannel, {
    onReady() {
      rings.clear();
      knownSince = now().getTime();
      wakeAll();
    },
    onMessage(payload) {
      const notice = parseChangeNotice(payload);
      if (notice) hear(notice);
    },
    onLost(error) {
      knownSince = Number.POSITIVE_INFINITY;
      rings.clear();
      log.warn({ err: errorText(error) }, "changes are not followed for now");
    },
  });

  const hasNews = (tenantId: string, cursor: Cursor) =>
    Number.isFinite(knownSince) && entriesAfter(tenantId, cursor)?.length !== 0;

  return {
    async read(tenantId, after, waitMs, signal) {
      const cursor = after === null ? null : readCursor(after);
      if (cursor === null || waitMs === 0) return tell(tenantId, cursor);
      const startedAt = now().getTime();
      if (!hasNews(tenantId, cursor)) await heard(tenantId, closed ? 0 : waitMs, signal);
      const left = Math.min(startedAt + waitMs, cursor.at + minIntervalMs) - now().getTime();
      if (left > 0 && left <= minIntervalMs) await pause(left, signal);
      return tell(tenantId, cursor);
    },
    async close() {
      closed = true;
      wakeAll();
      await unlisten();
    },
  };
}

const never: Cursor = { nonce: "", at: 0, teller: "-" };

function pause(ms: number, signal: AbortSignal | undefined, sooner?: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener("abort", end, { once: true });
    void sooner?.then(end);
  });
}

function tooMany(): Refusal {
  const text = "Too many requests of yours wait for changes already. Close some, or ask with wait=0 now and then.";
  return new Refusal("rate_limited", text, { details: { retryAfterSeconds: 10 } });
}

function writeCursor({ nonce, at, teller }: Cursor): string {
  return Buffer.from(`${nonce}.${at}.${teller}`, "utf8").toString("base64url");
}

function readCursor(text: string): Cursor {
  const parts = /^([\w-]{0,40})\.(\d{1,15})\.([\w-]{1,20})$/.exec(Buffer.from(text, "base64url").toString("utf8"));
  if (!parts) throw new Refusal("invalid", "This cursor is not one that was given out here.", { param: "after" });
  const [, nonce = "", at = "0", teller = ""] = parts;
  return { nonce, at: Number(at), teller };
}
