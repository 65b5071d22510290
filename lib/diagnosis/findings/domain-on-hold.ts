import type { HoldCause } from "@/lib/diagnosis/evidence/catalog";
import type { Evidence, RegistrationEvidence } from "@/lib/diagnosis/evidence/evidence";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import type { Hold } from "@/lib/diagnosis/evidence/hold-nameservers";
import { listOf } from "@/lib/diagnosis/evidence/read-evidence";
import { holdOfDomain, nameserversOfDomain } from "@/lib/diagnosis/evidence/registration-hold";

/** By the names of the nameservers, and by the registry's own data where it was asked. */
export const domainOnHold: Detector<"domain-on-hold"> = (evidence) => {
  const { registrableDomain: domain } = evidence.subject;
  const { registration } = evidence;
  const status = registration === null ? null : statusKindOf(registration, evidence.takenAt);
  const byName = holdOfDomain(evidence);
  const hold = byName === null || byName.kind === "parked" ? null : byName;
  // The registry knows more than a nameserver's name: a domain that is being deleted cannot be confirmed any more.
  const kind = status === null || (status === "suspended" && hold !== null) ? (hold?.kind ?? null) : status;
  if (kind === null || kind === "parked") return null;
  const text = texts[kind];
  const nameservers = nameserversOfDomain(evidence);
  const known =
    hold === null ? "" : ` Its nameservers (${listOf(nameservers)}) are those of ${hold.operator} for such domains.`;
  return {
    title: text.title(domain),
    explanation: `${text.what(domain)}${known} No record of the domain is visible until that is over, so changes at the DNS provider have no effect.`,
    fix: `${text.fix(domain)}${placeOf(hold)}`,
    evidence: factsOf(evidence, nameservers),
    ...(kind === "suspended" ? {} : { cause: kind }),
  };
};

type StatusKind = HoldCause | "suspended";

/** RFC 8056 maps the statuses of registries (EPP) to those of RDAP, in lower case with spaces. */
const statuses: readonly { kind: StatusKind; names: readonly string[] }[] = [
  { kind: "deleting", names: ["pending delete"] },
  { kind: "redemption", names: ["redemption period", "pending restore"] },
  { kind: "registry", names: ["server hold"] },
  { kind: "suspended", names: ["client hold"] },
];

function statusKindOf({ status, expiresAt }: RegistrationEvidence, now: string): StatusKind | null {
  // A domain in its redemption period has "pending delete" too (RFC 3915): it can still be restored.
  const isRedeemable = status.includes("redemption period");
  const found = statuses.find(
    ({ kind, names }) => !(kind === "deleting" && isRedeemable) && names.some((name) => status.includes(name)),
  );
  const isExpired = expiresAt !== null && Date.parse(expiresAt) < Date.parse(now);
  if (isExpired && (found === undefined || found.kind === "suspended")) return "expired";
  return found?.kind ?? null;
}

const texts: Record<
  StatusKind,
  { title(domain: string): string; what(domain: string): string; fix(domain: string): string }
> = {
  verification: {
    title: (domain) => `${domain} is on hold: its owner's e-mail address is not confirmed`,
    what: (domain) =>
      `The registrar has taken ${domain} out of service, because the contact data of its owner were not confirmed in time (ICANN requires it within 15 days).`,
    fix: (domain) =>
      `Open the registrar's e-mail that asks to confirm the contact data of ${domain} (look in the spam folder too) and click its link, or have it sent again in the registrar's account. The domain is back within a day.`,
  },
  expired: {
    title: (domain) => `${domain} has expired`,
    what: (domain) =>
      `The registration of ${domain} was not renewed in time, and the registrar has taken the domain out of service.`,
    fix: (domain) =>
      `Renew ${domain} at its registrar. The registrar then restores its nameservers, usually within a day.`,
  },
  suspended: {
    title: (domain) => `${domain} is on hold at its registrar`,
    what: (domain) =>
      `The registrar has taken ${domain} out of service: usually the owner's e-mail address is not confirmed, the domain was not renewed, or an invoice is open.`,
    fix: (domain) =>
      `Sign in at the registrar of ${domain} and see what it asks for: confirm the owner's e-mail address, or renew the domain. If neither is open, ask the registrar why the domain is suspended.`,
  },
  registry: {
    title: (domain) => `${domain} is on hold at its registry`,
    what: (domain) =>
      `The registry itself has taken ${domain} out of service (server hold), for example after a complaint or because documents are missing.`,
    fix: (domain) =>
      `Ask the registrar of ${domain} why the registry holds the domain and what it requires. Only the registry can end the hold.`,
  },
  redemption: {
    title: (domain) => `${domain} was deleted and can still be restored`,
    what: (domain) =>
      `The registration of ${domain} has ended, and the domain is in its redemption period, which lasts about 30 days.`,
    fix: (domain) => `Have ${domain} restored at its last registrar now. Afterwards anybody can register it.`,
  },
  deleting: {
    title: (domain) => `${domain} is being deleted`,
    what: (domain) =>
      `The registration of ${domain} has ended, and the registry deletes the domain within days. It cannot be restored any more.`,
    fix: (domain) => `Register ${domain} again once it is free, or connect another domain.`,
  },
};

function placeOf(hold: Hold | null): string {
  return hold === null || hold.place === null ? "" : ` ${hold.place}.`;
}

function factsOf({ registration, subject }: Evidence, nameservers: readonly string[]): string[] {
  return [
    ...nameservers.map((name) => `nameserver of ${subject.registrableDomain}: ${name}`),
    ...(registration === null
      ? []
      : [
          ...(registration.status.length > 0 ? [`registry: status ${registration.status.join(", ")}`] : []),
          ...(registration.expiresAt === null
            ? []
            : [`registry: registered until ${registration.expiresAt.slice(0, 10)}`]),
          ...(registration.registrar === null ? [] : [`registrar: ${registration.registrar}`]),
        ]),
  ];
}
