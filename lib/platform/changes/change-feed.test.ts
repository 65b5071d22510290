import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Database } from "@/lib/db/client";
import type { Subscription } from "@/lib/db/notifications";
import { silentLog } from "@/lib/kernel/log";
import { openChangeFeed } from "@/lib/platform/changes/change-feed";
import { changesChannel } from "@/lib/platform/changes/change-notice";

const tenant = "019aa6c4-0000-7000-8000-00000000000a";
const outsider = "019aa6c4-0000-7000-8000-00000000000b";
const connection = (n: number) => `019aa6c4-0000-7000-8000-${String(n).padStart(12, "0")}`;

let said = 0;

/** An instance; `say` is a notice that the database delivers to it. */
async function open() {
  let subscription: Subscription | null = null;
  const database = {
    listen: async (channel: string, to: Subscription) => {
      expect(channel).toBe(changesChannel);
      subscription = to;
      to.onReady();
      return async () => undefined;
    },
  } as unknown as Database;
  const feed = await openChangeFeed(database, () => new Date(), silentLog);
  const deliver = (payload: string) => subscription?.onMessage(payload);
  return {
    feed,
    deliver,
    say: (...ids: string[]) => deliver(notice(tenant, ...ids)),
    lose: () => subscription?.onLost(new Error("gone")),
    recover: () => subscription?.onReady(),
  };
}

function notice(tenantId: string, ...ids: string[]): string {
  said += 1;
  return `${tenantId} nonce-${said}-000 ${ids.length === 0 ? "*" : ids.join(",")}`;
}

/** What a reading comes to, and after how many milliseconds. */
async function timed<T>(reading: Promise<T>): Promise<{ value: T; ms: number }> {
  const startedAt = Date.now();
  let end: { value: T; ms: number } | null = null;
  reading.then((value) => {
    end = { value, ms: Date.now() - startedAt };
  });
  for (let step = 0; step < 400 && end === null; step += 1) await vi.advanceTimersByTimeAsync(100);
  if (end === null) throw new Error("it waits indefinitely");
  return end;
}

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-01-01T00:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

it("gives a cursor at once, and then what changed after it", async () => {
  const { feed, say } = await open();
  const start = await feed.read(tenant, null, 25_000);
  expect(start).toMatchObject({ connectionIds: [], more: false });
  say(connection(1));
  const next = await feed.read(tenant, start.cursor, 0);
  expect(next).toMatchObject({ connectionIds: [connection(1)], more: false });
  expect(await feed.read(tenant, next.cursor, 0)).toMatchObject({ connectionIds: [], more: false });
});

it("answers who waits within two seconds, with all of a burst", async () => {
  const { feed, say } = await open();
  const { cursor } = await feed.read(tenant, null, 0);
  await vi.advanceTimersByTimeAsync(10_000);
  const reading = timed(feed.read(tenant, cursor, 25_000));
  say(connection(1));
  say(connection(2));
  say(connection(1));
  const { value, ms } = await reading;
  expect(value).toMatchObject({ connectionIds: [connection(1), connection(2)], more: false });
  expect(ms).toBeLessThan(500);
});

it("answers at the end of the time where nothing changed, and asks for no more than one reading a second", async () => {
  const { feed, say } = await open();
  const { cursor } = await feed.read(tenant, null, 0);
  const idle = await timed(feed.read(tenant, cursor, 5_000));
  expect(idle.value).toMatchObject({ connectionIds: [], more: false });
  expect(idle.ms).toBeGreaterThanOrEqual(5_000);
  say(connection(1));
  const busy = await timed(feed.read(tenant, idle.value.cursor, 5_000));
  expect(busy.value.connectionIds).toEqual([connection(1)]);
  say(connection(2));
  const again = await timed(feed.read(tenant, busy.value.cursor, 5_000));
  expect(again.value.connectionIds).toEqual([connection(2)]);
  expect(again.ms).toBeGreaterThanOrEqual(1_000);
  expect(again.ms).toBeLessThan(2_000);
});

it("says nothing of another tenant's changes", async () => {
  const { feed, deliver } = await open();
  const { cursor } = await feed.read(tenant, null, 0);
  const reading = timed(feed.read(tenant, cursor, 3_000));
  deliver(notice(outsider, connection(7)));
  const { value, ms } = await reading;
  expect([value.connectionIds, value.more]).toEqual([[], false]);
  expect(ms).toBeGreaterThanOrEqual(3_000);
});

it("takes another instance's cursor, and neither misses nor repeats", async () => {
  const [one, two] = [await open(), await open()];
  const both = (...ids: string[]) => {
    const payload = notice(tenant, ...ids);
    one.deliver(payload);
    two.deliver(payload);
  };
  await vi.advanceTimersByTimeAsync(60_000);
  const start = await one.feed.read(tenant, null, 0);
  both(connection(1));
  const first = await two.feed.read(tenant, start.cursor, 0);
  expect(first).toMatchObject({ connectionIds: [connection(1)], more: false });
  both(connection(2));
  both(connection(3));
  const second = await one.feed.read(tenant, first.cursor, 0);
  expect(second).toMatchObject({ connectionIds: [connection(2), connection(3)], more: false });
  expect(await two.feed.read(tenant, second.cursor, 0)).toMatchObject({ connectionIds: [], more: false });
});

it("says `more` where an instance cannot know: just started, cut off, or too far behind", async () => {
  const old = await open();
  const { cursor } = await old.feed.read(tenant, null, 0);
  await vi.advanceTimersByTimeAsync(60_000);
  const young = await open();
  expect(await young.feed.read(tenant, cursor, 0)).toMatchObject({ connectionIds: [], more: true });

  old.lose();
  const deaf = await old.feed.read(tenant, cursor, 0);
  const waiting = timed(old.feed.read(tenant, deaf.cursor, 25_000));
  old.recover();
  expect((await waiting).value.more).toBe(true);

  const { cursor: behind } = await old.feed.read(tenant, null, 0);
  await vi.advanceTimersByTimeAsync(10);
  for (let n = 0; n < 300; n += 1) {
    old.say(connection(n));
    await vi.advanceTimersByTimeAsync(1);
  }
  expect((await old.feed.read(tenant, behind, 0)).more).toBe(true);
});

it("names a hundred at most, and says `more` beyond", async () => {
  const { feed, say } = await open();
  const { cursor } = await feed.read(tenant, null, 0);
  for (let n = 0; n < 150; n += 1) say(connection(n));
  const many = await feed.read(tenant, cursor, 0);
  expect([many.connectionIds.length, many.more]).toEqual([100, true]);
  say();
  expect((await feed.read(tenant, many.cursor, 0)).more).toBe(true);
});

it("refuses a hundred and first who waits, and lets one in where one has gone", async () => {
  const { feed } = await open();
  const { cursor } = await feed.read(tenant, null, 0);
  const browsers = Array.from({ length: 100 }, () => new AbortController());
  const waiting = browsers.map(({ signal }) => feed.read(tenant, cursor, 25_000, signal));
  await expect(feed.read(tenant, cursor, 25_000)).rejects.toMatchObject({ code: "rate_limited" });
  await expect(timed(feed.read(outsider, cursor, 100))).resolves.toBeDefined();
  for (const browser of browsers) browser.abort();
  await vi.advanceTimersByTimeAsync(0);
  await Promise.all(waiting);
  await expect(timed(feed.read(tenant, cursor, 1_000))).resolves.toBeDefined();
});

it("refuses a cursor that it did not give out, and what is no notice", async () => {
  const { feed, deliver } = await open();
  await expect(feed.read(tenant, "nonsense", 0)).rejects.toMatchObject({ code: "invalid", param: "after" });
  deliver("nonsense");
});

it("lets everyone go when it is closed", async () => {
  const { feed } = await open();
  const { cursor } = await feed.read(tenant, null, 0);
  await vi.advanceTimersByTimeAsync(5_000);
  const reading = timed(feed.read(tenant, cursor, 25_000));
  await feed.close();
  expect((await reading).ms).toBeLessThan(1_000);
});
