import { parseHostname } from "@/lib/dns/hostname";
import type { EdgeSet } from "@/lib/edge/responder/edge-set";

/** Caddy reads `status`; the rest is for people. */
export type AskDecision =
  | { status: 200; hostname: string; reason: null }
  | { status: 403; hostname: string; reason: "not_connected" | "waiting_for_certificate" | "not_loaded" }
  | { status: 400; hostname: null; reason: string };

/** Any name is checked, the platform's own included: no connection, no certificate. */
const anyName = { allowReservedTlds: true, platformHostnames: [] };

/** May a certificate be issued for this name? Yes exactly when it is connected and admitted. From memory alone. */
export function decideAsk(set: Pick<EdgeSet, "isAdmitted"> | null, domain: string): AskDecision {
  // Caddy passes the name from the client's SNI, nearly always in the form that we store.
  const known = set?.isAdmitted(domain);
  if (known !== undefined) return decide(domain, known);
  const parsed = parseHostname(domain, anyName);
  if (!parsed.ok) return { status: 400, hostname: null, reason: parsed.reason };
  const { hostname } = parsed;
  return set === null ? { status: 403, hostname, reason: "not_loaded" } : decide(hostname, set.isAdmitted(hostname));
}

function decide(hostname: string, admitted: boolean | undefined): AskDecision {
  if (admitted === true) return { status: 200, hostname, reason: null };
  return { status: 403, hostname, reason: admitted === undefined ? "not_connected" : "waiting_for_certificate" };
}

/** The answer's body. */
export function askBody(decision: AskDecision): string {
  return decision.status === 200 ? '{"allow":true}' : `{"allow":false,"reason":"${decision.reason}"}`;
}
