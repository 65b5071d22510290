import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { typedHost } from "@/lib/diagnosis/evidence/read-evidence";
import { changesAt, fixOf, wantedText } from "@/lib/diagnosis/evidence/web-records";

export const cnameLoop: Detector<"cname-loop"> = (evidence) => {
  const { chain, subject } = evidence;
  if (chain?.end !== "loop") return null;
  const way = [subject.hostname, ...chain.path];
  return {
    explanation: `The CNAMEs that start at ${subject.hostname} lead back to an earlier name and never reach an address.`,
    fix: `Replace the CNAME at host ${typedHost(evidence, subject.hostname)} with a ${wantedText(evidence)}.`,
    evidence: [way.slice(0, 10).join(" → ")],
    record: fixOf(evidence, "change"),
    changes: changesAt(evidence),
  };
};
