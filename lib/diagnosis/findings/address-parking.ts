import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { parkingNetworks } from "@/lib/diagnosis/evidence/known-networks";
import { aliasAt, listOf, recordAction, typedHost, valuesAt } from "@/lib/diagnosis/evidence/read-evidence";
import {
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
      ? `Our address stands at ${hostname}, and beside it ${listOf(parked)} of ${network.name}, where registrars and dealers show a page on domains that are not in use. A part of the visitors ends up there.`
      : `${hostname} leads to ${network.name}, where registrars and dealers show a page on domains that are not in use. That record was there before you added yours, or yours is missing.`,
    fix: beside
      ? `Delete the record at host ${typedHost(evidence, hostname)} with ${listOf(parked)} (look for “parking” or “forwarding” too). Ours stays.`
      : `Delete the record at host ${typedHost(evidence, hostname)} that leads to ${network.name} (look for “parking” or “forwarding” too), and add a ${wantedText(evidence)}.`,
    evidence: factsAt(evidence),
    record:
      beside && first !== undefined
        ? recordAction(evidence, "delete", hostname, first.includes(":") ? "AAAA" : "A", first)
        : fixOf(evidence, "change"),
  };
};
