import type { Detector } from "@/lib/diagnosis/finding";
import { parkingNetworks } from "@/lib/diagnosis/known-networks";
import { factsAt, findNetwork, fixOf, wantedText, wrongRecords } from "@/lib/diagnosis/web-records";

export const addressParking: Detector = {
  code: "address-parking",
  hides: [
    "address-foreign",
    "cname-wrong-target",
    "cname-missing",
    "address-missing",
    "records-drifted",
    "proxied-by-cdn",
  ],
  detect(evidence) {
    if (wrongRecords(evidence).length === 0) return null;
    const network = findNetwork(evidence, parkingNetworks);
    if (network === null) return null;
    const { hostname } = evidence.subject;
    return {
      severity: "blocking",
      who: "customer",
      title: "The domain still shows the registrar's parking page",
      explanation: `${hostname} leads to ${network.name}, where registrars and dealers show a page on domains that are not in use. That record was there before you added yours, or yours is missing.`,
      fix: `Delete the record at ${hostname} that leads to ${network.name} (look for “parking” or “forwarding” too), and add a ${wantedText(evidence)}.`,
      evidence: factsAt(evidence),
      record: fixOf(evidence, "change"),
    };
  },
};
