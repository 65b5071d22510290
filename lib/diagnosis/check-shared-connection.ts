import { checkNow } from "@/lib/connections/check-now";
import { checkOwnership } from "@/lib/connections/check-ownership";
import { checkRecords } from "@/lib/connections/check-records";
import { isOver } from "@/lib/connections/machine";
import { getSharedConnection, getShareLink } from "@/lib/diagnosis/get-shared-connection";
import { onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";

/**
 * Checks the records now, for a visitor of a share link. Uses up neither the plan's checks nor those of the company's own
 * members: visitors have a limit of their own.
 * @param input `tenantId`: the company whose hostname the page is opened at
 * @throws Refusal not_found (no such link, or its connection is archived), rate_limited
 */
export async function checkSharedConnection(
  service: ServiceContext,
  input: { token: string; tenantId?: string | null },
): Promise<void> {
  const link = await getShareLink(service, input);
  const ctx = onBehalfOf(service, link.tenantId, { kind: "worker" });
  const row = await getSharedConnection(ctx, link);
  if (isOver(row.state)) return;
  const request = { connectionId: row.id, requestedByPerson: true };
  await checkNow(ctx, { kind: "link", run: `check-shared ${row.id}`, of: row.id }, async () => {
    await checkOwnership(ctx, request);
    await checkRecords(ctx, request);
  });
}
