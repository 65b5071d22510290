import type { Context } from "@/lib/context";
import { examineConnection } from "@/lib/diagnosis/diagnose-connection";

/** The job that keeps the evidence of the moment in which a connection stalled or drifted. @throws Refusal not_found */
export async function takeSnapshot(ctx: Context, input: { connectionId: string }): Promise<{ runAgainAt: null }> {
  await examineConnection(ctx, input.connectionId, { failed: true });
  return { runAgainAt: null };
}
