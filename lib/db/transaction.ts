import type { Database } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";

declare const inside: unique symbol;

/**
 * A client inside an open transaction. What must happen together with a change (events, jobs, claims) takes a `Tx`,
 * so that it cannot be done outside one.
 */
export type Tx = Prisma.TransactionClient & { readonly [inside]: true };

const transactionTimeoutMs = 10_000;

/** Runs `work` in one transaction: READ COMMITTED, at most 10 s. Nothing outside the database is called inside. */
export function inTransaction<T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return database.prisma.$transaction((tx) => work(tx as Tx), {
    timeout: transactionTimeoutMs,
    maxWait: transactionTimeoutMs,
  });
}

/** True for "this would exist twice" (Prisma P2002), by whichever copy of the client it was thrown. */
export function isUniqueViolation(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "P2002";
}
