import { join } from "node:path";
import type { Env } from "@/lib/kernel/env";

/** Caddy's internal CA writes its root below its storage; it is there after the first certificate. */
export function edgeCaFile(env: Env): string | null {
  if (env.edge.caFile) return env.edge.caFile;
  return env.edge.issuer === "internal" ? join(env.edge.storage, "pki/authorities/local/root.crt") : null;
}
