import { getConnectionRow } from "@/lib/connections/connection-row";
import { examineConnection } from "@/lib/diagnosis/diagnose-connection";
import type { Context } from "@/lib/platform/ports/context";

/** The job that stores the evidence of a failed check, unless the connection works by now. @throws Refusal not_found */
export async function takeSnapshot(ctx: Context, input: { connectionId: string }): Promise<{ runAgainAt: null }> {
  const { state, ownership, pointing } = await getConnectionRow(ctx, input.connectionId);
  const isWell = (state === "live" || state === "issuing_cert") && ownership === "ok" && pointing === "ok";
  if (!isWell && state !== "archived") await examineConnection(ctx, input.connectionId, { failed: true });
  return { runAgainAt: null };
}
