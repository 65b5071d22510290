import { normaliseName, parentName } from "@/lib/dns/domain-name";
import { type Provider, providers } from "@/lib/dns/providers/catalog";

/**
 * Who runs a zone, by the names of its nameservers. Pure. Each nameserver that is known is one vote, for the provider with
 * the longest suffix that it ends in; most votes win. Nameservers that several companies share count only where no
 * other is known. A draw is null: the zone is kept in two places, and naming one of them would mislead.
 */
export function detectProvider(nameservers: readonly string[]): Provider | null {
  const known = [...new Set(nameservers.map(normaliseName))].flatMap((name) => ownerOf(name) ?? []);
  const own = known.filter((provider) => !provider.sharedNameservers);
  const votes = new Map<Provider, number>();
  for (const provider of own.length > 0 ? own : known) votes.set(provider, (votes.get(provider) ?? 0) + 1);
  const [first, second] = [...votes].sort(([, a], [, b]) => b - a);
  return first === undefined || first[1] === second?.[1] ? null : first[0];
}

/** The provider of a zone on nameservers that another one shares with it, by the contact in its SOA record. Pure. */
export function distinguishProvider(detected: Provider | null, soaContact: string | null): Provider | null {
  const contact = soaContact === null ? null : normaliseName(soaContact);
  const sharing = providers.find(
    (provider) =>
      provider.nameserversOf === detected?.key && provider.soaContact !== null && provider.soaContact === contact,
  );
  return sharing ?? detected;
}

/** Whether zones of another provider are on the same nameservers. */
export function hasSharers(detected: Provider | null): detected is Provider {
  return detected !== null && providers.some((provider) => provider.nameserversOf === detected.key);
}

const owners: ReadonlyMap<string, Provider> = new Map(
  providers.flatMap((provider) => provider.nameserverSuffixes.map((suffix) => [suffix, provider] as const)),
);

function ownerOf(nameserver: string): Provider | null {
  for (let name = nameserver; name !== ""; name = parentName(name)) {
    const owner = owners.get(name) ?? owners.get(withoutNumbers(name));
    if (owner !== undefined) return owner;
  }
  return null;
}

/** `awsdns-56.co.uk` as the catalog writes it: `awsdns-#.co.uk`. */
function withoutNumbers(name: string): string {
  const [label = "", ...rest] = name.split(".");
  return [label.replace(/\d+/g, "#"), ...rest].join(".");
}
