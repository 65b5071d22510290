import { expect, test } from "vitest";
import { runInChunks } from "@/components/connections/run-in-chunks";
import { ApiError } from "@/lib/api/client";

const apiError = (code: string, status: number | null, retryAfterSeconds: number | null = null) =>
  new ApiError({ code, message: code, param: null, details: {}, requestId: null, status, retryAfterSeconds });

/** Runs 1 to 7 in threes; `failures` are thrown in turn before anything succeeds. */
async function run(failures: Error[], options: { stopAfter?: number; from?: number } = {}) {
  const sent: { key: string; items: readonly number[] }[] = [];
  const done: number[] = [];
  const waits: number[] = [];
  const end = await runInChunks({
    runId: "run",
    items: [1, 2, 3, 4, 5, 6, 7],
    size: 3,
    from: options.from ?? 0,
    send: async ({ items, headers }) => {
      sent.push({ key: headers["idempotency-key"], items });
      const failure = failures.shift();
      if (failure) throw failure;
      return items;
    },
    onAnswer: (_, items) => done.push(...items),
    isStopped: () => done.length >= (options.stopAfter ?? 99),
    wait: async (ms) => {
      waits.push(ms);
    },
  });
  return { end, sent, done, waits };
}

test("everything is sent once, in order, each chunk under a key of its own", async () => {
  const { end, sent, done } = await run([]);
  expect(end).toEqual({ kind: "finished" });
  expect(done).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(sent.map(({ key }) => key)).toEqual(["run-0", "run-3", "run-6"]);
});

test("a chunk that found no answer is sent again under the same key, after a wait", async () => {
  const { end, sent, waits } = await run([apiError("unreachable", null), apiError("internal", 500)]);
  expect(end.kind).toBe("finished");
  expect(sent.map(({ key }) => key)).toEqual(["run-0", "run-0", "run-0", "run-3", "run-6"]);
  expect(waits).toEqual([1_000, 3_000]);
});

test("Retry-After is obeyed, up to a minute", async () => {
  expect((await run([apiError("rate_limited", 429, 7)])).waits).toEqual([7_000]);
  expect((await run([apiError("rate_limited", 429, 7_000)])).waits).toEqual([60_000]);
});

test("a refusal ends the run right away, a lasting failure after four attempts; the end has the next item", async () => {
  const refused = await run([apiError("forbidden", 403)]);
  expect([refused.end.kind, refused.sent.length, refused.done]).toEqual(["failed", 1, []]);
  const broken = await run(
    Array.from({ length: 9 }, () => apiError("unavailable", 503)),
    { from: 3 },
  );
  expect(broken.end).toMatchObject({ kind: "failed", next: 3 });
  expect(broken.sent).toHaveLength(4);
});

test("it stops between two chunks, and goes on from there", async () => {
  expect((await run([], { stopAfter: 3 })).end).toEqual({ kind: "stopped", next: 3 });
  expect((await run([], { from: 3 })).done).toEqual([4, 5, 6, 7]);
});
