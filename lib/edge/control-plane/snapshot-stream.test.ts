import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { createGunzip } from "node:zlib";
import { expect, it } from "vitest";
import type { Database } from "@/lib/db/client";
import { createSnapshotStreams } from "@/lib/edge/control-plane/snapshot-stream";

const pageRows = 20_000;
const id = "0199aaaa-0000-7000-8000-000000000001";
const never = new AbortController().signal;
/** Names that do not compress to nothing. */
const fullPage = Array.from({ length: pageRows }, (_, index) => ({
  hostname: `${createHash("sha256").update(String(index)).digest("hex")}.test`,
  connectionId: id,
  applicationId: id,
}));

/** A database of one application with so many full pages of hosts. `pages` counts those that were read. */
function databaseOf(maxPages: number, failAt = Number.POSITIVE_INFINITY) {
  const state = { pages: 0, open: 0 };
  const prisma = {
    async $transaction(work: (tx: unknown) => Promise<void>) {
      let statement = 0;
      let page = 0;
      const tx = {
        async $queryRaw() {
          statement += 1;
          if (statement === failAt) throw new Error("connection refused");
          // The cursor, and whether there are share pages.
          if (statement <= 2) return [];
          if (statement === 3) return [{ applicationId: id, tenantId: id, upstream: null }];
          if (page === maxPages) return [];
          page += 1;
          state.pages += 1;
          return fullPage;
        },
      };
      state.open += 1;
      try {
        await work(tx);
      } finally {
        state.open -= 1;
      }
    },
  };
  const database = { engine: "postgres", read: async () => [], prisma } as unknown as Database;
  return { state, ctx: { database, now: () => new Date(0) } };
}

async function sizeOf(stream: Readable): Promise<number> {
  let size = 0;
  await pipeline(stream, createGunzip(), async (parts) => {
    for await (const part of parts) size += part.length;
  });
  return size;
}

it("reads no further than the edge has read", async () => {
  const { ctx, state } = databaseOf(20);
  const stream = await createSnapshotStreams(ctx).open(never);
  await sleep(3_000);
  expect(state.pages).toBeLessThan(5);
  expect(await sizeOf(stream)).toBeGreaterThan(20 * pageRows * 100);
  expect([state.pages, state.open]).toEqual([20, 0]);
});

it("sends two at a time, and the third when one has ended or has gone", async () => {
  const { ctx, state } = databaseOf(1_000);
  const streams = createSnapshotStreams(ctx);
  const leaving = new AbortController();
  const first = await streams.open(leaving.signal);
  first.on("error", () => undefined);
  const second = await streams.open(never);
  second.on("error", () => undefined);
  let isThird = false;
  const third = streams.open(never).then((stream) => {
    isThird = true;
    return stream;
  });
  await sleep(300);
  expect([isThird, state.open]).toEqual([false, 2]);
  leaving.abort();
  (await third).on("error", () => undefined).destroy();
  second.destroy();
  await expect.poll(() => state.open).toBe(0);
  expect(streams.served()).toBe(0);
});

it.each([1, 2, 3, 4])("that fails at its statement %i is an error, and leaves no place taken", async (failAt) => {
  const streams = createSnapshotStreams(databaseOf(1, failAt).ctx);
  for (let turn = 0; turn < 3; turn += 1) {
    const sent = streams.open(never).then(sizeOf);
    await expect(sent).rejects.toThrow("connection refused");
  }
});
