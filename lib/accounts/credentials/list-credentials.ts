import { getApplicationRow } from "@/lib/accounts/applications/application-row";
import { toCredentialResource, withZones } from "@/lib/accounts/credentials/credential-row";
import type { CredentialResource, ListCredentialsInput } from "@/lib/accounts/credentials/schema";
import { type Page, parseIdCursor, toPage } from "@/lib/db/pagination";
import type { Context } from "@/lib/platform/ports/context";

/** An application's credentials, newest first. @throws Refusal not_found */
export async function listCredentials(ctx: Context, input: ListCredentialsInput): Promise<Page<CredentialResource>> {
  const after = parseIdCursor(input.cursor);
  await getApplicationRow(ctx, input.id);
  const rows = await ctx.database.prisma.dnsCredential.findMany({
    where: {
      tenantId: ctx.tenantId,
      applicationId: input.id,
      deletedAt: null,
      ...(after ? { id: { lt: after } } : {}),
    },
    include: withZones,
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  return toPage(rows, input.limit, (row) => row.id, toCredentialResource);
}
