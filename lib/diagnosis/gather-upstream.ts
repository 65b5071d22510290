import type { ConnectionRow } from "@/lib/connections/connection-row";
import type { Database } from "@/lib/db/client";
import type { UpstreamEvidence } from "@/lib/diagnosis/evidence/evidence";
import type { Upstreams } from "@/lib/platform/ports/edge";

/** What the edge would do with a request for the connection's hostname, by the same rules. null: it has no origin. */
export async function gatherUpstream(
  { database, upstreams }: { database: Database; upstreams: Upstreams },
  row: ConnectionRow,
): Promise<UpstreamEvidence | null> {
  const { id, hostname, applicationId, tenantId, claim } = row;
  const application = await database.prisma.application.findFirst({
    // Share pages are answered by the app itself.
    where: { id: applicationId, tenantId, connections: { none: { id, claim: { servesSharePages: true } } } },
    select: { upstream: true, upstreamHost: true },
  });
  if (application === null || application.upstream === null) return null;
  const { upstream: origin, upstreamHost } = application;
  const decision = await upstreams.decide(origin, tenantId);
  if (decision.kind === "refused") return { origin, ...decision };
  if (decision.kind === "unresolved") return { origin, kind: "unresolved" };
  // Visitors are sent there once the hostname is claimed; the origin is not probed before that.
  const isBack =
    claim !== null &&
    (await upstreams.leadsBack(upstreamHost ?? hostname, { ...decision, name: upstreamHost ?? decision.name }));
  return { origin, kind: isBack ? "leads_back" : "usable" };
}
