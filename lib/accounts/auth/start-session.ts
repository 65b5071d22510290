import { sessionLifeMs } from "@/lib/accounts/auth/session-policy";
import type { Tx } from "@/lib/db/transaction";
import { newId } from "@/lib/kernel/ids";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import { type Caller, onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";

/** Where a sign-in comes from. */
export type Client = Caller & { userAgent: string };

export type StartedSession = { userId: string; sessionId: string };

const maxUserAgentLength = 300;

/** Signs in a browser of a person. It shows the first of their tenants, whose audit log records it. */
export async function startSession(
  service: ServiceContext,
  tx: Tx,
  userId: string,
  client: Client,
): Promise<StartedSession> {
  const now = service.now();
  const membership = await tx.membership.findFirst({ where: { userId }, orderBy: { tenantId: "asc" } });
  const { id: sessionId } = await tx.userSession.create({
    data: {
      id: newId(now),
      userId,
      tenantId: membership?.tenantId ?? null,
      ip: client.ip,
      userAgent: client.userAgent.slice(0, maxUserAgentLength),
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + sessionLifeMs),
    },
  });
  if (membership) {
    const actor = { kind: "user" as const, userId, sessionId, role: membership.role };
    const ctx = { ...onBehalfOf(service, membership.tenantId, actor), caller: client };
    await recordAudit(ctx, tx, "session.started", sessionId);
  }
  return { userId, sessionId };
}
