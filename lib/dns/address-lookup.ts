import { promises } from "node:dns";
import { isIPv6 } from "node:net";

/** All addresses of a name, and how long the answer may be cached. No addresses: the name has none. */
export type FoundAddresses = { addresses: readonly string[]; ttlSeconds: number };

export interface AddressLookup {
  /** Both families. Rejects if both look-ups fail, or at once when the signal aborts. */
  find(hostname: string, signal?: AbortSignal): Promise<FoundAddresses>;
  /** Ends running look-ups. */
  close(): void;
}

export type AddressLookupOptions = {
  /** Recursive resolvers; null: the system's. */
  servers: readonly { host: string; port: number }[] | null;
  /** Per attempt; there are two. */
  timeoutMs?: number;
};

const defaultTimeoutMs = 1_500;
const attempts = 2;
/** If one family is unknown, the other's answer is cached only briefly. */
const halfTtlSeconds = 5;
const maxAddresses = 16;

/**
 * Looks names up over the network alone: the machine's hosts file, search list and local names, which a tenant must not
 * reach, are never read. Each query has a time limit of its own and takes no thread, unlike `dns.lookup`.
 */
export function createAddressLookup({ servers, timeoutMs = defaultTimeoutMs }: AddressLookupOptions): AddressLookup {
  const asking = new Set<promises.Resolver>();
  return {
    async find(hostname, signal) {
      // One for each look-up: a resolver can only cancel all of its queries.
      const resolver = new promises.Resolver({ timeout: timeoutMs, tries: attempts });
      if (servers !== null) resolver.setServers(servers.map(serverText));
      const cancel = () => resolver.cancel();
      asking.add(resolver);
      signal?.addEventListener("abort", cancel);
      try {
        const queries = [
          settle(resolver.resolve4(hostname, { ttl: true })),
          settle(resolver.resolve6(hostname, { ttl: true })),
        ] as const;
        if (signal?.aborted) cancel();
        return merge(await Promise.all(queries));
      } finally {
        asking.delete(resolver);
        signal?.removeEventListener("abort", cancel);
      }
    },
    close() {
      for (const resolver of asking) resolver.cancel();
    },
  };
}

function merge(families: readonly [Family, Family]): FoundAddresses {
  const known = families.filter((family) => family.records !== null);
  if (known.length === 0) throw families[0].error;
  const records = known.flatMap((family) => family.records ?? []);
  const ttlSeconds = Math.min(...records.map(({ ttl }) => ttl), known.length < 2 ? halfTtlSeconds : Infinity);
  return { addresses: records.slice(0, maxAddresses).map(({ address }) => address), ttlSeconds };
}

type Family = { records: readonly { address: string; ttl: number }[] | null; error: unknown };

/** Only "no such record" counts as an answer among the errors. */
async function settle(asking: Promise<{ address: string; ttl: number }[]>): Promise<Family> {
  try {
    return { records: await asking, error: null };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    return code === "ENODATA" || code === "ENOTFOUND" ? { records: [], error: null } : { records: null, error };
  }
}

function serverText({ host, port }: { host: string; port: number }): string {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}
