import { startDomainConnect } from "@/lib/connections/domain-connect/start-domain-connect";
import { isOver } from "@/lib/connections/machine";
import { getSharedConnection, getShareLink } from "@/lib/diagnosis/get-shared-connection";
import { assertLinkMay } from "@/lib/diagnosis/setup/assert-link-may";
import { Refusal } from "@/lib/kernel/errors";
import { onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";

/** The window of the DNS provider's page; sizes in pixels. */
export type SharedDomainConnect = { applyUrl: string; width: number; height: number };

/**
 * The DNS provider's page that sets the records, for the visitor of a share link, in a window of its own.
 * @param input `tenantId`: the company whose hostname the page is opened at
 * @throws Refusal not_found (no such link, or its connection is archived), invalid_state (the provider does not offer it, or
 * the set-up has ended), rate_limited
 */
export async function startSharedDomainConnect(
  service: ServiceContext,
  input: { token: string; tenantId?: string | null },
): Promise<SharedDomainConnect> {
  const link = await getShareLink(service, input);
  assertLinkMay(service, "domain_connect", link);
  const ctx = onBehalfOf(service, link.tenantId, { kind: "link" });
  const { id, state } = await getSharedConnection(ctx, link);
  if (isOver(state))
    throw new Refusal("invalid_state", "This set-up has ended. Ask whoever sent the link to start again.");
  const { applyUrl, reason, width, height } = await startDomainConnect(ctx, { id, popup: true });
  if (applyUrl !== null) return { applyUrl, width, height };
  const text = "The DNS provider cannot set the records of this domain itself. Add them by hand.";
  throw new Refusal("invalid_state", text, { details: { reason } });
}
