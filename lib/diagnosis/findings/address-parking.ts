import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { parkingNetworks } from "@/lib/diagnosis/evidence/known-networks";
import { aliasAt, listOf, recordAction, typedHost, valuesAt } from "@/lib/diagnosis/evidence/read-evidence";
import {
  changesAt,
  factsAt,
  findNetwork,
  fixOf,
  foreignAddresses,
  wantedText,
  wrongRecords,
} from "@/lib/diagnosis/evidence/web-records";

export const addressParking: Detector<"address-parking"> = (evidence) => {
  if (wrongRecords(evidence).length === 0) return null;
  const network = findNetwork(evidence, parkingNetworks);
  if (network === null) return null;
  const { hostname } = evidence.subject;
  const parked = foreignAddresses(evidence);
  const [first] = parked;
  const beside =
    aliasAt(evidence, hostname) === null &&
    [...valuesAt(evidence, hostname, "A"), ...valuesAt(evidence, hostname, "AAAA")].length > parked.length;
  return {
    explanation: beside
      ? `${hostname} has our address and also ${listOf(parked)} of ${network.name}, which shows a parking page for unused domains. Some visitors end up there.`
      : `${hostname} points to ${network.name}, which shows a parking page for unused domains. The registrar's default record is still in place, or yours is missing.`,
    fix: beside
      ? `Delete the record at host ${typedHost(evidence, hostname)} with ${listOf(parked)} (it may be listed as “parking” or “forwarding”). Keep ours.`
      : `Delete the record at host ${typedHost(evidence, hostname)} that points to ${network.name} (it may be listed as “parking” or “forwarding”), and add a ${wantedText(evidence)}.`,
    evidence: factsAt(evidence),
    record:
      beside && first !== undefined
        ? recordAction(evidence, "delete", hostname, first.includes(":") ? "AAAA" : "A", first)
        : fixOf(evidence, "change"),
    changes: changesAt(evidence),
  };
};
