import { getBrandRow, toBrandingResource } from "@/lib/accounts/branding/brand-row";
import type { BrandingResource } from "@/lib/accounts/branding/schema";
import type { Context } from "@/lib/platform/ports/context";

/** The company's branding: what it has set, and what readers see. */
export async function getBranding(ctx: Context, _: Record<string, never>): Promise<BrandingResource> {
  return toBrandingResource(ctx, await getBrandRow(ctx));
}
