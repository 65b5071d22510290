import { recordAudit } from "@/lib/audit/record-audit";
import { getConnectionRow } from "@/lib/connections/connection-row";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";

const millisecondsUntilNextCheck = 2_000;

/**
 * Somebody asks for a check of this connection, and waits: its checks go back to the fast cadence.
 * @throws Refusal not_found; invalid_state for a connection that is over
 */
export async function watchConnection(
  ctx: Context,
  id: string,
  action: "connection.verify_requested" | "connection.check_requested",
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await getConnectionRow(ctx, id, tx);
    if (row.state === "archived")
      throw new Refusal("invalid_state", `${row.hostname} is archived. Connect it again to check it.`);
    if (row.state === "failed" && row.errorCode !== "HostnameConflict") {
      const text = `The connection of ${row.hostname} has failed: control was not proven within 30 days. Archive it and connect the name again.`;
      throw new Refusal("invalid_state", text, { details: { errorCode: row.errorCode } });
    }
    await recordAudit(ctx, tx, action, id, { hostname: row.hostname });
    if (row.state === "failed") return;
    await tx.connection.updateMany({ where: { id, tenantId: ctx.tenantId }, data: { watchedSince: ctx.now() } });
    const soon = new Date(ctx.now().getTime() + millisecondsUntilNextCheck);
    const about = [{ connectionId: id }];
    await enqueue(ctx, tx, row.claim ? "check-records" : "check-ownership", about, soon);
    if (row.state === "issuing_cert") await enqueue(ctx, tx, "probe-certificate", about, soon);
  });
}
