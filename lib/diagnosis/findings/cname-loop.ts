import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { typedHost } from "@/lib/diagnosis/evidence/read-evidence";
import { fixOf, wantedText } from "@/lib/diagnosis/evidence/web-records";

export const cnameLoop: Detector<"cname-loop"> = (evidence) => {
  const { chain, subject } = evidence;
  if (chain?.end !== "loop") return null;
  const way = [subject.hostname, ...chain.path];
  return {
    explanation: `The aliases (CNAMEs) that start at ${subject.hostname} come back to a name that was there before, so nobody ever arrives at an address.`,
    fix: `Replace the CNAME at host ${typedHost(evidence, subject.hostname)} by a ${wantedText(evidence)}.`,
    evidence: [way.slice(0, 10).join(" → ")],
    record: fixOf(evidence, "change"),
  };
};
