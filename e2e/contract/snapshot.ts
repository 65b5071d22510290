import type { Fixture } from "@/e2e/contract/fixture";

/** Everything of a tenant that another caller could have changed. */
export async function snapshot({ ctx }: Fixture): Promise<unknown> {
  const where = { tenantId: ctx.tenantId };
  const { prisma } = ctx.database;
  return Promise.all([
    prisma.application.findMany({ where, orderBy: { id: "asc" } }),
    prisma.apiKey.findMany({ where, orderBy: { id: "asc" } }),
    prisma.connection.findMany({ where, orderBy: { id: "asc" } }),
    prisma.tenant.findUnique({ where: { id: ctx.tenantId } }),
    prisma.membership.findMany({ where, orderBy: { userId: "asc" } }),
    prisma.invitation.findMany({ where, orderBy: { id: "asc" } }),
    prisma.user.findMany({ where: { memberships: { some: where } }, orderBy: { id: "asc" } }),
    prisma.userSession.findMany({ where: { user: { memberships: { some: where } } }, orderBy: { id: "asc" } }),
    prisma.webhookEndpoint.findMany({ where, orderBy: { id: "asc" } }),
    prisma.webhookDelivery.findMany({ where, orderBy: { id: "asc" } }),
    prisma.auditEntry.count({ where }),
  ]);
}
