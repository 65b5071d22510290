import type { CountConnectionsInput } from "@/lib/connections/schema";
import { type Context, visibleConnections } from "@/lib/context";
import { Prisma } from "@/lib/db/generated/client";

/** What a list of connections is asked for. Both functions below say the same, and a test holds them against each other. */
export type ConnectionFilter = CountConnectionsInput;

/** Those of the tenant that the caller may see and that the filter names. */
export function filteredConnections(ctx: Context, filter: ConnectionFilter): Prisma.ConnectionWhereInput {
  const prefix = literal(filter.hostname);
  const part = literal(filter.q);
  return {
    tenantId: ctx.tenantId,
    ...(filter.applicationId ? { applicationId: filter.applicationId } : {}),
    ...(filter.batchId ? { batchId: filter.batchId } : {}),
    ...(filter.state ? { state: { in: filter.state } } : {}),
    AND: [
      visibleConnections(ctx.actor),
      ...(prefix ? [inEitherSpelling({ startsWith: prefix })] : []),
      ...(part ? [inEitherSpelling({ contains: part })] : []),
    ],
  };
}

/** Only names with an A-label have a second spelling; asking for one first lets the search index answer both arms. */
function inEitherSpelling(match: { startsWith: string } | { contains: string }): Prisma.ConnectionWhereInput {
  return { OR: [{ hostname: match }, { hostname: { contains: "xn--" }, hostnameUnicode: match }] };
}

/** The same without `state`, as a condition on `connections c`. */
export function filteredConnectionsSql(ctx: Context, filter: Omit<ConnectionFilter, "state">): Prisma.Sql {
  const prefix = literal(filter.hostname);
  const part = literal(filter.q);
  const conditions = [
    Prisma.sql`c.tenant_id = ${ctx.tenantId}::uuid`,
    visibleConnectionsSql(ctx),
    ...(filter.applicationId ? [Prisma.sql`c.application_id = ${filter.applicationId}::uuid`] : []),
    ...(filter.batchId ? [Prisma.sql`c.batch_id = ${filter.batchId}`] : []),
    ...(prefix ? [likeInEitherSpelling(`${prefix}%`)] : []),
    ...(part ? [likeInEitherSpelling(`%${part}%`)] : []),
  ];
  return Prisma.join(conditions, " AND ");
}

/** What `visibleConnections` says, as a condition on `connections c`. */
export function visibleConnectionsSql(ctx: Context): Prisma.Sql {
  const { application, applicationId, hostname } = visibleConnections(ctx.actor);
  const conditions = [
    Prisma.sql`true`,
    ...(application
      ? [
          // No join: an environment has few applications, and the counts stay on one index.
          Prisma.sql`c.application_id IN (SELECT a.id FROM applications a
            WHERE a.tenant_id = ${ctx.tenantId}::uuid AND a.environment = ${application.environment}::environment)`,
        ]
      : []),
    ...(applicationId ? [Prisma.sql`c.application_id = ${applicationId}::uuid`] : []),
    ...(hostname ? [Prisma.sql`c.hostname = ${hostname}`] : []),
  ];
  return Prisma.join(conditions, " AND ");
}

function likeInEitherSpelling(pattern: string): Prisma.Sql {
  return Prisma.sql`(c.hostname LIKE ${pattern} OR (c.hostname LIKE '%xn--%' AND c.hostname_unicode LIKE ${pattern}))`;
}

/** The client leaves the wildcards of LIKE as they are. */
function literal(text: string | undefined): string | undefined {
  return text
    ?.trim()
    .toLowerCase()
    .replace(/[\\%_]/g, "\\$&");
}
