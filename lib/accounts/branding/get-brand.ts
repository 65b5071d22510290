import { getBrandRow, toBrand } from "@/lib/accounts/branding/brand-row";
import type { Brand } from "@/lib/accounts/branding/schema";
import type { Context } from "@/lib/platform/ports/context";

/** What readers of share pages and mails see of the context's company, with defaults for what it has not set. */
export async function getBrand(ctx: Context): Promise<Brand> {
  return toBrand(ctx, await getBrandRow(ctx));
}
