import { recordAudit } from "@/lib/audit/record-audit";
import { endSessions } from "@/lib/auth/end-sessions";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { getOwnSession } from "@/lib/users/get-session";
import { toDeviceResource } from "@/lib/users/list-devices";
import type { DeviceIdInput, DeviceResource } from "@/lib/users/schema";

/** Signs one of the person's browsers out, also the one that asks. @throws Refusal not_found */
export async function endDevice(ctx: Context, { id }: DeviceIdInput): Promise<DeviceResource> {
  const { user, row } = await getOwnSession(ctx);
  return inTransaction(ctx, async (tx) => {
    const ended = await endSessions(ctx, tx, { userId: user.id, id });
    if (ended === 0) throw new Refusal("not_found", `None of your browsers has the session ${id}.`);
    await recordAudit(ctx, tx, "session.ended", id);
    return toDeviceResource(await tx.userSession.findUniqueOrThrow({ where: { id } }), row.id);
  });
}
