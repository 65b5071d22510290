import { LRUCache } from "lru-cache";
import type { Database } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { prepared } from "@/lib/db/prepared";
import { type ClaimNotice, claimsChannel, parseClaimNotice } from "@/lib/edge/claim-notice";
import { errorText } from "@/lib/kernel/errors";
import type { Log } from "@/lib/kernel/log";

/** The claims, in memory: Caddy's requests are answered from here. */
export type ClaimSet = {
  size(): number;
  /** False until the first load is complete. */
  isLoaded(): boolean;
  /** The application that holds the hostname. From memory. */
  find(hostname: string): string | undefined;
  /** The same, with one primary-key read on a miss; concurrent look-ups share a query. Rejects when the database is down. */
  lookUp(hostname: string): Promise<string | null>;
  /** The origin of an application (null: it has none), and its tenant. */
  upstreamOf(applicationId: string): Promise<ApplicationUpstream>;
  close(): Promise<void>;
};

export type ApplicationUpstream = { tenantId: string; upstream: string | null };

const pageSize = 20_000;
const missTtlMs = 1_000;
const maxMisses = 50_000;

/** Loads every claim and follows the changes. Known hosts stay known while the database is down. */
export async function openClaimSet(database: Database, log: Log): Promise<ClaimSet> {
  let claims = new Map<string, string>();
  const upstreams = new Map<string, ApplicationUpstream>();
  const misses = new LRUCache<string, true>({ max: maxMisses, ttl: missTtlMs });
  let loaded = false;
  let following = false;
  let generation = 0;
  /** Counts notices: a value read before one may be older than it, and is returned but not cached. */
  let noticeCount = 0;
  /** Notices received during a load: they are newer than what it reads. */
  let during: ClaimNotice[] | null = null;

  function apply(target: Map<string, string>, notice: ClaimNotice): void {
    if (notice.op === "upstream") {
      // An application is read when it is first needed.
      const known = upstreams.get(notice.applicationId);
      if (known) upstreams.set(notice.applicationId, { ...known, upstream: notice.upstream });
    } else if (notice.op === "released") target.delete(notice.hostname);
    else {
      target.set(notice.hostname, intern(notice.applicationId));
      misses.delete(notice.hostname);
    }
  }

  // A million claims of a few applications share their application's string.
  const ids = new Map<string, string>();
  function intern(id: string): string {
    const known = ids.get(id);
    if (known) return known;
    ids.set(id, id);
    return id;
  }

  async function load(): Promise<void> {
    const mine = ++generation;
    const notices: ClaimNotice[] = [];
    during = notices;
    const next = new Map<string, string>();
    let after = "";
    for (;;) {
      const page = await database.prisma.$queryRaw<{ hostname: string; application_id: string }[]>`
        SELECT hostname, application_id FROM hostname_claims WHERE hostname > ${after} ORDER BY hostname LIMIT ${pageSize}`;
      for (const row of page) next.set(row.hostname, intern(row.application_id));
      const last = page.at(-1);
      if (!last || page.length < pageSize) break;
      after = last.hostname;
    }
    if (mine !== generation) return;
    upstreams.clear();
    for (const notice of notices) apply(next, notice);
    claims = next;
    during = null;
    loaded = true;
    following = true;
  }

  async function loadUntilDone(): Promise<void> {
    try {
      await load();
    } catch (error) {
      log.error({ err: errorText(error) }, "the claims could not be loaded; trying again");
      setTimeout(loadUntilDone, 1_000).unref();
    }
  }

  let firstLoad: Promise<void> = Promise.resolve();
  const unlisten = await database.listen(claimsChannel, {
    onReady() {
      firstLoad = loadUntilDone();
    },
    onMessage(payload) {
      const notice = parseClaimNotice(payload);
      if (!notice) return;
      noticeCount += 1;
      apply(claims, notice);
      during?.push(notice);
    },
    onLost(error) {
      following = false;
      misses.clear();
      log.warn({ err: errorText(error) }, "changes of claims are not followed for now");
    },
  });
  await firstLoad;

  const readClaims = batched(async (hostnames: string[]) => {
    const rows = await database.read<{ hostname: string; application_id: string }>(
      Prisma.sql`${prepared("read-claims")}
        SELECT hostname, application_id FROM hostname_claims WHERE hostname = ANY(${hostnames})`,
    );
    return new Map(rows.map((row) => [row.hostname, row.application_id]));
  });

  return {
    size: () => claims.size,
    isLoaded: () => loaded,
    find: (hostname) => claims.get(hostname),
    async lookUp(hostname) {
      const known = claims.get(hostname);
      if (known !== undefined) return known;
      if (misses.has(hostname)) return null;
      const before = noticeCount;
      const found = await readClaims(hostname);
      if (found === undefined) {
        if (following && noticeCount === before) misses.set(hostname, true);
        return null;
      }
      if (noticeCount === before) claims.set(hostname, intern(found));
      return found;
    },
    async upstreamOf(applicationId) {
      const known = upstreams.get(applicationId);
      if (known !== undefined) return known;
      const before = noticeCount;
      const row = await database.prisma.application.findUnique({
        where: { id: applicationId },
        select: { upstream: true, tenantId: true },
      });
      const found = { tenantId: row?.tenantId ?? "", upstream: row?.upstream ?? null };
      if (following && noticeCount === before) upstreams.set(applicationId, found);
      return found;
    },
    close: unlisten,
  };
}

/** The pool is shared: look-ups of unknown hostnames use no more connections than this. */
const maxReads = 2;

/** Batches single look-ups: those that arrive while enough queries are running share the next one. */
function batched<V>(read: (keys: string[]) => Promise<Map<string, V>>): (key: string) => Promise<V | undefined> {
  type Batch = { keys: Set<string>; result: Promise<Map<string, V>>; begin: () => void };
  let next: Batch | null = null;
  let reads = 0;

  function openBatch(): Batch {
    let begin: () => void = () => undefined;
    const keys = new Set<string>();
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const result = begun
      .then(() => read([...keys]))
      .finally(() => {
        reads -= 1;
        beginNext();
      });
    setImmediate(beginNext);
    return { keys, result, begin };
  }

  function beginNext(): void {
    if (next === null || reads >= maxReads) return;
    const { begin } = next;
    next = null;
    reads += 1;
    begin();
  }

  return async (key) => {
    next ??= openBatch();
    const { keys, result } = next;
    keys.add(key);
    return (await result).get(key);
  };
}
