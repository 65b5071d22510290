import type { Zone } from "@/lib/dns/adapters/adapter";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";

/**
 * One of several zones of the same name in one account: that which the registry delegates to.
 * @throws ProviderFault delegated_elsewhere: to none of them, or it is not known to which
 */
export function chooseZone(zones: readonly Zone[], delegated: readonly string[] | null): Zone {
  const served = zones.filter(({ nameservers }) => nameservers?.some((server) => delegated?.includes(server)));
  const [zone, other] = served;
  if (zone !== undefined && other === undefined) return zone;
  const name = zones[0]?.name ?? "";
  throw new ProviderFault("delegated_elsewhere", {
    said: `The account has ${zones.length} zones named ${name}, and the domain's nameservers do not show which of them is in use.`,
  });
}
