import type { Database } from "@/lib/db/client";
import {
  cursorOf,
  findNewestChange,
  listChangesAfter,
  type StoredChange,
  startCursor,
} from "@/lib/edge/control-plane/list-changes-after";
import { edgeChangesChannel } from "@/lib/edge/control-plane/record-changes";
import { sequenceChanges } from "@/lib/edge/control-plane/sequence-changes";
import { type ChangesAnswer, maxChangesPerAnswer, sequenceOf } from "@/lib/edge/protocol/changes";
import { errorText, Refusal } from "@/lib/kernel/errors";
import type { Log } from "@/lib/kernel/log";

export type ChangesPage = Pick<ChangesAnswer, "cursor" | "changes" | "more">;

export type EdgeFeed = {
  /**
   * The changes after a cursor; where there are none, waits for the next one. What was committed before the call is never
   * missing.
   * @returns null where the cursor is not one of this history, or is too old
   * @throws Refusal unavailable where too many edges wait
   */
  read(cursor: string, waitMs: number, signal?: AbortSignal): Promise<ChangesPage | null>;
  /** How many reads wait. */
  waiting(): number;
  /** Ends all waits, now and from now on: this process stops. */
  endWaits(): void;
  close(): Promise<void>;
};

/** The newest changes that are kept in memory: an edge that is connected reads no others. */
const maxRecent = maxChangesPerAnswer;
const maxWaiting = 1_000;
/** While the database's notifications do not arrive. */
const pollMs = 1_000;

/** Follows the changes of the database: one read of the table serves all edges that wait. */
export async function openEdgeFeed(database: Database, log: Log): Promise<EdgeFeed> {
  let recent: StoredChange[] = [];
  /** Counts what may end a wait. */
  let version = 0;
  let waiters = new Set<() => void>();
  let waiting = 0;
  let closed = false;
  let pollTimer: NodeJS.Timeout | null = null;

  const advance = inOrder(async () => {
    await sequenceChanges(database);
    let grew = false;
    for (let full = true; full; ) {
      const newest = recent.at(-1);
      const changes = newest
        ? await listChangesAfter(database, cursorOf(newest), maxChangesPerAnswer)
        : [(await findNewestChange(database)) ?? []].flat();
      // Another history: the database was restored from a backup.
      if (changes === null) recent = [];
      else recent = [...recent, ...changes].slice(-maxRecent);
      full = changes === null || changes.length === maxChangesPerAnswer;
      grew ||= changes === null || changes.length > 0;
    }
    if (grew) wakeAll();
  });

  function wakeAll(): void {
    version += 1;
    const woken = waiters;
    waiters = new Set();
    for (const wake of woken) wake();
  }

  async function pageAfter(cursor: string): Promise<ChangesPage | null> {
    const changes = findInMemory(recent, cursor) ?? (await listChangesAfter(database, cursor, maxChangesPerAnswer + 1));
    if (changes === null) return null;
    const page = changes.slice(0, maxChangesPerAnswer);
    const last = page.at(-1);
    return {
      cursor: last ? cursorOf(last) : cursor,
      changes: page.map(({ sequence, change }) => ({ sequence, change })),
      more: changes.length > page.length,
    };
  }

  /** Until something changed since `seen`; at most `ms`. */
  function pause(seen: number, ms: number, signal: AbortSignal | undefined): Promise<void> {
    if (version !== seen || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        waiters.delete(end);
        signal?.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      waiters.add(end);
      signal?.addEventListener("abort", end, { once: true });
    });
  }

  async function waitForPage(cursor: string, waitMs: number, signal: AbortSignal | undefined) {
    const endsAtMs = performance.now() + waitMs;
    for (;;) {
      const seen = version;
      const page = await pageAfter(cursor);
      const leftMs = endsAtMs - performance.now();
      if (page === null || page.changes.length > 0 || closed || signal?.aborted) return page;
      if (leftMs > 0) await pause(seen, leftMs, signal);
      else break;
    }
    // "Nothing new" is a fact of the database, and not of notifications that did not arrive.
    await advance();
    return pageAfter(cursor);
  }

  /** Those who wait learn of a failure when their time is over. */
  function advanceInBackground(): void {
    advance().catch((error) => log.warn({ err: errorText(error) }, "the changes for the edges could not be read"));
  }

  function pollUntilReady(): void {
    pollTimer ??= setInterval(() => {
      if (waiting > 0) advanceInBackground();
    }, pollMs);
    pollTimer.unref();
  }

  const unlisten = await database.listen(edgeChangesChannel, {
    onReady() {
      if (pollTimer) clearInterval(pollTimer);
      pollTimer = null;
      if (waiting > 0) advanceInBackground();
    },
    onMessage() {
      if (waiting > 0) advanceInBackground();
    },
    onLost(error) {
      log.warn({ err: errorText(error) }, "lost the subscription to changes for the edges: reading them every second");
      pollUntilReady();
    },
  });

  return {
    async read(cursor, waitMs, signal) {
      if (waitMs <= 0) {
        await advance();
        return pageAfter(cursor);
      }
      if (waiting >= maxWaiting) throw new Refusal("unavailable", "Too many edges wait for changes at this instance.");
      // Before the first read: a notification that arrives during it counts.
      waiting += 1;
      try {
        await advance();
        return await waitForPage(cursor, waitMs, signal);
      } finally {
        waiting -= 1;
      }
    },
    waiting: () => waiting,
    endWaits() {
      closed = true;
      wakeAll();
    },
    async close() {
      closed = true;
      if (pollTimer) clearInterval(pollTimer);
      wakeAll();
      await unlisten();
    },
  };
}

/** Without a query. null: the changes in memory do not reach back to the cursor, or not forward to it. */
function findInMemory(recent: readonly StoredChange[], cursor: string): StoredChange[] | null {
  const [oldest] = recent;
  if (oldest === undefined || cursor === startCursor) return null;
  const index = sequenceOf(cursor) - oldest.sequence;
  const known = recent[index];
  return known !== undefined && cursorOf(known) === cursor ? recent.slice(index + 1) : null;
}

/** Runs one after the other. A call during a run shares the next one, which begins after it. */
function inOrder(run: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  return () => {
    if (next === null) {
      next = last
        .catch(() => undefined)
        .then(() => {
          next = null;
          return run();
        });
      last = next;
    }
    return next;
  };
}
