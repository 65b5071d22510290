import pMap from "p-map";
import { countOf, doneResult, refusedResult } from "@/lib/connections/bulk-result";
import { claimedElsewhere } from "@/lib/connections/hostname-conflict";
import { hasLostHostname } from "@/lib/connections/policy";
import { requestChecks } from "@/lib/connections/request-checks";
import type { BulkVerification, ConnectionIdsInput } from "@/lib/connections/schema";
import { verifyConnection } from "@/lib/diagnosis/verify-connection";
import { isRefusal } from "@/lib/kernel/errors";
import { mapInTurns } from "@/lib/kernel/map-in-turns";
import type { Context } from "@/lib/platform/ports/context";

/** Each asks a few nameservers, and uses the database in between: others must get at both. */
const concurrency = 6;

/** What has not started by then is left to the worker. One that has started ends within the time-outs of its questions. */
const startWithinMs = 15_000;

type Result = BulkVerification["results"][number];

/**
 * Re-checks ownership of up to 500 connections now, each as `verifyConnection` does. What there is no time or slot for is
 * `queued`: its checks go back to the fast cadence, and the worker makes the next one within seconds.
 */
export async function verifyConnections(ctx: Context, input: ConnectionIdsInput): Promise<BulkVerification> {
  const ids = [...new Set(input.ids)];
  const startedAt = ctx.now().getTime();
  const isLate = () => ctx.now().getTime() - startedAt >= startWithinMs;
  const verified = await pMap(ids, (id) => (isLate() ? null : verifyOne(ctx, id)), { concurrency });
  const late = ids.filter((_, index) => verified[index] === null);
  const done = [...verified.filter((result) => result !== null), ...(await queue(ctx, late))];
  const byId = new Map(done.map((result) => [result.id, result]));
  const results = await mapInTurns(input.ids, (id) => {
    const result = byId.get(id);
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

/** null: it was checked too often, or too much else is. */
async function verifyOne(ctx: Context, id: string): Promise<Result | null> {
  try {
    return doneResult("verified", await verifyConnection(ctx, { id }), ctx);
  } catch (error) {
    if (isRefusal(error) && error.code === "rate_limited") return null;
    if (isRefusal(error)) return refusedResult(id, error);
    throw error;
  }
}

async function queue(ctx: Context, ids: readonly string[]): Promise<Result[]> {
  const requests = await requestChecks(ctx, ids, "connection.verify_requested");
  return requests.map(({ id, outcome }) => {
    if (isRefusal(outcome)) return refusedResult(id, outcome);
    if (hasLostHostname(outcome.errorCode)) return refusedResult(id, claimedElsewhere(outcome.hostname));
    return doneResult("queued", outcome, ctx);
  });
}
