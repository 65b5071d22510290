import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import { findHold, type Hold } from "@/lib/diagnosis/evidence/hold-nameservers";
import { valuesAt } from "@/lib/diagnosis/evidence/read-evidence";

/**
 * The nameservers of the registrable domain: those that the registry names, where they are known apart from the zone's own.
 * The zone of a domain on hold may still name its old ones. Pure.
 */
export function nameserversOfDomain(evidence: Evidence): string[] {
  const { answers, referral, registration, subject } = evidence;
  const { registrableDomain } = subject;
  const own = answers.filter(({ zone }) => zone === registrableDomain).map(({ delegation }) => delegation);
  const known = own.flatMap((delegation) => (delegation.kind === "ok" ? [delegation] : []));
  const byParent = known.flatMap((delegation) => delegation.sets?.parent ?? []);
  const byReferral = referral?.zone === registrableDomain ? referral.servers.map(({ name }) => name) : [];
  const byRegistry = [...byParent, ...byReferral, ...(registration?.nameservers ?? [])];
  if (byRegistry.length > 0) return [...new Set(byRegistry)];
  const asked = answers.filter(({ zone }) => zone === registrableDomain).flatMap(({ servers }) => servers);
  return [
    ...new Set([
      ...asked.map(({ server }) => server),
      ...known.flatMap(({ withoutAddress }) => withoutAddress ?? []),
      ...valuesAt(evidence, registrableDomain, "NS"),
    ]),
  ];
}

/** The hold that the domain's nameservers mean; null where there is none, or where everything works on them. Pure. */
export function holdOfDomain(evidence: Evidence): Hold | null {
  const { records, ownership, connection } = evidence;
  const hold = findHold(nameserversOfDomain(evidence), evidence.subject.registrableDomain);
  if (hold === null) return null;
  const matches = records.length > 0 && records.every(({ observation }) => observation.kind === "match");
  const proven = ownership === null || ownership.kind === "match" || connection?.ownership === "ok";
  return matches && proven ? null : hold;
}
