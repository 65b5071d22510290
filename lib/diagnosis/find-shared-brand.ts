import { getBrand } from "@/lib/accounts/branding/get-brand";
import type { Brand } from "@/lib/accounts/branding/schema";
import { findShareLink } from "@/lib/diagnosis/find-share-link";
import { onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";

/** Who asks, before anything was checked; null where the link does not work. */
export async function findSharedBrand(
  service: ServiceContext,
  input: { token: string; tenantId?: string | null },
): Promise<Brand | null> {
  const link = await findShareLink(service, input);
  return link && getBrand(onBehalfOf(service, link.tenantId, { kind: "worker" }));
}
