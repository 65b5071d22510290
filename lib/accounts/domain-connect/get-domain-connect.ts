import { getApplicationRow } from "@/lib/accounts/applications/application-row";
import { readDomainConnect, toDomainConnectResource } from "@/lib/accounts/domain-connect/domain-connect-row";
import type { DomainConnectIdInput, DomainConnectResource } from "@/lib/accounts/domain-connect/schema";
import type { Context } from "@/lib/platform/ports/context";

/** @throws Refusal not_found (application) */
export async function getDomainConnect(ctx: Context, input: DomainConnectIdInput): Promise<DomainConnectResource> {
  const application = await getApplicationRow(ctx, input.id);
  return toDomainConnectResource(ctx, application, await readDomainConnect(ctx, application.id));
}
