import { maxMemberships, noTenantId, seenResolutionMs, sessionLifeMs } from "@/lib/accounts/auth/session-policy";
import type { User, UserSession } from "@/lib/db/generated/client";
import type { Role } from "@/lib/kernel/roles";
import { type Context, onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";

export type FoundMembership = { role: Role; tenant: { id: string; name: string; plan: string } };

export type FoundSession = {
  row: UserSession;
  user: User;
  memberships: FoundMembership[];
  /** The membership whose tenant the browser shows; null: none. */
  current: FoundMembership | null;
  /** The tenant whose dashboard a member of support staff views, read-only. Takes precedence over `current`. */
  viewing: { tenant: FoundMembership["tenant"]; until: Date } | null;
};

/** The session in the request's cookie, unless it has ended. Read from the database each time, so that ending works at once. */
export async function findSession(
  service: ServiceContext,
  headers: Headers,
  ip: string | null = null,
): Promise<FoundSession | null> {
  const id = await service.sessions.readSessionId(headers.get("cookie"));
  return id === null ? null : findSessionById(service, id, ip);
}

export async function findSessionById(
  service: ServiceContext,
  id: string,
  ip: string | null = null,
): Promise<FoundSession | null> {
  const row = await service.database.prisma.userSession.findUnique({
    where: { id, revokedAt: null, expiresAt: { gt: service.now() } },
    include: {
      user: {
        include: {
          memberships: {
            select: { role: true, tenantId: true, tenant: { select: { id: true, name: true, plan: true } } },
            orderBy: { tenantId: "asc" },
            take: maxMemberships,
          },
        },
      },
    },
  });
  if (!row) return null;
  const { user: person, ...session } = row;
  const { memberships, ...user } = person;
  await recordUse(service, session, ip);
  const current = memberships.find(({ tenantId }) => tenantId === session.tenantId) ?? memberships[0] ?? null;
  return { row: session, user, memberships, current, viewing: await findViewing(service, session, user) };
}

/** Checks each time that the person is still support staff. */
async function findViewing(
  { database, now }: ServiceContext,
  { viewingTenantId, viewingUntil }: UserSession,
  { isStaff }: User,
): Promise<FoundSession["viewing"]> {
  if (!isStaff || viewingTenantId === null || viewingUntil === null || viewingUntil <= now()) return null;
  const select = { id: true, name: true, plan: true } as const;
  const tenant = await database.prisma.tenant.findUnique({ where: { id: viewingTenantId }, select });
  return tenant && { tenant, until: viewingUntil };
}

/**
 * On behalf of the session's tenant, with the person's role there. For staff who view a tenant's dashboard: as staff, on
 * behalf of that tenant, where `assertCaller` allows reads only.
 */
export function contextOf(service: ServiceContext, found: FoundSession): Context {
  if (found.viewing) return { ...staffContextOf(service, found), tenantId: found.viewing.tenant.id };
  const { row, user, current } = found;
  const actor = { kind: "user" as const, userId: user.id, sessionId: row.id, role: current?.role ?? null };
  return onBehalfOf(service, current?.tenant.id ?? noTenantId, actor);
}

/** On behalf of no tenant: use `onBehalfOf` for the one that staff works on. */
export function staffContextOf(service: ServiceContext, { row, user }: FoundSession): Context {
  return onBehalfOf(service, noTenantId, { kind: "staff", userId: user.id, sessionId: row.id });
}

async function recordUse(service: ServiceContext, session: UserSession, ip: string | null): Promise<void> {
  const now = service.now();
  if (now.getTime() - session.lastSeenAt.getTime() < seenResolutionMs) return;
  await service.database.prisma.userSession.updateMany({
    where: { id: session.id, revokedAt: null },
    data: { lastSeenAt: now, expiresAt: new Date(now.getTime() + sessionLifeMs), ...(ip === null ? {} : { ip }) },
  });
}
