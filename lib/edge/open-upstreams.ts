import { networkInterfaces } from "node:os";
import { createAddressLookup } from "@/lib/dns/address-lookup";
import { createOriginProbe } from "@/lib/edge/reach-prober";
import type { ReachTokens } from "@/lib/edge/reach-token";
import { createUpstreamAddressBook } from "@/lib/edge/upstream-addresses";
import { type UpstreamEnv, upstreamPolicy } from "@/lib/edge/upstream-policy";
import { createUpstreams } from "@/lib/edge/upstreams";
import type { Upstreams } from "@/lib/platform/ports/edge";

/** Decides about upstreams by this installation's rules, with its own look-ups and their cache. */
export type OpenUpstreams = {
  createWith(isClaimed: (hostname: string) => boolean | Promise<boolean>): Upstreams;
  close(): void;
};

export function openUpstreams(env: UpstreamEnv, tokens: ReachTokens, now: () => Date): OpenUpstreams {
  // Not the sandbox's DNS server: it serves its own zones only, and an origin may be anywhere.
  const lookup = createAddressLookup({ servers: env.dns.resolvers });
  const interfaces = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const options = {
    policy: upstreamPolicy(
      env,
      interfaces.map(({ address }) => address),
    ),
    addresses: createUpstreamAddressBook({ lookup, nowMs: () => performance.now() }),
    probe: createOriginProbe({ tokens, now }),
  };
  return { createWith: (isClaimed) => createUpstreams({ ...options, isClaimed }), close: lookup.close };
}
