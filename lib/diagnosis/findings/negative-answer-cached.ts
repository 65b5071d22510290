import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { answering, isOver, timeOf } from "@/lib/diagnosis/evidence/read-evidence";
import { laterBy } from "@/lib/diagnosis/evidence/web-records";

export const negativeAnswerCached: Detector<"negative-answer-cached"> = (evidence) => {
  const { recursive, connection, takenAt } = evidence;
  if (connection !== null && isOver(connection.state)) return null;
  // An alias whose target has nothing is another matter: only what stands at the name itself is looked at.
  const denied = recursive.filter(
    ({ checkingDisabled, kind, name, type }) =>
      !checkingDisabled &&
      (kind === "nxdomain" || kind === "nodata") &&
      answering(evidence, name, type).every((server) => server.kind === "answer"),
  );
  const [first] = denied;
  if (first === undefined) return null;
  const seconds = Math.max(...denied.map(({ negativeTtlSeconds }) => negativeTtlSeconds ?? 0));
  const eta = seconds > 0 ? laterBy(evidence, seconds) : null;
  return {
    explanation: `The ${first.type} record at ${first.name} is published. Resolvers that were asked before it was may go on saying that there is none${eta === null ? "" : ` until ${timeOf(eta, takenAt)}`}.`,
    fix: "Nothing is to be done: that heals by itself. Our own checks do not depend on those caches.",
    evidence: denied.map(
      ({ resolver, name, type, kind, negativeTtlSeconds }) =>
        `resolver ${resolver}: ${name} ${type}: ${kind}${negativeTtlSeconds === null ? "" : `, for ${negativeTtlSeconds} s more`}`,
    ),
    eta,
  };
};
