import { getSharedConnection, getShareLink } from "@/lib/diagnosis/get-shared-connection";
import { assertLinkMay } from "@/lib/diagnosis/setup/assert-link-may";
import { readSetUp } from "@/lib/diagnosis/setup/get-set-up";
import type { SetUpResource } from "@/lib/diagnosis/setup/schema";
import type { Language } from "@/lib/kernel/languages";
import { onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";

/**
 * The set-up for the visitor of a share link: without ids, and nothing else of the company's.
 * @param input `tenantId`: the company whose hostname the page is opened at
 * @throws Refusal not_found (no such link, or its connection is archived), rate_limited
 */
export async function readSharedSetUp(
  service: ServiceContext,
  input: { token: string; tenantId?: string | null; locale?: Language | undefined },
): Promise<SetUpResource> {
  const link = await getShareLink(service, input);
  assertLinkMay(service, "read", link);
  const ctx = onBehalfOf(service, link.tenantId, { kind: "worker" });
  const row = await getSharedConnection(ctx, link);
  return readSetUp(ctx, row, { language: input.locale ?? "en", link: { expiresAt: link.expiresAt } });
}
