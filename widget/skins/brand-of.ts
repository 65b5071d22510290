import type { Brand } from "@/lib/accounts/branding/schema";
import type { FlowState } from "@/widget/flow/state";

/** Whose flow it is, in a page of another origin. Until the server has said so, the name is that of the page's site. */
export function brandOf({ widget, setUp }: FlowState, origin: string): Brand {
  const brand = widget?.brand ?? setUp?.brand;
  if (!brand) {
    const unknown = { logoUrl: null, color: null, helpUrl: null, poweredBy: false, linkOrigin: null };
    return { ...unknown, name: location.hostname };
  }
  return { ...brand, logoUrl: brand.logoUrl === null ? null : new URL(brand.logoUrl, origin).href };
}
