import type { Endpoint } from "@/lib/api/endpoints/endpoint";
import { errorText, isRefusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Runs the verb of an endpoint. One that may read from a replica does where there is one that has everything committed before
 * now, so that nobody misses what they have just written, through whichever instance.
 */
export async function runVerb<I, O>(
  ctx: Context,
  endpoint: Pick<Endpoint, "id" | "replica">,
  verb: (ctx: Context, input: I) => Promise<O>,
  input: I,
): Promise<O> {
  const reader = endpoint.replica ? await ctx.database.reader() : null;
  if (reader === null) return verb(ctx, input);
  try {
    return await verb({ ...ctx, database: reader }, input);
  } catch (error) {
    if (isRefusal(error)) throw error;
    // A replica may end a read that holds up its recovery, or go away. It has no effect to be repeated.
    ctx.log.warn({ endpoint: endpoint.id, err: errorText(error) }, "a read failed on the replica");
    return verb(ctx, input);
  }
}
