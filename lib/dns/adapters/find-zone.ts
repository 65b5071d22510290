import type { Zone } from "@/lib/dns/adapters/adapter";
import { normaliseName, parentName } from "@/lib/dns/domain-name";
import { registeredDomain } from "@/lib/dns/public-suffix";

/** Each name costs a request. Zones are rarely deeper below the registrable domain. */
const maxNames = 8;

/** The closest enclosing zone, by exact names: from the hostname up to the domain that the registry gave out. */
export async function findZone(
  hostname: string,
  findZoneAt: (name: string) => Promise<Zone | null>,
): Promise<Zone | null> {
  for (const name of namesOf(normaliseName(hostname))) {
    const zone = await findZoneAt(name);
    if (zone !== null) return zone;
  }
  return null;
}

/** A public suffix is nobody's zone, unless it is the hostname. */
function namesOf(hostname: string): string[] {
  const domain = registeredDomain(hostname) ?? hostname;
  const names = [domain];
  for (let name = hostname; name.length > domain.length; name = parentName(name)) {
    if (!name.startsWith("*.")) names.splice(names.length - 1, 0, name);
  }
  return names.slice(-maxNames);
}
