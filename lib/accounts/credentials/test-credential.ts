import { assertZoneName } from "@/lib/accounts/credentials/assert-zone-name";
import { getCredentialRow, toCredentialResource } from "@/lib/accounts/credentials/credential-row";
import { refreshCredential } from "@/lib/accounts/credentials/refresh-credential";
import { countTrial } from "@/lib/accounts/credentials/run-trial";
import type { CredentialResource, TestCredentialInput } from "@/lib/accounts/credentials/schema";
import { inTransaction } from "@/lib/db/transaction";
import { refusalOfFault } from "@/lib/dns/adapters/refusal-of-fault";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Tries a stored credential again: which zones it reaches, and whether it can write.
 * @throws Refusal not_found, rate_limited, provider_error (the trial failed; it is the credential's `last_error` then)
 */
export async function testCredential(ctx: Context, input: TestCredentialInput): Promise<CredentialResource> {
  const row = await getCredentialRow(ctx, input);
  const zone = assertZoneName(ctx, input.zone);
  countTrial(ctx);
  const outcome = await refreshCredential(ctx, row, { zone, probe: true });
  await inTransaction(ctx, (tx) =>
    recordAudit(ctx, tx, "credential.tested", row.id, {
      provider: row.provider,
      label: row.label,
      outcome: outcome.ok ? "ok" : outcome.fault.code,
    }),
  );
  if (!outcome.ok) {
    const { fault } = outcome;
    throw refusalOfFault(fault, { provider: row.provider, retryAfterMs: fault.retryAfterMs });
  }
  return toCredentialResource(await getCredentialRow(ctx, input));
}
