import type { ConnectionRow } from "@/lib/connections/connection-row";
import { type Examination, examineConnection } from "@/lib/diagnosis/diagnose-connection";
import type { Context } from "@/lib/platform/ports/context";

/** A diagnosis sends dozens of queries, and open pages ask again and again: within this time they share one. */
const sharedMs = 5_000;

/** A diagnosis that is at most 5 s old, and of the connection's state now. @throws Refusal not_found */
export function examineShared(ctx: Context, row: ConnectionRow): Promise<Examination> {
  // A check that has just changed the state is followed by a new diagnosis.
  const key = `shared-diagnosis ${row.id} ${row.state} ${row.ownership} ${row.pointing}`;
  return ctx.memory.share<Examination>(key, sharedMs, () => examineConnection(ctx, row.id));
}
