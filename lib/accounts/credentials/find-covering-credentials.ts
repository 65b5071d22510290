import type { StoredCredential } from "@/lib/accounts/credentials/credential-row";
import type { Tx } from "@/lib/db/transaction";
import { parentName } from "@/lib/dns/domain-name";
import { registeredDomain } from "@/lib/dns/public-suffix";
import { type ProviderFaultCode, providerFaults } from "@/lib/dns/zones/provider-fault";
import type { Context } from "@/lib/platform/ports/context";

/** `zone`: the zone of the credential that the hostname is in. */
export type CoveringCredential = StoredCredential & { zone: string };

type Input = {
  applicationId: string;
  hostnames: readonly string[];
  /** A provider's key: among credentials of the same zone, one of this provider is taken. */
  prefer?: string | null;
};

/** Beyond what the credentials of an application can have in common. */
const maxRows = 20_000;

/**
 * The credential with which each hostname's records can be written, by hostname; a hostname without one is missing. The
 * closest zone counts, then the preferred provider, then a credential whose last use went well, then the newest.
 */
export async function findCoveringCredentials(
  ctx: Context,
  { applicationId, hostnames, prefer = null }: Input,
  tx?: Tx,
): Promise<ReadonlyMap<string, CoveringCredential>> {
  const names = [...new Set(hostnames.flatMap(zoneNamesOf))];
  if (names.length === 0) return new Map();
  const rows = await (tx ?? ctx.database.prisma).dnsCredentialZone.findMany({
    where: { applicationId, tenantId: ctx.tenantId, name: { in: names }, credential: { deletedAt: null } },
    select: {
      name: true,
      credential: { select: { id: true, applicationId: true, provider: true, label: true, lastErrorCode: true } },
    },
    take: maxRows,
  });
  const best = new Map<string, CoveringCredential>();
  for (const { name, credential } of rows) {
    const candidate = { ...credential, zone: name };
    const known = best.get(name);
    if (known === undefined || isBetter(candidate, known, prefer)) best.set(name, candidate);
  }
  return new Map(
    hostnames.flatMap((hostname) => {
      const zone = zoneNamesOf(hostname).find((name) => best.has(name));
      const credential = zone === undefined ? undefined : best.get(zone);
      return credential === undefined ? [] : [[hostname, credential] as const];
    }),
  );
}

/** The names that its zone can have: the hostname and those above it, down to the registrable domain. The closest first. */
function zoneNamesOf(hostname: string): string[] {
  const top = registeredDomain(hostname);
  if (top === null) return [];
  const names = [hostname];
  for (let name = hostname; name !== top && name !== ""; ) {
    name = parentName(name);
    names.push(name);
  }
  return names;
}

function isBetter(one: StoredCredential, other: StoredCredential, prefer: string | null): boolean {
  const rank = (credential: StoredCredential) =>
    (credential.provider === prefer ? 2 : 0) + (isBroken(credential) ? 0 : 1);
  return rank(one) > rank(other) || (rank(one) === rank(other) && one.id > other.id);
}

/** Its last use failed, in a way that stays until somebody acts. */
function isBroken({ lastErrorCode }: StoredCredential): boolean {
  return lastErrorCode !== null && !providerFaults[lastErrorCode as ProviderFaultCode]?.retry;
}
