import type { StoredCredential } from "@/lib/accounts/credentials/credential-row";
import { openCredential } from "@/lib/accounts/credentials/open-credential";
import type { StoredFault } from "@/lib/connections/stored-writing";
import { checkDelegation } from "@/lib/connections/writing/check-delegation";
import type { Zone, ZoneWriter } from "@/lib/dns/adapters/adapter";
import { ProviderFault, providerFaults } from "@/lib/dns/zones/provider-fault";
import { isRefusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

/** A fault, and when the same request may succeed; null: not before somebody acts. */
export type WriteFault = { fault: StoredFault; retry: { afterMs: number | null } | null };

export type OpenedZone = { kind: "open"; credential: StoredCredential; writer: ZoneWriter; zone: Zone };

/**
 * Opens a zone for writing: the credential, the registry's delegation, and the zone in the account. What is written where the
 * registry does not delegate to “succeeds”, and nobody sees it.
 */
export async function openZone(
  ctx: Context,
  input: { credentialId: string; zone: string },
): Promise<OpenedZone | ({ kind: "fault" } & WriteFault)> {
  try {
    const { credential, writer } = await openCredential(ctx, input.credentialId);
    const zone = await writer.findZone(input.zone);
    if (zone === null) return { kind: "fault", ...faultOf(ctx, new ProviderFault("zone_not_here")) };
    const delegation = await checkDelegation(ctx.resolver, zone, credential.provider);
    if (delegation.kind === "here") return { kind: "open", credential, writer, zone };
    if (delegation.kind === "unknown") {
      const said = `No nameserver says where ${zone.name} is delegated to.`;
      return { kind: "fault", ...faultOf(ctx, new ProviderFault("provider_unavailable", { said })) };
    }
    const { nameservers, servedBy } = delegation;
    const { fault } = faultOf(ctx, new ProviderFault("delegated_elsewhere"));
    return { kind: "fault", fault: { ...fault, nameservers, servedBy }, retry: null };
  } catch (error) {
    // Deleted meanwhile: nothing is written with it any more.
    if (isRefusal(error) && error.code === "not_found") {
      return {
        kind: "fault",
        ...faultOf(ctx, new ProviderFault("zone_not_here", { said: "The credential was deleted." })),
      };
    }
    if (error instanceof ProviderFault) return { kind: "fault", ...faultOf(ctx, error) };
    throw error;
  }
}

export function faultOf(ctx: Pick<Context, "now">, fault: ProviderFault): WriteFault {
  const { code, said, status, address, retryAfterMs } = fault;
  return {
    fault: { code, said, status, address, at: ctx.now() },
    retry: providerFaults[code].retry ? { afterMs: retryAfterMs } : null,
  };
}
