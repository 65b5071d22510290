import { toConnectionSummary } from "@/lib/connections/connection-resource";
import type { ConnectionSummary, ListConnectionsInput } from "@/lib/connections/schema";
import { type Context, visibleConnections } from "@/lib/context";
import type { Prisma } from "@/lib/db/generated/client";
import { type Page, parseIdCursor, toPage } from "@/lib/db/pagination";

/**
 * The tenant's connections, newest first.
 * @throws Refusal invalid for a foreign cursor
 */
export async function listConnections(ctx: Context, input: ListConnectionsInput): Promise<Page<ConnectionSummary>> {
  const after = parseIdCursor(input.cursor);
  const rows = await ctx.database.prisma.connection.findMany({
    where: {
      tenantId: ctx.tenantId,
      ...(input.applicationId ? { applicationId: input.applicationId } : {}),
      ...(input.batchId ? { batchId: input.batchId } : {}),
      ...(input.state ? { state: { in: input.state } } : {}),
      AND: [visibleConnections(ctx.actor), nameFilter(input), ...(after ? [{ id: { lt: after } }] : [])],
    },
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  return toPage(rows, input.limit, (row) => row.id, toConnectionSummary);
}

function nameFilter(input: ListConnectionsInput): Prisma.ConnectionWhereInput {
  const prefix = literal(input.hostname);
  const part = literal(input.q);
  return {
    AND: [
      ...(prefix ? [inEitherSpelling({ startsWith: prefix })] : []),
      ...(part ? [inEitherSpelling({ contains: part })] : []),
    ],
  };
}

/** Only names with an A-label have a second spelling; asking for one first lets the search index answer both arms. */
function inEitherSpelling(match: { startsWith: string } | { contains: string }): Prisma.ConnectionWhereInput {
  return { OR: [{ hostname: match }, { hostname: { contains: "xn--" }, hostnameUnicode: match }] };
}

/** The client leaves the wildcards of LIKE as they are. */
function literal(text: string | undefined): string | undefined {
  return text
    ?.trim()
    .toLowerCase()
    .replace(/[\\%_]/g, "\\$&");
}
