import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { cdns } from "@/lib/diagnosis/evidence/known-networks";
import { sameAddress } from "@/lib/diagnosis/evidence/read-evidence";
import {
  factsAt,
  findNetwork,
  fixOf,
  foreignAddresses,
  reachesUs,
  wantedText,
  wrongRecords,
} from "@/lib/diagnosis/evidence/web-records";

/** Whoever stands between, a name at which our own edge answers works, and is not called broken. */
export const proxiedByCdn: Detector<"proxied-by-cdn"> = (evidence) => {
  if (wrongRecords(evidence).length === 0) return null;
  const network = findNetwork(evidence, cdns);
  // Beside an alias to us, it is the alias's addresses that were asked: a foreign one must have answered itself.
  const foreign = foreignAddresses(evidence);
  const isProven = (address: string) => evidence.reach.some((one) => one.proven && sameAddress(one.address, address));
  const reaches = foreign.some(isProven) && reachesUs(evidence);
  if (network === null && !reaches) return null;
  const { hostname } = evidence.subject;
  const who = network?.name ?? "another server";
  if (reaches) {
    return {
      severity: "info",
      title: `Visitors come to us through ${who}`,
      explanation: `${hostname} leads to ${who}, and our own edge answers behind it. The site works; the certificate that visitors see is that of ${who}.`,
      fix: `Nothing has to be changed. If visitors should come to us directly, make it a ${wantedText(evidence)}.`,
      evidence: ["our edge answered the one-time question that we sent to the public name", ...factsAt(evidence)],
    };
  }
  return {
    severity: "blocking",
    title: `${who} stands in front of the domain`,
    explanation: `${hostname} leads to ${who}, and our edge does not answer behind it. ${who} hides the record that was asked for, so it cannot be checked, and no certificate can be issued.`,
    fix: `${network?.hint ?? `Switch the proxy of ${who} off for ${hostname}.`} The record has to be a ${wantedText(evidence)}.`,
    evidence: factsAt(evidence),
    record: fixOf(evidence, "change"),
  };
};
