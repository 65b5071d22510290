import { LRUCache } from "lru-cache";
import type { Database } from "@/lib/db/client";
import { decodeCursor, encodeCursor } from "@/lib/db/pagination";
import { errorText, Refusal } from "@/lib/kernel/errors";
import { createFairSlots } from "@/lib/kernel/fair-slots";
import { randomToken } from "@/lib/kernel/ids";
import type { Log } from "@/lib/kernel/log";
import { type ChangeNotice, changesChannel, parseChangeNotice } from "@/lib/platform/changes/change-notice";
import type { ChangeFeed, Changes } from "@/lib/platform/ports/change-feed";

type Entry = ChangeNotice & { at: number };
/** The newest changes of a tenant: all of them since `since`. */
type Ring = { entries: Entry[]; since: number };
/** The last change that was reported, when, and by which instance. `nonce` is empty where there was none yet. */
type Cursor = { nonce: string; at: number; instanceId: string };

const maxTenants = 5_000;
const maxEntries = 200;
const maxReported = 100;
/** Shared fairly by the tenants, and in each tenant by its sessions, keys and tokens. */
const maxWaiters = 2_000;
/** Changes come in bursts: a waiting request is answered with all of one. */
const gatherMs = 100;
/** A browser that received every change at once would ask all the time. */
const minIntervalMs = 1_000;
/** How far apart the clocks of two instances, and the arrival of a notice at them, may be. */
const skewMs = 5_000;

/**
 * Subscribes to the changes of all tenants on one connection, and keeps the newest of each tenant in memory: waiting
 * browsers cost no query, however many there are. PostgreSQL notifies all instances in the same order, so a cursor of one
 * is valid at another; an instance that may have missed changes (just started, or disconnected) answers `more`.
 */
export async function openChangeFeed(database: Database, now: () => Date, log: Log): Promise<ChangeFeed> {
  const instanceId = randomToken(48);
  const rings = new LRUCache<string, Ring>({
    max: maxTenants,
    dispose: (_ring, _id, why) => why === "evict" && forget(),
  });
  const waiters = new Map<string, Set<AbortController>>();
  const slots = createFairSlots(maxWaiters);
  let closed = false;
  /** Every change since then is known; Infinity while disconnected. */
  let knownSince = Number.POSITIVE_INFINITY;

  function forget(): void {
    knownSince = Math.max(knownSince, now().getTime());
  }

  function wakeAll(): void {
    for (const set of waiters.values()) for (const waiter of set) waiter.abort();
  }

  function endWaits(): void {
    closed = true;
    wakeAll();
  }

  function onNotice(notice: ChangeNotice): void {
    const at = now().getTime();
    const ring = rings.get(notice.tenantId) ?? { entries: [], since: knownSince };
    ring.entries.push({ ...notice, at });
    if (ring.entries.length > maxEntries) ring.since = ring.entries.shift()?.at ?? at;
    rings.set(notice.tenantId, ring);
    for (const waiter of waiters.get(notice.tenantId) ?? []) waiter.abort();
  }

  /** null: not known. */
  function entriesAfter(tenantId: string, cursor: Cursor): Entry[] | null {
    const { entries, since } = rings.get(tenantId) ?? { entries: [], since: knownSince };
    const index = cursor.nonce === "" ? -1 : entries.findIndex(({ nonce }) => nonce === cursor.nonce);
    if (index >= 0) return entries.slice(index + 1);
    const from = cursor.at - (cursor.instanceId === instanceId ? 0 : skewMs);
    if (from < since) return null;
    return entries.filter(({ at }) => at >= from);
  }

  function report(tenantId: string, cursor: Cursor | null): Changes {
    const entries = cursor ? entriesAfter(tenantId, cursor) : [];
    const ids = [...new Set((entries ?? []).flatMap(({ connectionIds }) => connectionIds ?? []))];
    const unnamed = entries === null || entries.some(({ connectionIds }) => connectionIds === null);
    const last = rings.get(tenantId)?.entries.at(-1)?.nonce ?? "";
    // While disconnected, changes are missed: the cursor must not claim to have reported them.
    const next = Number.isFinite(knownSince) ? { nonce: last, at: now().getTime(), instanceId } : (cursor ?? never);
    return {
      cursor: writeCursor(next),
      connectionIds: ids.slice(-maxReported),
      more: unnamed || ids.length > maxReported,
    };
  }

  /**
   * Waits for a change and for the rest of its burst, at most `waitMs`.
   * @returns false at once where the principal has its share of the waiting requests
   */
  async function waitForChange(
    tenantId: string,
    principal: string,
    waitMs: number,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const path = [tenantId, principal];
    if (!slots.take(path)) return false;
    const set = waiters.get(tenantId) ?? new Set();
    waiters.set(tenantId, set);
    const waiter = new AbortController();
    set.add(waiter);
    try {
      await pause(waitMs, signal ? AbortSignal.any([signal, waiter.signal]) : waiter.signal);
      await pause(Math.min(gatherMs, waitMs), signal);
      return true;
    } finally {
      slots.release(path);
      set.delete(waiter);
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
      if (notice) onNotice(notice);
    },
    onLost(error) {
      knownSince = Number.POSITIVE_INFINITY;
      rings.clear();
      log.warn({ err: errorText(error) }, "lost the subscription to changes");
    },
  });

  const hasChanged = (tenantId: string, cursor: Cursor) =>
    Number.isFinite(knownSince) && entriesAfter(tenantId, cursor)?.length !== 0;

  return {
    async read({ tenantId, principal }, after, waitMs, signal) {
      const cursor = after === null ? null : readCursor(after);
      if (cursor === null || waitMs === 0) return report(tenantId, cursor);
      const startedAt = now().getTime();
      const mayWait =
        hasChanged(tenantId, cursor) || (await waitForChange(tenantId, principal, closed ? 0 : waitMs, signal));
      if (!mayWait) return report(tenantId, cursor);
      const left = Math.min(startedAt + waitMs, cursor.at + minIntervalMs) - now().getTime();
      if (left > 0 && left <= minIntervalMs) await pause(left, signal);
      return report(tenantId, cursor);
    },
    endWaits,
    async close() {
      endWaits();
      await unlisten();
    },
  };
}

const never: Cursor = { nonce: "", at: 0, instanceId: "-" };

/** An abort ends it early, without an error. Not node:timers/promises: the tests' clock replaces the global timers alone. */
function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener("abort", end, { once: true });
  });
}

function writeCursor({ nonce, at, instanceId }: Cursor): string {
  return encodeCursor(`${nonce}.${at}.${instanceId}`);
}

function readCursor(text: string): Cursor {
  const [, nonce = "", at = "0", instanceId = ""] =
    /^([\w-]{0,40})\.(\d{1,15})\.([\w-]{1,20})$/.exec(decodeCursor(text) ?? "") ?? [];
  const cursor = { nonce, at: Number(at), instanceId };
  if (writeCursor(cursor) === text) return cursor;
  throw new Refusal("invalid", "This cursor was not issued by this endpoint.", { param: "after" });
}
