import { getApplicationRow, toApplicationResource } from "@/lib/accounts/applications/application-row";
import type { WidgetTheme } from "@/lib/accounts/applications/schema";
import { getBrand } from "@/lib/accounts/branding/get-brand";
import type { Brand } from "@/lib/accounts/branding/schema";
import { getConnectionRow } from "@/lib/connections/connection-row";
import { findShareLink } from "@/lib/diagnosis/find-share-link";
import { onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";

export type SharedSubject = {
  brand: Brand;
  /** In Unicode. */
  hostname: string;
  theme: WidgetTheme;
  /** Of the application: sites that may show the page in a frame. */
  allowedOrigins: readonly string[];
};

/** Who asks, and about which domain, before anything was checked; null where the link does not work. */
export async function findSharedSubject(
  service: ServiceContext,
  input: { token: string; tenantId?: string | null },
): Promise<SharedSubject | null> {
  const link = await findShareLink(service, input);
  if (link === null) return null;
  const ctx = onBehalfOf(service, link.tenantId, { kind: "worker" });
  const [brand, row] = await Promise.all([getBrand(ctx), getConnectionRow(ctx, link.connectionId)]);
  if (row.state === "archived") return null;
  const application = toApplicationResource(await getApplicationRow(ctx, row.applicationId));
  const { widget, allowedOrigins } = application;
  return { brand, hostname: row.hostnameUnicode, theme: widget, allowedOrigins };
}
