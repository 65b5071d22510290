import fc from "fast-check";
import { expect, it } from "vitest";
import { createBatches } from "@/lib/kernel/batches";
import { createRecentValues } from "@/lib/kernel/recent-values";

/** Batches that end when the test says so. */
function openBatches(most: number) {
  const begun: { inputs: readonly number[]; end(error?: Error): void }[] = [];
  const add = createBatches<number, string>(
    (inputs) =>
      new Promise((resolve, reject) => {
        const end = (error?: Error) => (error ? reject(error) : resolve(inputs.map((input) => `of ${input}`)));
        begun.push({ inputs, end });
      }),
    { most, collectMs: 0 },
  );
  return { begun, add };
}

it("what comes while a batch is being worked on is in the next one", async () => {
  const { begun, add } = openBatches(10);
  const first = [add(1), add(2)];
  await expect.poll(() => begun.length).toBe(1);
  const second = [add(3), add(4), add(5)];
  expect(begun.map(({ inputs }) => inputs)).toEqual([[1, 2]]);
  begun[0]?.end();
  expect(await Promise.all(first)).toEqual(["of 1", "of 2"]);
  await expect.poll(() => begun.length).toBe(2);
  begun[1]?.end();
  expect(await Promise.all(second)).toEqual(["of 3", "of 4", "of 5"]);
});

it("a batch that fails rejects what was in it, and nothing else", async () => {
  const { begun, add } = openBatches(2);
  const results = Promise.allSettled([add(1), add(2), add(3)]);
  await expect.poll(() => begun.length).toBe(1);
  begun[0]?.end(new Error("broken"));
  await expect.poll(() => begun.length).toBe(2);
  begun[1]?.end();
  expect((await results).map(({ status }) => status)).toEqual(["rejected", "rejected", "fulfilled"]);
});

it("each input gets its own output, in batches of no more than asked, whenever they come", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(3), { maxLength: 40 }), fc.integer({ min: 1, max: 7 }), async (gaps, most) => {
      const sizes: number[] = [];
      const add = createBatches<number, number>(
        async (inputs) => {
          sizes.push(inputs.length);
          return inputs.map((input) => input * 2);
        },
        { most, collectMs: 0 },
      );
      const outputs: Promise<number>[] = [];
      for (const [index, gap] of gaps.entries()) {
        for (let turn = 0; turn < gap; turn += 1) await new Promise((resolve) => setImmediate(resolve));
        outputs.push(add(index));
      }
      expect(await Promise.all(outputs)).toEqual(gaps.map((_gap, index) => index * 2));
      expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(most);
    }),
    { seed: 16, numRuns: 40 },
  );
});

it("percentiles are those of the last values, by nearest rank", () => {
  const recent = createRecentValues(100);
  expect(recent.percentile(0.5)).toBeNull();
  for (let value = -500; value <= 100; value += 1) recent.note(value);
  expect([0.01, 0.5, 0.95, 1].map(recent.percentile)).toEqual([1, 50, 95, 100]);
});
