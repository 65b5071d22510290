import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { cdns } from "@/lib/diagnosis/evidence/known-networks";
import { sameAddress } from "@/lib/diagnosis/evidence/read-evidence";
import {
  changesAt,
  factsAt,
  findNetwork,
  fixOf,
  foreignAddresses,
  reachesUs,
  siteText,
  wantedText,
  wrongRecords,
} from "@/lib/diagnosis/evidence/web-records";

/** A hostname at which our own edge answers works, whatever proxy is in between. */
export const proxiedByCdn: Detector<"proxied-by-cdn"> = (evidence) => {
  if (wrongRecords(evidence).length === 0) return null;
  const network = findNetwork(evidence, cdns);
  // Beside an alias to us, the alias's addresses were probed: a foreign address must have answered itself.
  const foreign = foreignAddresses(evidence);
  const isProven = (address: string) => evidence.reach.some((one) => one.proven && sameAddress(one.address, address));
  const reaches = foreign.some(isProven) && reachesUs(evidence);
  if (network === null && !reaches) return null;
  const { hostname } = evidence.subject;
  const who = network?.name ?? "another server";
  if (reaches) {
    return {
      severity: "info",
      title: `Visitors reach us through ${who}`,
      explanation: `${hostname} points to ${who}, and our edge answers behind it. ${siteText(evidence)}. Visitors see the certificate of ${who}.`,
      fix: `You do not have to change anything. If visitors should reach us directly, make it a ${wantedText(evidence)}.`,
      evidence: ["our edge answered the one-time request sent to the public name", ...factsAt(evidence)],
    };
  }
  return {
    severity: "blocking",
    title: `${who} proxies the domain`,
    explanation: `${hostname} points to ${who}, and our edge does not answer behind it. ${who} hides the record we need, so we cannot check it or issue a certificate.`,
    fix: `${network?.hint ?? `Turn off the proxy of ${who} for ${hostname}.`} Make the record a ${wantedText(evidence)}.`,
    evidence: factsAt(evidence),
    record: fixOf(evidence, "change"),
    changes: changesAt(evidence),
  };
};
