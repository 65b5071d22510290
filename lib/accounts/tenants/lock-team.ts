import type { Membership, User } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import type { Role } from "@/lib/kernel/roles";
import type { Context } from "@/lib/platform/ports/context";

export type LockedTeam = {
  member: Membership & { user: User };
  owners: number;
  /** The caller's present role, which an owner may have just changed; null: a key, staff, or the system. */
  callerRole: Role | null;
};

/**
 * One member of the tenant. Changes to a team run in sequence, so that of two owners who leave at once one stays.
 * @throws Refusal not_found, also for a member of another tenant; forbidden for a caller who was just removed
 */
export async function lockTeam(ctx: Context, tx: Tx, userId: string): Promise<LockedTeam> {
  const { tenantId, actor } = ctx;
  await tx.$executeRaw`SELECT 1 FROM tenants WHERE id = ${tenantId}::uuid FOR UPDATE`;
  const member = await tx.membership.findUnique({
    where: { tenantId_userId: { tenantId, userId } },
    include: { user: true },
  });
  if (!member) throw new Refusal("not_found", `There is no member ${userId}.`);
  const owners = await tx.membership.count({ where: { tenantId, role: "owner" } });
  if (actor.kind !== "user") return { member, owners, callerRole: null };
  const own = await tx.membership.findUnique({ where: { tenantId_userId: { tenantId, userId: actor.userId } } });
  // Anyone may remove themselves: being a member is enough for that.
  if (!own || (own.role === "member" && userId !== actor.userId)) {
    throw new Refusal("forbidden", "You can no longer manage this team.");
  }
  return { member, owners, callerRole: own.role };
}

/** @throws Refusal forbidden: only an owner, and no key, may add, change or remove owners */
export function assertMayTouchOwners(ctx: Context, team: LockedTeam): void {
  if (team.callerRole === "owner" || ctx.actor.kind === "admin") return;
  throw new Refusal("forbidden", "Only an owner, signed in, can make, change or remove an owner.");
}

/** @throws Refusal invalid_state */
export function assertNotLastOwner({ member, owners }: LockedTeam): void {
  if (member.role !== "owner" || owners > 1) return;
  throw new Refusal("invalid_state", "This is the last owner. Make another member an owner first.");
}
