import { assertMayManageTeam } from "@/lib/accounts/tenants/assert-may-manage-team";
import type { ListMembersInput, MemberResource } from "@/lib/accounts/tenants/schema";
import type { Membership, User } from "@/lib/db/generated/client";
import { type Page, parseIdCursor, toPage } from "@/lib/db/pagination";
import type { Context } from "@/lib/platform/ports/context";

/** The tenant's people, in the order of their accounts. @throws Refusal forbidden (a test key) */
export async function listMembers(ctx: Context, input: ListMembersInput): Promise<Page<MemberResource>> {
  assertMayManageTeam(ctx);
  const after = parseIdCursor(input.cursor);
  const rows = await ctx.database.prisma.membership.findMany({
    where: { tenantId: ctx.tenantId, ...(after ? { userId: { gt: after } } : {}) },
    include: { user: true },
    orderBy: { userId: "asc" },
    take: input.limit + 1,
  });
  return toPage(rows, input.limit, (row) => row.userId, toMemberResource);
}

export function toMemberResource({ userId, role, createdAt, user }: Membership & { user: User }): MemberResource {
  return { userId, email: user.email, name: user.name, role, createdAt };
}
