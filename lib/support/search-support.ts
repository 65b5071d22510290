import { escapeLike } from "@/lib/db/escape-like";
import type { Prisma } from "@/lib/db/generated/client";
import { isUuid } from "@/lib/db/is-uuid";
import { readSearch } from "@/lib/dns/read-search";
import { withoutCredentials } from "@/lib/dns/without-credentials";
import type { Context } from "@/lib/platform/ports/context";
import { recordStaffViews } from "@/lib/support/record-staff-view";
import type { SearchSupportInput, SupportSearch } from "@/lib/support/schema";

const maxHits = 20;

/**
 * Searches all tenants for a part of a hostname or of a company's name, or for the id of a connection, a company, a
 * webhook endpoint, a message or its delivery. The audit log of each company that is found says so.
 */
export async function searchSupport(ctx: Context, { q }: SearchSupportInput): Promise<SupportSearch> {
  const found = isUuid(q.toLowerCase()) ? await searchById(ctx, q.toLowerCase()) : await searchByName(ctx, q);
  const tenants = new Map<string, number>();
  const count = (tenantId: string) => tenants.set(tenantId, (tenants.get(tenantId) ?? 0) + 1);
  for (const { tenantId } of [...found.connections, ...found.webhooks]) count(tenantId);
  for (const { id } of found.tenants) count(id);
  const views = [...tenants].map(([tenantId, hits]) => ({
    tenantId,
    targetId: tenantId,
    data: { q: withoutCredentials(q), hits },
  }));
  await recordStaffViews(ctx, "support.searched", views);
  return found;
}

async function searchById({ database: { prisma } }: Context, id: string): Promise<SupportSearch> {
  const [connections, tenant, endpoint, deliveries] = await Promise.all([
    findConnections(prisma, { id }),
    prisma.tenant.findUnique({ where: { id }, select: tenantFields }),
    prisma.webhookEndpoint.findUnique({ where: { id }, select: { id: true, tenantId: true, url: true, status: true } }),
    prisma.webhookDelivery.findMany({
      where: { OR: [{ id }, { messageId: id }] },
      orderBy: { id: "desc" },
      take: maxHits,
      select: { messageId: true, tenantId: true, connectionId: true, type: true, status: true },
    }),
  ]);
  const ofWebhooks = [...(endpoint ? [endpoint.tenantId] : []), ...deliveries.map(({ tenantId }) => tenantId)];
  const named = await prisma.tenant.findMany({ where: { id: { in: ofWebhooks } }, select: { id: true, name: true } });
  const nameOf = (tenantId: string) => named.find((one) => one.id === tenantId)?.name ?? "";
  return {
    connections,
    tenants: tenant ? [tenant] : [],
    webhooks: [
      ...(endpoint
        ? [
            {
              kind: "endpoint" as const,
              id: endpoint.id,
              tenantId: endpoint.tenantId,
              tenantName: nameOf(endpoint.tenantId),
              connectionId: null,
              label: endpoint.url,
              status: endpoint.status,
            },
          ]
        : []),
      ...deliveries.map(({ messageId, type, ...delivery }) => ({
        kind: "message" as const,
        id: messageId,
        ...delivery,
        tenantName: nameOf(delivery.tenantId),
        label: type,
      })),
    ].slice(0, maxHits),
  };
}

async function searchByName({ database: { prisma } }: Context, q: string): Promise<SupportSearch> {
  const searched = readSearch(q);
  const [starting, tenants] = await Promise.all([
    findConnections(prisma, inEitherSpelling(searched, "startsWith")),
    prisma.tenant.findMany({
      where: { name: { contains: escapeLike(q), mode: "insensitive" } },
      orderBy: { id: "desc" },
      take: maxHits,
      select: tenantFields,
    }),
  ]);
  const inside = starting.length < maxHits ? await findConnections(prisma, inEitherSpelling(searched, "contains")) : [];
  const others = inside.filter(({ id }) => !starting.some((one) => one.id === id));
  return { connections: [...starting, ...others].slice(0, maxHits), tenants, webhooks: [] };
}

const tenantFields = { id: true, name: true, plan: true } as const;

function inEitherSpelling(
  { hostname, unicode }: ReturnType<typeof readSearch>,
  match: "startsWith" | "contains",
): Prisma.ConnectionWhereInput {
  const second = { hostname: { contains: "xn--" }, hostnameUnicode: { [match]: escapeLike(unicode) } };
  return { OR: [{ hostname: { [match]: escapeLike(hostname) } }, second] };
}

async function findConnections(
  prisma: Context["database"]["prisma"],
  where: Prisma.ConnectionWhereInput,
): Promise<SupportSearch["connections"]> {
  const rows = await prisma.connection.findMany({
    where,
    orderBy: { id: "desc" },
    take: maxHits,
    select: {
      id: true,
      tenantId: true,
      hostname: true,
      state: true,
      errorCode: true,
      stateChangedAt: true,
      application: { select: { tenant: { select: { name: true } } } },
    },
  });
  return rows.map(({ application, ...row }) => ({ ...row, tenantName: application.tenant.name }));
}
