import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { typedHost } from "@/lib/diagnosis/evidence/read-evidence";
import { factsAt, fixOf, isWildcardAnswer, wantedText, wrongRecords } from "@/lib/diagnosis/evidence/web-records";

export const wildcardHidesRecord: Detector = {
  code: "wildcard-hides-record",
  hides: [
    "cname-missing",
    "cname-wrong-target",
    "cname-target-missing",
    "cname-beside-other-records",
    "address-missing",
    "address-foreign",
    "address-private",
    "address-parking",
    "proxied-by-cdn",
    "leftover-ipv6",
    "records-drifted",
  ],
  detect(evidence) {
    if (wrongRecords(evidence).length === 0 || !isWildcardAnswer(evidence)) return null;
    const { hostname } = evidence.subject;
    return {
      severity: "blocking",
      who: "customer",
      title: "A wildcard answers in place of the missing record",
      explanation: `No record stands at ${hostname} itself. A wildcard record (with a * in its host) of your domain answers for it and leads elsewhere.`,
      fix: `Leave the wildcard as it is, and add a record beside it: as host type ${typedHost(evidence, hostname)}, a ${wantedText(evidence)}. A record of its own goes before a wildcard.`,
      evidence: ["a name that nobody made has the same answer", ...factsAt(evidence)],
      record: fixOf(evidence, "add"),
    };
  },
};
