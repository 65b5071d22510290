import { type FoundSession, findSessionById } from "@/lib/accounts/auth/find-session";
import type { SessionResource } from "@/lib/accounts/users/schema";
import { Refusal } from "@/lib/kernel/errors";
import { scopesOfRole, viewerScopes } from "@/lib/kernel/roles";
import type { Context } from "@/lib/platform/ports/context";

/** @throws Refusal unauthorized */
export async function getSession(ctx: Context, _: Record<string, never>): Promise<SessionResource> {
  return toSessionResource(await getOwnSession(ctx));
}

/** @throws Refusal unauthorized where it has just ended */
export async function getOwnSession(ctx: Context): Promise<FoundSession> {
  const { actor } = ctx;
  const found = actor.kind === "user" || actor.kind === "staff" ? await findSessionById(ctx, actor.sessionId) : null;
  if (!found) throw new Refusal("unauthorized", "You are signed out. Sign in again.");
  return found;
}

export function toSessionResource({ row, user, memberships, current, viewing }: FoundSession): SessionResource {
  return {
    id: row.id,
    user: {
      id: user.id,
      email: user.email,
      name: user.name,
      emailVerified: user.emailVerifiedAt !== null,
      hasPassword: user.passwordHash !== null,
      tourEnded: user.tourEndedAt !== null,
    },
    ...(viewing
      ? { tenant: viewing.tenant, role: null, scopes: [...viewerScopes] }
      : {
          tenant: current?.tenant ?? null,
          role: current?.role ?? null,
          scopes: current ? [...scopesOfRole[current.role]] : [],
        }),
    viewingUntil: viewing?.until ?? null,
    memberships: memberships.map(({ role, tenant }) => ({ tenantId: tenant.id, name: tenant.name, role })),
    isStaff: user.isStaff,
    expiresAt: row.expiresAt,
  };
}
