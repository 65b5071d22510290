import { getCredentialRow, toCredentialResource } from "@/lib/accounts/credentials/credential-row";
import type { CredentialIdInput, CredentialResource } from "@/lib/accounts/credentials/schema";
import type { Context } from "@/lib/platform/ports/context";

/** @throws Refusal not_found */
export async function getCredential(ctx: Context, input: CredentialIdInput): Promise<CredentialResource> {
  return toCredentialResource(await getCredentialRow(ctx, input));
}
