import type { ProviderFault, ProviderFaultCode } from "@/lib/dns/zones/provider-fault";
import type { Context } from "@/lib/platform/ports/context";

/** Faults of the credential, its account or its provider. The others are about one zone or record: the credential works. */
const own: ReadonlySet<ProviderFaultCode> = new Set([
  "credential_invalid",
  "credential_retired",
  "permission_missing",
  "gate_account_tier",
  "gate_ip_allowlist",
  "gate_domain_switch",
  "rate_limited",
  "provider_unavailable",
]);

/** Records that a credential was used, and how that went. One that was deleted meanwhile is left as it is. */
export async function noteCredentialUse(
  ctx: Context,
  credentialId: string,
  fault: ProviderFault | null,
): Promise<void> {
  await ctx.database.prisma.dnsCredential.updateMany({
    where: { id: credentialId, tenantId: ctx.tenantId, deletedAt: null },
    data: { lastUsedAt: ctx.now(), ...errorColumns(fault, ctx.now()) },
  });
}

/** What is stored of the outcome of a use or a trial. */
export function errorColumns(fault: ProviderFault | null, now: Date) {
  const failed = fault !== null && own.has(fault.code) ? fault : null;
  return {
    lastErrorCode: failed?.code ?? null,
    lastError: failed?.said ?? null,
    lastErrorAt: failed ? now : null,
  };
}
