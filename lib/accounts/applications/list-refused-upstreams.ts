import type { Database } from "@/lib/db/client";
import { normaliseName } from "@/lib/dns/domain-name";
import type { Upstreams } from "@/lib/platform/ports/edge";

/** An application that is not served, because its upstream may not be used. */
export type RefusedApplication = {
  id: string;
  name: string;
  tenantId: string;
  tenantName: string;
  upstream: string;
  reason: string;
  message: string;
};

export type UpstreamSurvey = { checked: number; refused: RefusedApplication[] };

const pageSize = 200;
const concurrency = 8;

/**
 * Checks the upstream of every application of every tenant, as the edge does for each request. For the operator, whose
 * rules may have become stricter since an upstream was saved.
 * @param createWith creates the upstreams, given which hostnames are claimed
 */
export async function listRefusedUpstreams(
  database: Database,
  createWith: (isClaimed: (hostname: string) => boolean) => Upstreams,
): Promise<UpstreamSurvey> {
  const survey: UpstreamSurvey = { checked: 0, refused: [] };
  for (let after: string | null = null; ; ) {
    const rows: ApplicationWithUpstream[] = await readPage(database, after);
    const claimed = await findClaimedHosts(
      database,
      rows.map(({ upstream }) => upstream),
    );
    const upstreams = createWith((hostname) => claimed.has(hostname));
    for (let start = 0; start < rows.length; start += concurrency) {
      const checked = await Promise.all(rows.slice(start, start + concurrency).map((row) => check(upstreams, row)));
      survey.refused.push(...checked.flatMap((found) => found ?? []));
    }
    survey.checked += rows.length;
    after = rows.at(-1)?.id ?? null;
    if (after === null || rows.length < pageSize) return survey;
  }
}

type ApplicationWithUpstream = Omit<RefusedApplication, "reason" | "message">;

async function readPage({ prisma }: Database, after: string | null): Promise<ApplicationWithUpstream[]> {
  const rows = await prisma.application.findMany({
    where: { upstream: { not: null }, deletedAt: null, ...(after === null ? {} : { id: { gt: after } }) },
    select: { id: true, name: true, tenantId: true, upstream: true, tenant: { select: { name: true } } },
    orderBy: { id: "asc" },
    take: pageSize,
  });
  return rows.map(({ tenant, upstream, ...row }) => ({ ...row, tenantName: tenant.name, upstream: upstream ?? "" }));
}

/** The hosts of the origins that this edge serves itself. */
export async function findClaimedHosts({ prisma }: Database, origins: readonly string[]): Promise<ReadonlySet<string>> {
  const hostnames = origins.flatMap((origin) => hostOf(origin) ?? []);
  const claims = await prisma.hostnameClaim.findMany({
    where: { hostname: { in: hostnames } },
    select: { hostname: true },
  });
  return new Set(claims.map(({ hostname }) => hostname));
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? normaliseName(new URL(origin).hostname) : null;
}

async function check(upstreams: Upstreams, row: ApplicationWithUpstream): Promise<RefusedApplication | null> {
  const decision = await upstreams.decide(row.upstream, row.tenantId);
  return decision.kind === "refused" ? { ...row, reason: decision.reason, message: decision.message } : null;
}
