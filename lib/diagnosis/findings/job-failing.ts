import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { timeOf } from "@/lib/diagnosis/evidence/read-evidence";

const minAttempts = 3;

export const jobFailing: Detector<"job-failing"> = ({ connection, takenAt }) => {
  const failing = (connection?.jobs ?? []).filter(
    (job) => job.failedAt !== null || (job.attempts >= minAttempts && job.lastError !== null),
  );
  const [first] = failing;
  if (first === undefined) return null;
  const over = first.failedAt !== null;
  return {
    explanation: `The background check “${first.name}” ${over ? "failed and will not be retried" : `failed ${first.attempts} times in a row`}. The fault is on our side, not in the domain's records.`,
    fix: over
      ? "Press “Check now” to start it again. Support staff can see the error in the console."
      : `We retry at ${timeOf(first.runAt, takenAt)}. Support staff can see the error in the console.`,
    evidence: failing.map((job) => `${job.name}: ${job.attempts} failed attempts`),
    eta: over ? null : first.runAt,
  };
};
