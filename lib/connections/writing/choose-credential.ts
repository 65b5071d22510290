import { findCoveringCredential } from "@/lib/accounts/credentials/find-covering-credential";
import type { ConnectionRow } from "@/lib/connections/connection-row";
import { Refusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

/**
 * The credential that writes for a connection: the one that did so far, else one that covers its hostname.
 * @throws Refusal invalid_state
 */
export async function chooseCredential(
  ctx: Context,
  { applicationId, hostname, provider, writing }: ConnectionRow,
): Promise<{ credentialId: string; zone: string; provider: string }> {
  if (writing !== null && writing.provider !== null) {
    return { credentialId: writing.credentialId, zone: writing.zone, provider: writing.provider };
  }
  const found = await findCoveringCredential(ctx, { applicationId, hostname, prefer: provider });
  if (found !== null) return { credentialId: found.id, zone: found.zone, provider: found.provider };
  const text = `No DNS credential of the application covers ${hostname}: store one, or publish the records by hand.`;
  throw new Refusal("invalid_state", text, { details: { reason: "no_credential" } });
}
