import { type ConnectionRow, getConnectionRow } from "@/lib/connections/connection-row";
import type { ShareLink } from "@/lib/db/generated/client";
import { findShareLink } from "@/lib/diagnosis/find-share-link";
import { Refusal } from "@/lib/kernel/errors";
import type { Context, ServiceContext } from "@/lib/platform/ports/context";

/** As `findShareLink`. @throws Refusal not_found */
export async function getShareLink(
  service: ServiceContext,
  input: { token: string; tenantId?: string | null },
): Promise<ShareLink> {
  const link = await findShareLink(service, input);
  if (link === null) throw gone();
  return link;
}

/** The connection of a link. @throws Refusal not_found: it is archived */
export async function getSharedConnection(ctx: Context, { connectionId }: ShareLink): Promise<ConnectionRow> {
  const row = await getConnectionRow(ctx, connectionId);
  if (row.state === "archived") throw gone();
  return row;
}

function gone(): Refusal {
  return new Refusal("not_found", "This link has expired or was withdrawn. Ask whoever sent it for a new one.");
}
