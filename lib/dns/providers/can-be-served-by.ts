import { findProvider } from "@/lib/dns/providers/catalog";
import { detectProvider } from "@/lib/dns/providers/detect-provider";

/**
 * Whether a zone with these nameservers can be the one that is edited at a provider. False only where they are known to be
 * another's: your own servers, and names of your own on a provider's servers, are nobody's in the catalog.
 */
export function canBeServedBy(providerKey: string, nameservers: readonly string[]): boolean {
  const serving = detectProvider(nameservers);
  if (serving === null) return true;
  const provider = findProvider(providerKey);
  if (provider === null || serving.key === provider.key || serving.key === provider.nameserversOf) return true;
  return provider.nameserverSuffixes.length === 0 && provider.nameserversOf === null;
}
