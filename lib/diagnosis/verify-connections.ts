import { countOf, doneResult, refusedResult } from "@/lib/connections/bulk-result";
import type { BulkVerification, ConnectionIdsInput } from "@/lib/connections/schema";
import { watchConnections } from "@/lib/connections/watch-connections";
import { verifyConnection } from "@/lib/diagnosis/verify-connection";
import { isRefusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

/** Each asks a few nameservers, and needs the database in between: others must get at both. */
const concurrency = 6;

/** What has not begun by then is left to the worker. One that has begun ends within the time-outs of its questions. */
const beginsWithinMs = 15_000;

type Result = BulkVerification["results"][number];

/**
 * Re-checks ownership of up to 500 connections now, each as `verifyConnection` does. What there is no time for is
 * `queued`: its checks go back to the fast cadence, and the worker makes the next one within seconds.
 */
export async function verifyConnections(ctx: Context, input: ConnectionIdsInput): Promise<BulkVerification> {
  const waiting = [...new Set(input.ids)];
  const done = new Map<string, Result>();
  const startedAt = ctx.now().getTime();

  async function work(): Promise<void> {
    while (ctx.now().getTime() - startedAt < beginsWithinMs) {
      const id = waiting.shift();
      if (id === undefined) return;
      done.set(id, await verifyOne(ctx, id));
    }
  }

  await Promise.all(Array.from({ length: concurrency }, work));
  for (const result of await queue(ctx, waiting)) done.set(result.id, result);
  const results = input.ids.map((id) => {
    const result = done.get(id);
    if (!result) throw new Error(`connection ${id} was left without result`);
    return result;
  });
  return {
    results,
    verified: countOf(results, "verified"),
    refused: countOf(results, "refused"),
    queued: countOf(results, "queued"),
  };
}

async function verifyOne(ctx: Context, id: string): Promise<Result> {
  try {
    return doneResult("verified", await verifyConnection(ctx, { id }));
  } catch (error) {
    if (isRefusal(error)) return refusedResult(id, error);
    throw error;
  }
}

async function queue(ctx: Context, ids: readonly string[]): Promise<Result[]> {
  const outcomes = await watchConnections(ctx, ids, "connection.verify_requested");
  return outcomes.map(({ id, outcome }) =>
    isRefusal(outcome) ? refusedResult(id, outcome) : doneResult("queued", outcome),
  );
}
