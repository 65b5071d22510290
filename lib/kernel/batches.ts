import { setTimeout as pause } from "node:timers/promises";

/** Works on one input; resolves or rejects as the batch that it was in. */
export type Batches<I, O> = (input: I) => Promise<O>;

type Waiting<I, O> = { input: I; resolve(output: O): void; reject(error: unknown): void };

/**
 * Collects inputs for a while, and while the batch before them is being worked on.
 * @param work its outputs are in the order of the inputs
 * @param limits `most`: inputs of one batch. `collectMs`: how long a batch waits for others, for what nobody waits for
 */
export function createBatches<I, O>(
  work: (inputs: readonly I[]) => Promise<readonly O[]>,
  { most, collectMs }: { most: number; collectMs: number },
): Batches<I, O> {
  const waiting: Waiting<I, O>[] = [];
  let isWorking = false;

  async function run(batch: readonly Waiting<I, O>[]): Promise<void> {
    try {
      const outputs = await work(batch.map(({ input }) => input));
      for (const [index, { resolve }] of batch.entries()) resolve(outputs[index] as O);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  async function runAll(): Promise<void> {
    while (waiting.length > 0) {
      await pause(collectMs);
      await run(waiting.splice(0, most));
    }
    isWorking = false;
  }

  return (input) =>
    new Promise((resolve, reject) => {
      waiting.push({ input, resolve, reject });
      if (isWorking) return;
      isWorking = true;
      void runAll();
    });
}
