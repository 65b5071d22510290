import { z } from "zod";
import { type EdgeStatus, edgeStatus } from "@/lib/edge/control-plane/edge-status";
import { type EdgeRow, listEdges } from "@/lib/edge/control-plane/list-edges";
import type { Context } from "@/lib/platform/ports/context";
import { recordStaffViews } from "@/lib/support/record-staff-view";
import type { ListSupportEdgesInput, SupportEdges } from "@/lib/support/schema";

const maxLateStops = 50;

/** The figures of the renewal guardian that the page shows, leniently: an edge of another version may write others. */
const renewalsSchema = z
  .object({ watched: z.number(), dueNow: z.number(), overdueCount: z.number() })
  .nullable()
  .catch(null);

const unconfirmedSchema = z.array(z.object({ name: z.string() })).catch([]);

/** The edges that reported in the last week, those that need attention first, and what they have not confirmed as stopped. */
export async function listSupportEdges(ctx: Context, _: ListSupportEdgesInput): Promise<SupportEdges> {
  const [edges, lateStops] = await Promise.all([listEdges(ctx), listLateStops(ctx)]);
  const rows = edges.map((edge) => toResource(edge, edgeStatus(edge, ctx.now())));
  await recordStaffViews(
    ctx,
    "support.connection_viewed",
    lateStops.map(({ tenantId, connectionId, hostname }) => ({ tenantId, targetId: connectionId, data: { hostname } })),
  );
  return { edges: rows.sort((one, other) => urgencyOf(other) - urgencyOf(one)), lateStops, checkedAt: ctx.now() };
}

type SupportEdge = SupportEdges["edges"][number];

function toResource(edge: EdgeRow, status: EdgeStatus): SupportEdge {
  return {
    id: edge.id,
    name: edge.name,
    status,
    responderVersion: edge.responderVersion,
    caddyVersion: edge.caddyVersion,
    probeAddress: edge.probeAddress,
    hosts: edge.hosts,
    sequence: edge.sequence,
    behind: edge.behind,
    behindSeconds: edge.behindSeconds,
    startedAt: edge.startedAt,
    seenAt: edge.seenAt,
    lastAskAt: edge.lastAskAt,
    problems: edge.problems,
    renewals: renewalsSchema.parse(edge.renewals),
  };
}

function urgencyOf({ status, problems, renewals }: SupportEdge): number {
  if (status === "silent") return 3;
  if (status === "lagging") return 2;
  return problems.length > 0 || (renewals?.overdueCount ?? 0) > 0 ? 1 : 0;
}

/** Hostnames that an edge may still serve though their connection is over, longest ago first. */
async function listLateStops({ database }: Context): Promise<SupportEdges["lateStops"]> {
  const { prisma } = database;
  const stops = await prisma.connectionStop.findMany({
    where: { settledAt: null, delayedAt: { not: null } },
    orderBy: { releasedAt: "asc" },
    take: maxLateStops,
    select: { connectionId: true, tenantId: true, hostname: true, releasedAt: true, unconfirmed: true },
  });
  const tenants = await prisma.tenant.findMany({
    where: { id: { in: stops.map(({ tenantId }) => tenantId) } },
    select: { id: true, name: true },
  });
  return stops.map(({ unconfirmed, ...stop }) => ({
    ...stop,
    tenantName: tenants.find(({ id }) => id === stop.tenantId)?.name ?? "",
    edges: unconfirmedSchema.parse(unconfirmed).map(({ name }) => name),
  }));
}
