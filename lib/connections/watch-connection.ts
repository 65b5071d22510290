import { getConnectionRow } from "@/lib/connections/connection-row";
import type { Connection } from "@/lib/db/generated/client";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import type { Context } from "@/lib/platform/ports/context";

export const millisecondsUntilNextCheck = 2_000;

/**
 * Somebody asks for a check of this connection, and waits: its checks go back to the fast cadence.
 * @throws Refusal not_found; invalid_state for a connection that is over
 */
export async function watchConnection(
  ctx: Context,
  id: string,
  action: "connection.verify_requested" | "connection.check_requested" | "support.recheck_requested",
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await getConnectionRow(ctx, id, tx);
    const refusal = refusesWatch(row);
    if (refusal) throw refusal;
    await recordAudit(ctx, tx, action, id, { hostname: row.hostname });
    if (row.state === "failed") return;
    await tx.connection.updateMany({ where: { id, tenantId: ctx.tenantId }, data: { watchedSince: ctx.now() } });
    const soon = new Date(ctx.now().getTime() + millisecondsUntilNextCheck);
    const about = [{ connectionId: id }];
    await enqueue(ctx, tx, row.claim ? "check-records" : "check-ownership", about, soon);
    if (row.state === "issuing_cert") await enqueue(ctx, tx, "probe-certificate", about, soon);
  });
}

/** Why nobody can wait for this connection: it is over. */
export function refusesWatch(row: Pick<Connection, "hostname" | "state" | "errorCode">): Refusal | null {
  if (row.state === "archived") {
    return new Refusal("invalid_state", `${row.hostname} is archived. Connect it again to check it.`);
  }
  if (row.state !== "failed" || row.errorCode === "HostnameConflict") return null;
  const text = `The connection of ${row.hostname} has failed: control was not proven within 30 days. Archive it and connect the name again.`;
  return new Refusal("invalid_state", text, { details: { errorCode: row.errorCode } });
}
