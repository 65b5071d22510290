import { assertMayManageTeam } from "@/lib/accounts/tenants/assert-may-manage-team";
import type { InvitationResource, ListInvitationsInput } from "@/lib/accounts/tenants/schema";
import type { Invitation } from "@/lib/db/generated/client";
import { type Page, parseIdCursor, toPage } from "@/lib/db/pagination";
import type { Context } from "@/lib/platform/ports/context";

/** Invitations that are still open, newest first. @throws Refusal forbidden (a test key) */
export async function listInvitations(ctx: Context, input: ListInvitationsInput): Promise<Page<InvitationResource>> {
  assertMayManageTeam(ctx);
  const after = parseIdCursor(input.cursor);
  const rows = await ctx.database.prisma.invitation.findMany({
    where: {
      tenantId: ctx.tenantId,
      acceptedAt: null,
      revokedAt: null,
      expiresAt: { gt: ctx.now() },
      ...(after ? { id: { lt: after } } : {}),
    },
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  return toPage(rows, input.limit, (row) => row.id, toInvitationResource);
}

export function toInvitationResource(row: Invitation): InvitationResource {
  const { id, email, role, invitedBy, expiresAt, createdAt } = row;
  return { id, email, role, invitedBy, expiresAt, createdAt };
}
