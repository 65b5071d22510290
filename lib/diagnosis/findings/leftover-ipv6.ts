import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { isOurs, listOf, recordAction, typedHost, valuesAt } from "@/lib/diagnosis/evidence/read-evidence";
import { changesAt, wrongRecords } from "@/lib/diagnosis/evidence/web-records";

export const leftoverIpv6: Detector<"leftover-ipv6"> = (evidence) => {
  const { hostname } = evidence.subject;
  const four = valuesAt(evidence, hostname, "A");
  const foreign = valuesAt(evidence, hostname, "AAAA").filter((address) => !isOurs(evidence, address));
  const [first] = foreign;
  const fourAreOurs = four.every((address) => isOurs(evidence, address));
  if (first === undefined || four.length === 0 || !fourAreOurs || wrongRecords(evidence).length === 0) return null;
  return {
    explanation: `The A record of ${hostname} is right, but an old AAAA record (${listOf(foreign)}) is still published. Visitors with IPv6 and the certificate authority reach the old server.`,
    fix: `Delete the AAAA record at host ${typedHost(evidence, hostname)} with ${listOf(foreign)}`,
    evidence: [`${hostname}: A ${listOf(four)}`, `${hostname}: AAAA ${listOf(foreign)}`],
    record: recordAction(evidence, "delete", hostname, "AAAA", first),
    changes: changesAt(evidence),
  };
};
