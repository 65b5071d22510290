import type { Brand } from "@/lib/accounts/branding/schema";
import type { FlowState } from "@/widget/flow/state";

/** Whose flow it is, in a page of another origin. null: the server has not said so yet. */
export function brandOf({ widget, setUp }: FlowState, origin: string): Brand | null {
  const brand = widget?.brand ?? setUp?.brand;
  return brand ? { ...brand, logoUrl: brand.logoUrl && new URL(brand.logoUrl, origin).href } : null;
}
