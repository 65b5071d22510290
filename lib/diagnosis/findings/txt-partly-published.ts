import { openChallenge, textFacts } from "@/lib/diagnosis/evidence/challenge-values";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { listOf, timeOf } from "@/lib/diagnosis/evidence/read-evidence";
import { laterBy, refreshSeconds } from "@/lib/diagnosis/evidence/web-records";

export const txtPartlyPublished: Detector<"txt-partly-published"> = (evidence) => {
  const open = openChallenge(evidence);
  const { agreeing = [], disagreeing = [] } = evidence.ownership ?? {};
  if (open === null || agreeing.length === 0 || disagreeing.length === 0) return null;
  const eta = laterBy(evidence, refreshSeconds(evidence));
  return {
    explanation: `The TXT record is right on ${listOf(agreeing)}, but not yet on ${listOf(disagreeing)}. We wait until all of them agree.`,
    fix: `You do not have to change anything: your DNS provider copies the record to its other nameservers${eta === null ? ", usually within minutes" : ` by ${timeOf(eta, evidence.takenAt)}`}. If it does not, ask the provider why ${listOf(disagreeing)} lags behind.`,
    evidence: textFacts(evidence, open.name),
    eta,
  };
};
