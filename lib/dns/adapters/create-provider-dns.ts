import { isIP } from "node:net";
import type { DnsServer, ProviderDns } from "@/lib/dns/adapters/provider-dns";
import { createAddressLookup } from "@/lib/dns/address-lookup";
import { isEncodableName, normaliseName } from "@/lib/dns/domain-name";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";
import { checkTargetAddress, nothingOwn } from "@/lib/platform/outbound/check-target-address";
import { type Dial, dialAny, openTcp } from "@/lib/platform/outbound/open-connection";
import { isLocalhostName, isPrivateName } from "@/lib/platform/outbound/outbound-url";
import { type Lookup, networkLookup } from "@/lib/platform/outbound/resolve-target";

export type ProviderDnsOptions = {
  /** For the sandbox only. */
  allowLoopback: boolean;
  /** Without one: the network's DNS, by the system's resolvers. */
  lookup?: Lookup;
  dial?: Dial;
};

/** For all of it: look-up, connection and replies. */
const timeoutMs = 15_000;
/** A transfer of a zone with about 50,000 records. */
const maxBytes = 4 * 1024 * 1024;
const dnsPort = 53;
const lengthBytes = 2;

/** Resolves once, connects to a checked address and to no other, and keeps no connection. */
export function createProviderDns(options: ProviderDnsOptions): ProviderDns {
  const lookup = options.lookup ?? networkLookup(createAddressLookup({ servers: null }));
  return {
    async converse(server, messages, isComplete) {
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        const addresses = await resolveServer(server, options.allowLoopback, lookup, signal);
        return await converse((options.dial ?? dialAny)(addresses, server.port), messages, isComplete, signal);
      } catch (error) {
        if (error instanceof ProviderFault) throw error;
        const said = signal.aborted ? `${server.host} did not answer in time.` : `${server.host} could not be reached.`;
        throw new ProviderFault("provider_unavailable", { said });
      }
    },
  };
}

/** Whether a server may be named by a tenant at all. Pure; its addresses are checked when it is connected to. null: it may. */
export function refuseDnsServer({ host, port }: DnsServer, allowLoopback: boolean): string | null {
  if (!Number.isInteger(port) || port < 1 || port > 0xffff) return "This is not a port.";
  if (isIP(host) !== 0) return refusalOf(host, port, allowLoopback);
  const name = normaliseName(host);
  if (isLocalhostName(name) && allowLoopback) return null;
  const isPublic = isEncodableName(name) && name.includes(".") && !isPrivateName(name);
  return isPublic ? null : `“${host}” is not a name of the public internet.`;
}

async function resolveServer(
  server: DnsServer,
  allowLoopback: boolean,
  lookup: Lookup,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { host, port } = server;
  const refusal = refuseDnsServer(server, allowLoopback);
  if (refusal !== null) throw new ProviderFault("provider_unavailable", { said: refusal });
  if (isIP(host) !== 0) return [host];
  if (isLocalhostName(normaliseName(host))) return ["127.0.0.1"];
  const addresses = await lookup(host, signal);
  if (addresses.length === 0) throw new ProviderFault("provider_unavailable", { said: `${host} has no address.` });
  // One address that is not allowed refuses them all, and is not shown: it may be a name of our own network.
  const isRefused = addresses.some((address) => refusalOf(address, port, allowLoopback) !== null);
  const said = `${host} resolves to an address that is not on the public internet.`;
  if (isRefused) throw new ProviderFault("provider_unavailable", { said });
  return addresses;
}

/** The DNS port is closed to every other client of ours; this one speaks DNS. */
function refusalOf(address: string, port: number, allowLoopback: boolean): string | null {
  const refusal = checkTargetAddress(address, port, { allowLoopback, networks: [], own: nothingOwn });
  if (refusal === null || (refusal === "port_not_allowed" && port === dnsPort)) return null;
  return refusal === "port_not_allowed"
    ? `Port ${port} belongs to a service that does not speak DNS.`
    : "This address is not on the public internet.";
}

async function converse(
  socket: ReturnType<Dial>,
  messages: readonly Uint8Array[],
  isComplete: (replies: readonly Buffer[]) => boolean,
  signal: AbortSignal,
): Promise<Buffer[]> {
  try {
    await openTcp(socket, signal);
    socket.write(Buffer.concat(messages.map(framed)));
    const replies: Buffer[] = [];
    let pending = Buffer.alloc(0);
    let received = 0;
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      received += chunk.length;
      if (received > maxBytes) throw new ProviderFault("read_incomplete", { said: "The zone is larger than 4 MB." });
      pending = Buffer.concat([pending, chunk]);
      while (pending.length >= lengthBytes && pending.length >= lengthBytes + pending.readUInt16BE(0)) {
        const end = lengthBytes + pending.readUInt16BE(0);
        replies.push(pending.subarray(lengthBytes, end));
        pending = pending.subarray(end);
        if (isComplete(replies)) return replies;
      }
    }
    throw new Error("the connection was closed");
  } finally {
    socket.destroy();
  }
}

function framed(message: Uint8Array): Buffer {
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}
