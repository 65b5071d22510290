import type { EvidenceSubject, RegistrationEvidence } from "@/lib/diagnosis/evidence/evidence";
import { findHold } from "@/lib/diagnosis/evidence/hold-nameservers";
import { knowsNothing } from "@/lib/diagnosis/evidence/read-evidence";
import type { AuthoritativeAnswer } from "@/lib/dns/resolver";
import type { Registry } from "@/lib/platform/outbound/rdap";

/**
 * What the registry says about the registrable domain. It is asked only where DNS leaves the question open: nothing of the
 * domain resolves, or its nameservers are those of a hold.
 */
export async function gatherRegistration(
  registry: Registry,
  facts: { about: EvidenceSubject; deadlineMs: number; tenantId: string },
): Promise<RegistrationEvidence | null> {
  const { about, deadlineMs, tenantId } = facts;
  const timeoutMs = Math.floor(deadlineMs - performance.now()) - marginMs;
  return timeoutMs <= 0 ? null : registry.find(about.registrableDomain, { tenantId, timeoutMs });
}

const marginMs = 100;

/** Whether the registry's answer could explain anything. Pure. */
export function isRegistrationInDoubt(about: EvidenceSubject, answers: readonly AuthoritativeAnswer[]): boolean {
  const { hostname, registrableDomain } = about;
  const denied = answers.some(
    ({ name, servers }) => name === registrableDomain && servers.some(({ kind }) => kind === "nxdomain"),
  );
  const own = answers.filter(({ zone }) => zone === registrableDomain);
  const nameservers = own.flatMap(({ servers }) => servers.map(({ server }) => server));
  return (
    denied ||
    (knowsNothing(answers, hostname) && knowsNothing(answers, registrableDomain)) ||
    findHold(nameservers, registrableDomain) !== null
  );
}
