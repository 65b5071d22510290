import type { Detector } from "@/lib/diagnosis/evidence/finding";

export const dnssecBroken: Detector<"dnssec-broken"> = ({ recursive, subject }) => {
  const strict = recursive.filter(({ checkingDisabled, kind }) => !checkingDisabled && kind === "servfail");
  const broken = strict.filter((one) =>
    recursive.some(
      (other) =>
        other.checkingDisabled &&
        other.resolver === one.resolver &&
        other.name === one.name &&
        other.type === one.type &&
        (other.kind === "answer" || other.kind === "nodata" || other.kind === "nxdomain"),
    ),
  );
  if (broken.length === 0) return null;
  const zone = subject.zone ?? subject.registrableDomain;
  return {
    title: `DNSSEC of ${zone} is broken`,
    explanation: `The signatures of ${zone} do not fit the keys that its registry names, or have expired. Resolvers that check signatures, and that is most of them and every certificate authority, treat the domain as if it were not there.`,
    fix: `If you do not need DNSSEC, delete the DS record of ${zone} at the registrar. Otherwise have the DNS provider sign the zone again, and give the registrar the DS record that the provider shows now. This often happens after a move to another DNS provider.`,
    evidence: broken.map(
      ({ resolver, name, type }) =>
        `${resolver}: ${name} ${type} fails when signatures are checked, and answers when they are not`,
    ),
  };
};
