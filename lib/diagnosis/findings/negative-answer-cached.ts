import { isOver } from "@/lib/connections/machine";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { answering, timeOf } from "@/lib/diagnosis/evidence/read-evidence";
import { laterBy } from "@/lib/diagnosis/evidence/web-records";

export const negativeAnswerCached: Detector<"negative-answer-cached"> = (evidence) => {
  const { recursive, connection, takenAt } = evidence;
  if (connection !== null && isOver(connection.state)) return null;
  // Only what is at the name itself counts: an alias whose target has nothing is another matter.
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
    explanation: `The ${first.type} record at ${first.name} is published. Resolvers that were asked before may still report that it does not exist${eta === null ? "" : ` until ${timeOf(eta, takenAt)}`}.`,
    fix: "You do not have to do anything: the caches expire on their own. Our checks do not depend on them.",
    evidence: denied.map(
      ({ resolver, name, type, kind, negativeTtlSeconds }) =>
        `resolver ${resolver}: ${name} ${type}: ${kind}${negativeTtlSeconds === null ? "" : `, for ${negativeTtlSeconds} s more`}`,
    ),
    eta,
  };
};
