import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { typedHost } from "@/lib/diagnosis/evidence/read-evidence";
import { changesAt, fixOf, wantedText } from "@/lib/diagnosis/evidence/web-records";

/** The strictest common resolvers stop after eight. */
const maxHops = 8;

export const cnameChainTooLong: Detector<"cname-chain-too-long"> = (evidence) => {
  const { chain, subject } = evidence;
  if (chain === null || chain.end === "loop" || (chain.end !== "too_long" && chain.path.length <= maxHops)) return null;
  return {
    explanation: `${subject.hostname} reaches an address only after ${chain.path.length}${chain.end === "too_long" ? " or more" : ""} CNAMEs. Resolvers give up after about ${maxHops}.`,
    fix: `Replace the CNAME at host ${typedHost(evidence, subject.hostname)} with a ${wantedText(evidence)}, with nothing in between.`,
    evidence: [[subject.hostname, ...chain.path].slice(0, 12).join(" → ")],
    record: fixOf(evidence, "change"),
    changes: changesAt(evidence),
  };
};
