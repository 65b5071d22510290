import { getBrand } from "@/lib/accounts/branding/get-brand";
import type { Brand } from "@/lib/accounts/branding/schema";
import { getConnectionRow } from "@/lib/connections/connection-row";
import { findShareLink } from "@/lib/diagnosis/find-share-link";
import { onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";

/** Who asks, and about which domain, before anything was checked; null where the link does not work. */
export async function findSharedSubject(
  service: ServiceContext,
  input: { token: string; tenantId?: string | null },
): Promise<{ brand: Brand; hostname: string } | null> {
  const link = await findShareLink(service, input);
  if (link === null) return null;
  const ctx = onBehalfOf(service, link.tenantId, { kind: "worker" });
  const [brand, { state, hostnameUnicode }] = await Promise.all([
    getBrand(ctx),
    getConnectionRow(ctx, link.connectionId),
  ]);
  return state === "archived" ? null : { brand, hostname: hostnameUnicode };
}
