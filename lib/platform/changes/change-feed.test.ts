import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Database } from "@/lib/db/client";
import type { Subscription } from "@/lib/db/notifications";
import { silentLog } from "@/lib/kernel/log";
import { openChangeFeed } from "@/lib/platform/changes/change-feed";
import { changesChannel } from "@/lib/platform/changes/change-notice";
import type { ChangeReader, Changes } from "@/lib/platform/ports/change-feed";

const tenant = "019aa6c4-0000-7000-8000-00000000000a";
const outsider = "019aa6c4-0000-7000-8000-00000000000b";
const connection = (n: number) => `019aa6c4-0000-7000-8000-${String(n).padStart(12, "0")}`;

const readerOf = (tenantId: string): ChangeReader => ({ tenantId, principal: "session:one" });

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
  const start = await feed.read(readerOf(tenant), null, 25_000);
  expect(start).toMatchObject({ connectionIds: [], more: false });
  say(connection(1));
  const next = await feed.read(readerOf(tenant), start.cursor, 0);
  expect(next).toMatchObject({ connectionIds: [connection(1)], more: false });
  expect(await feed.read(readerOf(tenant), next.cursor, 0)).toMatchObject({ connectionIds: [], more: false });
});

it("answers who waits within two seconds, with all of a burst", async () => {
  const { feed, say } = await open();
  const { cursor } = await feed.read(readerOf(tenant), null, 0);
  await vi.advanceTimersByTimeAsync(10_000);
  const reading = timed(feed.read(readerOf(tenant), cursor, 25_000));
  say(connection(1));
  say(connection(2));
  say(connection(1));
  const { value, ms } = await reading;
  expect(value).toMatchObject({ connectionIds: [connection(1), connection(2)], more: false });
  expect(ms).toBeLessThan(500);
});

it("answers at the end of the time where nothing changed, and asks for no more than one reading a second", async () => {
  const { feed, say } = await open();
  const { cursor } = await feed.read(readerOf(tenant), null, 0);
  const idle = await timed(feed.read(readerOf(tenant), cursor, 5_000));
  expect(idle.value).toMatchObject({ connectionIds: [], more: false });
  expect(idle.ms).toBeGreaterThanOrEqual(5_000);
  say(connection(1));
  const busy = await timed(feed.read(readerOf(tenant), idle.value.cursor, 5_000));
  expect(busy.value.connectionIds).toEqual([connection(1)]);
  say(connection(2));
  const again = await timed(feed.read(readerOf(tenant), busy.value.cursor, 5_000));
  expect(again.value.connectionIds).toEqual([connection(2)]);
  expect(again.ms).toBeGreaterThanOrEqual(1_000);
  expect(again.ms).toBeLessThan(2_000);
});

it("says nothing of another tenant's changes", async () => {
  const { feed, deliver } = await open();
  const { cursor } = await feed.read(readerOf(tenant), null, 0);
  const reading = timed(feed.read(readerOf(tenant), cursor, 3_000));
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
  const start = await one.feed.read(readerOf(tenant), null, 0);
  both(connection(1));
  const first = await two.feed.read(readerOf(tenant), start.cursor, 0);
  expect(first).toMatchObject({ connectionIds: [connection(1)], more: false });
  both(connection(2));
  both(connection(3));
  const second = await one.feed.read(readerOf(tenant), first.cursor, 0);
  expect(second).toMatchObject({ connectionIds: [connection(2), connection(3)], more: false });
  expect(await two.feed.read(readerOf(tenant), second.cursor, 0)).toMatchObject({ connectionIds: [], more: false });
});

it("says `more` where an instance cannot know: just started, cut off, or too far behind", async () => {
  const old = await open();
  const { cursor } = await old.feed.read(readerOf(tenant), null, 0);
  await vi.advanceTimersByTimeAsync(60_000);
  const young = await open();
  expect(await young.feed.read(readerOf(tenant), cursor, 0)).toMatchObject({ connectionIds: [], more: true });

  old.lose();
  const deaf = await old.feed.read(readerOf(tenant), cursor, 0);
  const waiting = timed(old.feed.read(readerOf(tenant), deaf.cursor, 25_000));
  old.recover();
  expect((await waiting).value.more).toBe(true);

  const { cursor: behind } = await old.feed.read(readerOf(tenant), null, 0);
  await vi.advanceTimersByTimeAsync(10);
  for (let n = 0; n < 300; n += 1) {
    old.say(connection(n));
    await vi.advanceTimersByTimeAsync(1);
  }
  expect((await old.feed.read(readerOf(tenant), behind, 0)).more).toBe(true);
});

it("names a hundred at most, and says `more` beyond", async () => {
  const { feed, say } = await open();
  const { cursor } = await feed.read(readerOf(tenant), null, 0);
  for (let n = 0; n < 150; n += 1) say(connection(n));
  const many = await feed.read(readerOf(tenant), cursor, 0);
  expect([many.connectionIds.length, many.more]).toEqual([100, true]);
  say();
  expect((await feed.read(readerOf(tenant), many.cursor, 0)).more).toBe(true);
});

it("answers at once whoever would take more than their share of the waiting requests, and lets all others wait", async () => {
  const { feed, deliver } = await open();
  const { cursor } = await feed.read(readerOf(tenant), null, 0);
  const browsers: AbortController[] = [];
  const ended: unknown[] = [];
  const wait = (reader: ChangeReader, count: number) => {
    for (let index = 0; index < count; index += 1) {
      const browser = new AbortController();
      browsers.push(browser);
      void feed.read(reader, cursor, 25_000, browser.signal).then((changes) => ended.push(changes));
    }
    return vi.advanceTimersByTimeAsync(0);
  };
  // Sessions of one tenant, which would wait with 1,100 requests.
  for (let session = 0; session < 10; session += 1) await wait({ tenantId: tenant, principal: `s${session}` }, 110);
  const held = browsers.length - ended.length;
  expect(held).toBeLessThanOrEqual(1_000);
  expect(ended[0]).toMatchObject({ connectionIds: [], more: false });
  // A session that has none waiting, of this tenant and of twenty others.
  const refused = ended.length;
  const tenants = Array.from({ length: 20 }, (_, index) => outsider.slice(0, -2) + String(10 + index));
  for (const tenantId of tenants.slice(0, 9)) await wait(readerOf(tenantId), 1);
  expect(ended.length).toBe(refused);
  for (const tenantId of tenants) await wait(readerOf(tenantId), 60);
  const total = browsers.length - ended.length;
  expect(total).toBeLessThanOrEqual(2_000);
  // A change is reported to each that waits.
  deliver(notice(tenant, connection(1)));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(ended.filter((changes) => (changes as Changes).connectionIds.length === 1)).toHaveLength(held);
  for (const browser of browsers) browser.abort();
  await vi.advanceTimersByTimeAsync(0);
  await expect(timed(feed.read(readerOf(tenant), cursor, 1_000))).resolves.toBeDefined();
});

it("refuses a cursor that it did not give out, and what is no notice", async () => {
  const { feed, deliver } = await open();
  await expect(feed.read(readerOf(tenant), "nonsense", 0)).rejects.toMatchObject({ code: "invalid", param: "after" });
  deliver("nonsense");
});

it("lets everyone go when it is closed", async () => {
  const { feed } = await open();
  const { cursor } = await feed.read(readerOf(tenant), null, 0);
  await vi.advanceTimersByTimeAsync(5_000);
  const reading = timed(feed.read(readerOf(tenant), cursor, 25_000));
  await feed.close();
  expect((await reading).ms).toBeLessThan(1_000);
});
