/** Works on one input; resolves or rejects as the batch that it was in. */
export type Batches<I, O> = (input: I) => Promise<O>;

type Waiting<I, O> = { input: I; resolve(output: O): void; reject(error: unknown): void };

/**
 * Collects inputs while the batch before them is being worked on: what comes alone does not wait, and the busier the process,
 * the larger its batches.
 * @param work its outputs are in the order of the inputs
 * @param most inputs of one batch
 */
export function createBatches<I, O>(
  work: (inputs: readonly I[]) => Promise<readonly O[]>,
  most: number,
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
    // What comes in the same turn of the event loop is in the first batch.
    await Promise.resolve();
    while (waiting.length > 0) await run(waiting.splice(0, most));
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
