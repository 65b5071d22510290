import { assertMayBrand } from "@/lib/accounts/branding/assert-may-brand";
import { getBranding } from "@/lib/accounts/branding/get-branding";
import type { BrandingResource } from "@/lib/accounts/branding/schema";
import { recordHosts } from "@/lib/connections/claims";
import { inTransaction, type Tx } from "@/lib/db/transaction";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/**
 * The hostname of the share pages goes back to its application's origin, and links use the platform's again. Without one,
 * nothing changes.
 * @throws Refusal forbidden (a test key)
 */
export async function clearShareHostname(ctx: Context, _: Record<string, never>): Promise<BrandingResource> {
  assertMayBrand(ctx);
  await inTransaction(ctx, async (tx) => {
    for (const { connectionId, hostname } of await clearShareHostnames(ctx, tx)) {
      await recordAudit(ctx, tx, "branding.hostname_cleared", connectionId, { hostname });
    }
  });
  return getBranding(ctx, {});
}

/** @returns the one that there was */
export async function clearShareHostnames(ctx: Context, tx: Tx): Promise<{ connectionId: string; hostname: string }[]> {
  const cleared = await tx.$queryRaw<{ connectionId: string; hostname: string }[]>`
    UPDATE hostname_claims SET serves_share_pages = false WHERE tenant_id = ${ctx.tenantId}::uuid AND serves_share_pages
    RETURNING connection_id::text AS "connectionId", hostname`;
  const ids = cleared.map(({ connectionId }) => connectionId);
  if (ids.length > 0) await recordHosts(ctx, tx, ids);
  return cleared;
}
