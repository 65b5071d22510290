import { parseHostname } from "@/lib/dns/hostname";
import type { ClaimSet } from "@/lib/edge/claim-set";

/** Caddy reads `status`; the rest is for people. */
export type AskDecision =
  | { status: 200; hostname: string; reason: null }
  | { status: 403; hostname: string; reason: "not_connected" | "database_unavailable" }
  | { status: 400; hostname: null; reason: string };

/** Any name is checked, the platform's own included: no claim, no certificate. */
const anyName = { allowReservedTlds: true, platformHostnames: [] };

/**
 * May a certificate be issued for this name? Yes exactly when the hostname holds a claim. From memory; on a miss one
 * primary-key read. While the database is down, known hosts stay allowed and unknown ones are refused.
 */
export function decideAsk(claims: ClaimSet, domain: string): AskDecision | Promise<AskDecision> {
  // Caddy passes the name from the client's SNI, nearly always in the form that we store.
  if (claims.find(domain) !== undefined) return { status: 200, hostname: domain, reason: null };
  const parsed = parseHostname(domain, anyName);
  if (!parsed.ok) return { status: 400, hostname: null, reason: parsed.reason };
  return askDatabase(claims, parsed.hostname);
}

async function askDatabase(claims: ClaimSet, hostname: string): Promise<AskDecision> {
  try {
    const holder = await claims.lookUp(hostname);
    return holder === null
      ? { status: 403, hostname, reason: "not_connected" }
      : { status: 200, hostname, reason: null };
  } catch {
    return { status: 403, hostname, reason: "database_unavailable" };
  }
}

/** The answer's body. */
export function askBody(decision: AskDecision): string {
  return decision.status === 200 ? '{"allow":true}' : `{"allow":false,"reason":"${decision.reason}"}`;
}
