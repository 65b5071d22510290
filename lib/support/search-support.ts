import { escapeLike } from "@/lib/db/escape-like";
import type { Prisma } from "@/lib/db/generated/client";
import type { Search } from "@/lib/dns/read-search";
import { searchOf } from "@/lib/dns/search-of";
import { withoutCredentials } from "@/lib/dns/without-credentials";
import type { Context } from "@/lib/platform/ports/context";
import { readAssignees } from "@/lib/support/read-assignees";
import { recordStaffViews } from "@/lib/support/record-staff-view";
import type { SearchSupportInput, SupportSearch } from "@/lib/support/schema";
import { toSupportHit } from "@/lib/support/support-hit";

const maxHits = 20;
/** Of what is seen: shorter texts are part of nearly every name. */
const minLength = 3;

/**
 * Searches all tenants for a part of a hostname, of a company's name or of a person's address, or for the id of a
 * connection, a company, a person, a webhook endpoint, a message or its delivery, or a request. The audit log of each
 * company that is found says so.
 */
export async function searchSupport(ctx: Context, { q }: SearchSupportInput): Promise<SupportSearch> {
  const search = searchOf(q);
  if (search.text.length < minLength) return { connections: [], tenants: [], people: [], webhooks: [], requests: [] };
  // A URL of the dashboard has a hostname and an id, of which the id is meant; a customer's URL may have an id of its own.
  const byId = search.id === null ? null : await searchById(ctx, search.id);
  const found = byId && Object.values(byId).some((hits) => hits.length > 0) ? byId : await searchByName(ctx, search);
  const tenants = new Map<string, number>();
  const count = (tenantId: string) => tenants.set(tenantId, (tenants.get(tenantId) ?? 0) + 1);
  for (const { tenantId } of [...found.connections, ...found.people, ...found.webhooks, ...found.requests])
    count(tenantId);
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
  const [connections, tenant, people, endpoint, deliveries, requests] = await Promise.all([
    findConnections(prisma, { id }),
    prisma.tenant.findUnique({ where: { id }, select: tenantFields }),
    findPeople(prisma, { id }, { id }),
    prisma.webhookEndpoint.findUnique({ where: { id }, select: { id: true, tenantId: true, url: true, status: true } }),
    prisma.webhookDelivery.findMany({
      where: { OR: [{ id }, { messageId: id }] },
      orderBy: { id: "desc" },
      take: maxHits,
      select: { messageId: true, tenantId: true, connectionId: true, type: true, status: true },
    }),
    prisma.auditEntry.findMany({
      where: { requestId: id },
      orderBy: { id: "desc" },
      take: maxHits,
      select: { id: true, tenantId: true, action: true, targetId: true, actor: true, createdAt: true },
    }),
  ]);
  const named = await prisma.tenant.findMany({
    where: {
      id: { in: [...(endpoint ? [endpoint] : []), ...deliveries, ...requests].map(({ tenantId }) => tenantId) },
    },
    select: { id: true, name: true },
  });
  const nameOf = (tenantId: string) => named.find((one) => one.id === tenantId)?.name ?? "";
  return {
    connections,
    tenants: tenant ? [tenant] : [],
    people,
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
    requests: requests.map((entry) => ({ ...entry, tenantName: nameOf(entry.tenantId) })),
  };
}

async function searchByName({ database: { prisma } }: Context, search: Search): Promise<SupportSearch> {
  const { text } = search;
  const inAddress = { contains: escapeLike(search.email ?? text.toLowerCase()) };
  const [starting, tenants, people] = await Promise.all([
    findConnections(prisma, inEitherSpelling(search, "startsWith")),
    prisma.tenant.findMany({
      where: { name: { contains: escapeLike(text), mode: "insensitive" } },
      orderBy: { id: "desc" },
      take: maxHits,
      select: tenantFields,
    }),
    findPeople(prisma, { email: inAddress }, { email: inAddress }),
  ]);
  const inside = starting.length < maxHits ? await findConnections(prisma, inEitherSpelling(search, "contains")) : [];
  const others = inside.filter(({ id }) => !starting.some((one) => one.id === id));
  return { connections: [...starting, ...others].slice(0, maxHits), tenants, people, webhooks: [], requests: [] };
}

/** Members of companies, and who is invited to one; a person is in the list once for each company. */
async function findPeople(
  prisma: Context["database"]["prisma"],
  user: Prisma.UserWhereInput,
  invitation: Prisma.InvitationWhereInput,
): Promise<SupportSearch["people"]> {
  const tenant = { select: { id: true, name: true } };
  const [users, invitations] = await Promise.all([
    prisma.user.findMany({
      where: user,
      orderBy: { id: "desc" },
      take: maxHits,
      select: {
        id: true,
        email: true,
        name: true,
        memberships: { orderBy: { tenantId: "asc" }, take: maxHits, select: { role: true, tenant } },
      },
    }),
    prisma.invitation.findMany({
      where: { ...invitation, acceptedAt: null, revokedAt: null },
      orderBy: { id: "desc" },
      take: maxHits,
      select: { id: true, email: true, role: true, tenantId: true },
    }),
  ]);
  const invitedTo = await prisma.tenant.findMany({
    where: { id: { in: invitations.map(({ tenantId }) => tenantId) } },
    ...tenant,
  });
  const members = users.flatMap(({ memberships, ...person }) =>
    memberships.map(({ role, tenant: { id: tenantId, name: tenantName } }) => ({
      ...person,
      role,
      tenantId,
      tenantName,
      isInvited: false,
    })),
  );
  const invited = invitations.map((one) => ({
    ...one,
    name: "",
    tenantName: invitedTo.find(({ id }) => id === one.tenantId)?.name ?? "",
    isInvited: true,
  }));
  return [...members, ...invited].slice(0, maxHits);
}

const tenantFields = { id: true, name: true, plan: true } as const;

function inEitherSpelling(
  { hostname, unicode }: Search,
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
      createdAt: true,
      application: { select: { tenant: { select: { name: true } } } },
    },
  });
  const assignees = await readAssignees(
    prisma,
    rows.map(({ id }) => id),
  );
  return rows.map(({ application, ...row }) => {
    const assignee = assignees.get(row.id);
    const assigned = { assigneeId: assignee?.id ?? null, assigneeName: assignee?.name ?? null };
    return toSupportHit({ ...row, ...assigned, tenantName: application.tenant.name });
  });
}
