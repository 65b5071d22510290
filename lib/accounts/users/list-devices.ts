import { maxDevices } from "@/lib/accounts/auth/session-policy";
import { getOwnSession } from "@/lib/accounts/users/get-session";
import type { DeviceResource } from "@/lib/accounts/users/schema";
import type { UserSession } from "@/lib/db/generated/client";
import type { Context } from "@/lib/platform/ports/context";

/** The browsers in which the person is signed in, last used first; at most a hundred. */
export async function listDevices(ctx: Context, _: Record<string, never>): Promise<{ data: DeviceResource[] }> {
  const { user, row } = await getOwnSession(ctx);
  const rows = await ctx.database.prisma.userSession.findMany({
    where: { userId: user.id, revokedAt: null, expiresAt: { gt: ctx.now() } },
    orderBy: [{ lastSeenAt: "desc" }, { id: "desc" }],
    take: maxDevices,
  });
  return { data: rows.map((device) => toDeviceResource(device, row.id)) };
}

export function toDeviceResource(row: UserSession, currentId: string): DeviceResource {
  const { id, ip, userAgent, createdAt, lastSeenAt, expiresAt } = row;
  return { id, isCurrent: id === currentId, ip, userAgent, createdAt, lastSeenAt, expiresAt };
}
