import { canonicalAddress } from "@/lib/kernel/networks";
import { isLoopbackAddress } from "@/lib/kernel/public-address";
import type { AllowedNetwork, UpstreamPolicy } from "@/lib/platform/outbound/check-upstream";
import { isLocalhostName } from "@/lib/platform/outbound/outbound-url";

/** The default port of Caddy's admin API. */
const caddyAdminPort = 2_019;

/** What decides about upstreams: the app's `Env` is one, and an edge makes one of its settings and its own environment. */
export type UpstreamEnv = {
  sandbox: boolean;
  appUrl: string;
  /** The app's, on this machine. */
  port: number;
  edge: {
    hostname: string;
    addresses: readonly string[];
    httpPort: number;
    httpsPort: number;
    responderPort: number;
    upstreamAllow: readonly AllowedNetwork[];
  };
  dns: { sandboxPort: number; resolvers: readonly { host: string; port: number }[] | null };
  databaseUrls: readonly string[];
};

/**
 * Which upstreams this installation allows, by the environment.
 * @param interfaces the addresses of this machine
 */
export function upstreamPolicy(env: UpstreamEnv, interfaces: readonly string[]): UpstreamPolicy {
  const app = new URL(env.appUrl);
  const appHost = app.hostname.replace(/^\[|\]$/g, "");
  const appAddress = canonicalAddress(appHost);
  const isLocal = isLocalhostName(appHost) || (appAddress !== null && isLoopbackAddress(appAddress));
  return {
    allowLoopback: env.sandbox,
    networks: env.edge.upstreamAllow,
    own: {
      edgeHostname: env.edge.hostname,
      appHostname: isLocal || appAddress !== null ? null : appHost,
      addresses: canonicalAll([...env.edge.addresses, ...(isLocal || appAddress === null ? [] : [appAddress])]),
      interfaces: canonicalAll(interfaces),
      ports: [
        env.port,
        env.edge.httpPort,
        env.edge.httpsPort,
        env.edge.responderPort,
        caddyAdminPort,
        ...(env.sandbox ? [env.dns.sandboxPort] : []),
        ...(isLocal && app.port !== "" ? [Number(app.port)] : []),
        ...env.databaseUrls.flatMap((url) => databasePorts(url, interfaces)),
      ],
    },
  };
}

function canonicalAll(addresses: readonly string[]): string[] {
  return addresses.flatMap((address) => canonicalAddress(address) ?? []);
}

/** A database on this machine. Elsewhere it may be shared, and the blocked ports cover the usual one. */
function databasePorts(url: string, interfaces: readonly string[]): number[] {
  if (!URL.canParse(url)) return [];
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "");
  const isLocal = host === "" || isLocalhostName(host) || isLoopbackAddress(host) || interfaces.includes(host);
  return isLocal ? [Number(port || 5_432)] : [];
}
