export type DnsServer = { host: string; port: number };

/**
 * How adapters speak DNS to a server that a tenant named: over TCP, to a checked address, bounded in time and size. The messages
 * go out over one connection; replies are collected, in the order of their arrival, until `isComplete` says so.
 */
export type ProviderDns = {
  /** @throws ProviderFault provider_unavailable, where not every reply came */
  converse(
    server: DnsServer,
    messages: readonly Uint8Array[],
    isComplete: (replies: readonly Buffer[]) => boolean,
  ): Promise<Buffer[]>;
};
