import { createShareLink } from "@/lib/diagnosis/create-share-link";
import type { CreatedShareLinkResource, CreateShareLinkInput } from "@/lib/diagnosis/schema";
import type { Context } from "@/lib/platform/ports/context";
import { actingForConnection } from "@/lib/support/acting-for";

/** A share link for the customer, as the tenant would create it; the tenant sees it and can revoke it. @throws Refusal not_found */
export async function createSupportShareLink(
  ctx: Context,
  input: CreateShareLinkInput,
): Promise<CreatedShareLinkResource> {
  return createShareLink(await actingForConnection(ctx, input.id), input);
}
