import { assertMayBrand } from "@/lib/accounts/branding/assert-may-brand";
import { getBrandRow, toBrandingResource } from "@/lib/accounts/branding/brand-row";
import type { BrandingResource, UpdateBrandingInput } from "@/lib/accounts/branding/schema";
import { planOf } from "@/lib/accounts/quotas/plan-of";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { planNames, plans } from "@/lib/kernel/plans";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Changes what is given, and nothing else.
 * @throws Refusal forbidden (a test key; a plan that does not allow it)
 */
export async function updateBranding(ctx: Context, input: UpdateBrandingInput): Promise<BrandingResource> {
  assertMayBrand(ctx);
  const { tenantId } = ctx;
  return inTransaction(ctx, async (tx) => {
    const before = await getBrandRow(ctx, tx);
    if (input.hidePoweredBy && !before.hidePoweredBy) assertPlanAllows(ctx, before.plan);
    const after = { ...before, ...input };
    const fields = (["displayName", "color", "helpUrl", "hidePoweredBy"] as const).filter(
      (field) => after[field] !== before[field],
    );
    if (fields.length === 0) return toBrandingResource(ctx, before);
    const data = { ...Object.fromEntries(fields.map((field) => [field, after[field]])), updatedAt: ctx.now() };
    await tx.brand.upsert({ where: { tenantId }, create: { tenantId, ...data }, update: data });
    const changes = Object.fromEntries(fields.map((field) => [field, { from: before[field], to: after[field] }]));
    await recordAudit(ctx, tx, "branding.updated", tenantId, { changes });
    return toBrandingResource(ctx, await getBrandRow(ctx, tx));
  });
}

/** @throws Refusal forbidden, with the smallest plan that allows it */
function assertPlanAllows(ctx: Context, name: string): void {
  const plan = planOf(ctx.log, ctx.tenantId, name);
  if (plans[plan].features.hidePoweredBy) return;
  const needed = planNames.find((candidate) => plans[candidate].features.hidePoweredBy);
  const { upgradeUrl } = ctx.policy;
  const ways = needed === undefined ? "" : ` It can be removed on the ${plans[needed].title} plan and larger ones:`;
  throw new Refusal("forbidden", `The ${plans[plan].title} plan shows “Powered by Latchkey”.${ways} ${upgradeUrl}`, {
    param: "hide_powered_by",
    details: { plan, neededPlan: needed ?? null, upgradeUrl },
  });
}
