import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { ownZone } from "@/lib/diagnosis/evidence/read-evidence";

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
  const zone = ownZone({ subject });
  return {
    title: `DNSSEC of ${zone} is broken`,
    explanation: `The signatures of ${zone} do not match the keys at its registry, or have expired. Resolvers that validate DNSSEC, which includes most resolvers and every certificate authority, treat the domain as nonexistent.`,
    fix: `If you do not need DNSSEC, delete the DS record of ${zone} at the registrar. Otherwise, ask the DNS provider to sign the zone again, and update the DS record at the registrar. This often happens after a move to another DNS provider.`,
    evidence: broken.map(
      ({ resolver, name, type }) =>
        `resolver ${resolver}: ${name} ${type} fails with DNSSEC validation and resolves without it`,
    ),
  };
};
