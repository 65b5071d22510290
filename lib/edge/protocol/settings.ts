import { z } from "zod";

/** `GET /internal/edge/settings`: what is the same on all edges of an installation. Holds secrets. */
export const edgeSettingsSchema = z.object({
  /** A hash of the rest. */
  version: z.string(),
  sandbox: z.boolean(),
  appUrl: z.url(),
  edgeHostname: z.string(),
  edgeAddresses: z.array(z.string()),
  /** As in EDGE_UPSTREAM_ALLOW. */
  upstreamAllow: z.array(z.string()),
  /** As in EDGE_ISSUER. */
  issuer: z.string(),
  acmeEmail: z.string().nullable(),
  /** Signs the requests by which an edge is recognised behind proxies. */
  reachSecret: z.string(),
  /** Ed25519 seeds (base64url, 32 bytes) that sign assertions, each in its period; the next ones are here in advance. */
  assertionKeys: z.array(
    z.object({ kid: z.string(), seed: z.string(), from: z.iso.datetime(), until: z.iso.datetime() }),
  ),
});

export type EdgeSettings = z.infer<typeof edgeSettingsSchema>;
