import { joinWork } from "@/lib/kernel/join-work";

/** Works on one input; resolves or rejects as the batch that it was in. */
export type Batches<I, O> = (input: I) => Promise<O>;

/**
 * Collects inputs for a while, and while the batch before them is being worked on.
 * @param work its outputs are in the order of the inputs
 * @param limits `most`: inputs of one batch. `collectMs`: how long a batch waits for others, for what nobody waits for
 */
export function createBatches<I, O>(
  work: (inputs: readonly I[]) => Promise<readonly O[]>,
  { most, collectMs }: { most: number; collectMs: number },
): Batches<I, O> {
  const join = joinWork<I, O>({
    maxItems: most,
    collectMs,
    run: async (inputs) => (await work(inputs)).map((value) => ({ ok: true, value })),
  });
  return (input) => join("", input);
}
