import type { Membership, User } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import type { Role } from "@/lib/kernel/roles";
import type { Context } from "@/lib/platform/ports/context";

export type LockedTeam = {
  member: Membership & { user: User };
  owners: number;
  /** The caller's role as it is now, which an owner may have changed a moment ago; null: a key, or one of ours. */
  callerRole: Role | null;
};

/**
 * One member of the tenant. Changes of a team wait for each other, so that of two owners who leave at once one stays.
 * @throws Refusal not_found, also for a member of another tenant; forbidden for who has just been removed
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
  // Everyone may leave: of a member, only that they are one is asked for.
  if (!own || (own.role === "member" && userId !== actor.userId)) {
    throw new Refusal("forbidden", "You do not manage this team any more.");
  }
  return { member, owners, callerRole: own.role };
}

/** @throws Refusal forbidden: only an owner makes, changes and removes owners, and no key does */
export function assertMayTouchOwners(ctx: Context, team: LockedTeam): void {
  if (team.callerRole === "owner" || ctx.actor.kind === "admin") return;
  throw new Refusal("forbidden", "Only an owner, signed in, can make, change or remove an owner.");
}

/** @throws Refusal invalid_state */
export function assertNotLastOwner({ member, owners }: LockedTeam): void {
  if (member.role !== "owner" || owners > 1) return;
  throw new Refusal("invalid_state", "This is the last owner. Make somebody else an owner first.");
}
