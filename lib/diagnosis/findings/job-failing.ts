import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { timeOf } from "@/lib/diagnosis/evidence/read-evidence";

const attemptsToTell = 3;

export const jobFailing: Detector<"job-failing"> = ({ connection, takenAt }) => {
  const failing = (connection?.jobs ?? []).filter(
    (job) => job.failedAt !== null || (job.attempts >= attemptsToTell && job.lastError !== null),
  );
  const [first] = failing;
  if (first === undefined) return null;
  const over = first.failedAt !== null;
  return {
    explanation: `The background check “${first.name}” ${over ? "has been given up" : `has failed ${first.attempts} times in a row`}. That is a fault of ours, or of something that we need, and not of the domain's records.`,
    fix: over
      ? "Press “Check now” to start it afresh. Support staff find the error in the console."
      : `It is tried again at ${timeOf(first.runAt, takenAt)}. Support staff find the error in the console.`,
    evidence: failing.map((job) => `${job.name}: ${job.attempts} failed attempts`),
    eta: over ? null : first.runAt,
  };
};
