import { assertMayBrand } from "@/lib/accounts/branding/assert-may-brand";
import { getBranding } from "@/lib/accounts/branding/get-branding";
import type { BrandingResource } from "@/lib/accounts/branding/schema";
import { recordHosts } from "@/lib/connections/claims";
import { clearShareHostnames } from "@/lib/connections/clear-share-hostname";
import { getConnectionRow } from "@/lib/connections/connection-row";
import type { ConnectionIdInput } from "@/lib/connections/schema";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/**
 * From now on, the hostname of a live connection serves the company's share pages, and not its application's origin. The
 * one before goes back to its origin.
 * @throws Refusal forbidden (a test key), not_found, invalid_state (not live)
 */
export async function setShareHostname(ctx: Context, { id }: ConnectionIdInput): Promise<BrandingResource> {
  assertMayBrand(ctx);
  await inTransaction(ctx, async (tx) => {
    // Of two at once, the second one sees what the first one chose.
    await tx.$queryRaw`SELECT 1 FROM tenants WHERE id = ${ctx.tenantId}::uuid FOR NO KEY UPDATE`;
    const { hostname, state } = await getConnectionRow(ctx, id, tx);
    if (state !== "live") throw notLive(hostname);
    const before = await tx.hostnameClaim.findFirst({ where: { tenantId: ctx.tenantId, servesSharePages: true } });
    if (before?.connectionId === id) return;
    await clearShareHostnames(ctx, tx);
    const marked = await tx.$executeRaw`
      UPDATE hostname_claims SET serves_share_pages = true
      WHERE connection_id = ${id}::uuid AND tenant_id = ${ctx.tenantId}::uuid`;
    // Archived meanwhile, or moved to another account.
    if (marked === 0) throw notLive(hostname);
    await recordHosts(ctx, tx, [id]);
    await recordAudit(ctx, tx, "branding.hostname_set", id, { hostname });
  });
  return getBranding(ctx, {});
}

function notLive(hostname: string): Refusal {
  return new Refusal(
    "invalid_state",
    `${hostname} is not live. Connect it first, then choose it for your share pages.`,
    {
      param: "id",
    },
  );
}
