import { getApplicationRow } from "@/lib/accounts/applications/application-row";
import { checkNow } from "@/lib/connections/check-now";
import { getConnectionRow } from "@/lib/connections/connection-row";
import { findOffer } from "@/lib/connections/domain-connect/find-offer";
import type { DomainConnectOffer, GetDomainConnectOfferInput } from "@/lib/connections/domain-connect/schema";
import { toOffer } from "@/lib/connections/domain-connect/to-offer";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Whether the DNS provider's own page can set the records of a connection, and what it would delete. Begins nothing.
 * @throws Refusal not_found, rate_limited
 */
export async function getDomainConnectOffer(
  ctx: Context,
  { id }: GetDomainConnectOfferInput,
): Promise<DomainConnectOffer> {
  const row = await getConnectionRow(ctx, id);
  const application = await getApplicationRow(ctx, row.applicationId);
  const run = `domain-connect-offer ${id}`;
  const found = await checkNow(ctx, { kind: "domain", run, of: row.registrableDomain }, () =>
    findOffer(ctx, row, application),
  );
  return toOffer(found, null);
}
