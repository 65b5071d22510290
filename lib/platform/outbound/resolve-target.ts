import { isIP } from "node:net";
import type { AddressLookup } from "@/lib/dns/address-lookup";
import { isLoopbackAddress } from "@/lib/kernel/public-address";
import { checkTargetAddress, nothingOwn } from "@/lib/platform/outbound/check-target-address";
import { hostOf, isLocalhostName, portOf, type Refused } from "@/lib/platform/outbound/outbound-url";

/**
 * All addresses of a name, by one look-up, which ends when the signal aborts. A rejection or an empty list means that the
 * name has none.
 */
export type Lookup = (hostname: string, signal: AbortSignal) => Promise<readonly string[]>;

/** As DNS answers: a tenant's name must not be found in the machine's hosts file. */
export function networkLookup(lookup: AddressLookup): Lookup {
  return async (hostname, signal) => (await lookup.find(hostname, signal)).addresses;
}

export type Target = { ok: true; addresses: readonly string[] } | Refused;

// Names with more addresses are rare, and each is tried for a second at most.
const maxAddresses = 8;

/**
 * Resolves the host of a checked URL once and checks every address. Only the addresses returned here are connected to.
 *
 * One address that is not allowed refuses the whole set: a name that is public and private at once is a mistake or an attack
 * (rebinding within one answer), and picking the public ones would make the outcome depend on the order of the answer.
 * @throws what the look-up throws
 */
export async function resolveTarget(
  url: URL,
  allowLoopback: boolean,
  find: (hostname: string) => Promise<readonly string[]>,
): Promise<Target> {
  const host = hostOf(url);
  const addresses = await findAddresses(host, find);
  const rules = { allowLoopback, networks: [], own: nothingOwn };
  if (addresses.some((address) => checkTargetAddress(address, portOf(url), rules) !== null)) {
    // The message omits the address: it would reveal names of our network to a tenant.
    const message = `“${host}” resolves to an address that is not on the public internet.`;
    return { ok: false, reason: "address_not_allowed", message };
  }
  if (url.protocol === "http:" && !addresses.every(isLoopbackAddress)) {
    const message = "http:// works for loopback addresses only. Use an https:// URL.";
    return { ok: false, reason: "scheme_not_allowed", message };
  }
  return { ok: true, addresses: addresses.slice(0, maxAddresses) };
}

async function findAddresses(
  host: string,
  find: (hostname: string) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  if (isLocalhostName(host)) return ["127.0.0.1", "::1"];
  const found = await find(host);
  if (found.length === 0) throw Object.assign(new Error("the name has no address"), { code: "ENODATA" });
  return found;
}
