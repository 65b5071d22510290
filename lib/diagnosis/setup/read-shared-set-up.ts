import { getConnectionRow } from "@/lib/connections/connection-row";
import { findShareLink } from "@/lib/diagnosis/find-share-link";
import { assertLinkMay } from "@/lib/diagnosis/setup/assert-link-may";
import { readSetUp } from "@/lib/diagnosis/setup/get-set-up";
import type { SetUpResource } from "@/lib/diagnosis/setup/schema";
import { Refusal } from "@/lib/kernel/errors";
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
  const link = await findShareLink(service, input);
  if (link === null) throw gone();
  assertLinkMay(service, "read", link);
  const ctx = onBehalfOf(service, link.tenantId, { kind: "worker" });
  const row = await getConnectionRow(ctx, link.connectionId);
  if (row.state === "archived") throw gone();
  return readSetUp(ctx, row, { language: input.locale ?? "en", link: { expiresAt: link.expiresAt } });
}

function gone(): Refusal {
  return new Refusal("not_found", "This link has expired or was withdrawn. Ask whoever sent it for a new one.");
}
