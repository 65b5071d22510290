import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { listOf, typedHost } from "@/lib/diagnosis/evidence/read-evidence";
import {
  changesAt,
  factsAt,
  fixOf,
  foreignAddresses,
  wantedText,
  wrongRecords,
} from "@/lib/diagnosis/evidence/web-records";
import { isPublicAddress } from "@/lib/kernel/public-address";

export const addressPrivate: Detector<"address-private"> = (evidence) => {
  if (wrongRecords(evidence).length === 0) return null;
  const all = foreignAddresses(evidence).filter((address) => !isPublicAddress(address) && isPrivate(address));
  if (all.length === 0) return null;
  const found = listOf(all);
  const { hostname } = evidence.subject;
  return {
    explanation: `${hostname} has the address ${found}. It works only inside a home or company network and cannot be reached from the internet.`,
    fix: `Delete the record at host ${typedHost(evidence, hostname)} with ${found}, and add a ${wantedText(evidence)}.`,
    evidence: factsAt(evidence),
    record: fixOf(evidence, "change"),
    changes: changesAt(evidence),
  };
};

/** RFC 1918, loopback, link-local, shared (RFC 6598), and their IPv6 counterparts; not the documentation and test networks. */
function isPrivate(address: string): boolean {
  return /^(10\.|127\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[789]\d|1[01]\d|12[0-7])\.|0\.|::1$|f[cd]|fe[89ab])/i.test(
    address,
  );
}
