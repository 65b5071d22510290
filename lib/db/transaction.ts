import type { Database } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";

declare const inside: unique symbol;

/**
 * A client inside an open transaction. What must commit together with a change (events, jobs, claims) takes a
 * `Tx`, so that it cannot run outside one.
 */
export type Tx = Prisma.TransactionClient & { readonly [inside]: true };

const transactionTimeoutMs = 10_000;

/** Runs `work` in one transaction: READ COMMITTED, at most 10 s. Never call anything outside the database in it. */
export function inTransaction<T>(ctx: { database: Database }, work: (tx: Tx) => Promise<T>): Promise<T> {
  return ctx.database.primary.$transaction((tx) => work(tx as Tx), {
    timeout: transactionTimeoutMs,
    maxWait: transactionTimeoutMs,
  });
}

/** Stores a response under the caller's `Idempotency-Key`: see lib/platform/idempotency/run-once.ts. */
export interface IdempotencyStore {
  key: string;
  /** Waits for a concurrent request with the same key. @returns what ends this request, where the key was used before */
  claim(tx: Tx): Promise<Error | null>;
  save(tx: Tx, answer: unknown): Promise<void>;
  /** Gives up a claim, in a transaction that goes on without this request. */
  release(tx: Tx): Promise<void>;
}

/**
 * The transaction whose result is the verb's answer: an `Idempotency-Key` commits with it, so that either both the
 * change and its answer exist, or neither. A verb uses it once.
 */
export function answerInTransaction<T>(
  ctx: { database: Database; idempotency?: IdempotencyStore },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return inTransaction(ctx, async (tx) => {
    const ended = await ctx.idempotency?.claim(tx);
    if (ended) throw ended;
    const answer = await work(tx);
    await ctx.idempotency?.save(tx, answer);
    return answer;
  });
}

/** True for a unique violation (Prisma P2002), whichever copy of the client threw it. */
export function isUniqueViolation(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "P2002";
}
