import { assertMayBrand } from "@/lib/accounts/branding/assert-may-brand";
import { getBrandRow, toBrandingResource } from "@/lib/accounts/branding/brand-row";
import type { BrandingResource } from "@/lib/accounts/branding/schema";
import { inTransaction } from "@/lib/db/transaction";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/** Deleting it again has no effect. @throws Refusal forbidden (a test key) */
export async function deleteLogo(ctx: Context, _: Record<string, never>): Promise<BrandingResource> {
  assertMayBrand(ctx);
  const { tenantId } = ctx;
  return inTransaction(ctx, async (tx) => {
    const { count } = await tx.brandLogo.deleteMany({ where: { tenantId } });
    if (count > 0) await recordAudit(ctx, tx, "branding.logo_deleted", tenantId);
    return toBrandingResource(ctx, await getBrandRow(ctx, tx));
  });
}
