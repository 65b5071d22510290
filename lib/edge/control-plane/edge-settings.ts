import { createHash } from "node:crypto";
import type { EdgeSettings } from "@/lib/edge/protocol/settings";
import { reachSecret } from "@/lib/edge/reach-token";
import type { Env } from "@/lib/kernel/env";

/** What all edges of this installation need to know, by the environment. */
export function edgeSettings(env: Env): EdgeSettings {
  const settings = {
    sandbox: env.sandbox,
    appUrl: env.appUrl,
    edgeHostname: env.edge.hostname,
    edgeAddresses: env.edge.addresses,
    upstreamAllow: env.edge.upstreamAllow.map(
      ({ tenantId, network: { address, prefixLength } }) =>
        `${tenantId === null ? "" : `${tenantId}=`}${address}/${prefixLength}`,
    ),
    issuer: env.edge.issuer,
    acmeEmail: env.edge.acmeEmail,
    reachSecret: reachSecret(env.tokenSecret),
    assertionKeys: [],
  };
  return { version: createHash("sha256").update(JSON.stringify(settings)).digest("hex"), ...settings };
}
