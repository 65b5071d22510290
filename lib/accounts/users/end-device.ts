import { endSessions } from "@/lib/accounts/auth/end-sessions";
import { getOwnSession } from "@/lib/accounts/users/get-session";
import { toDeviceResource } from "@/lib/accounts/users/list-devices";
import type { DeviceIdInput, DeviceResource } from "@/lib/accounts/users/schema";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/** Signs one of the person's browsers out, possibly the caller's own. @throws Refusal not_found */
export async function endDevice(ctx: Context, { id }: DeviceIdInput): Promise<DeviceResource> {
  const { user, row } = await getOwnSession(ctx);
  return inTransaction(ctx, async (tx) => {
    const ended = await endSessions(ctx, tx, { userId: user.id, id });
    if (ended === 0) throw new Refusal("not_found", `None of your browsers has the session ${id}.`);
    await recordAudit(ctx, tx, "session.ended", id);
    return toDeviceResource(await tx.userSession.findUniqueOrThrow({ where: { id } }), row.id);
  });
}
