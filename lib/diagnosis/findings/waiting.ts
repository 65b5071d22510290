import { isSettled } from "@/lib/connections/machine";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { timeOf } from "@/lib/diagnosis/evidence/read-evidence";

export const waiting: Detector<"waiting"> = ({ connection, ownership, records, takenAt, subject }) => {
  if (connection === null || isSettled(connection.state)) return null;
  const proven = connection.claimedAt !== null;
  const pointing = records.length > 0 && records.every(({ observation }) => observation.kind === "match");
  if (proven ? !pointing : ownership?.kind !== "match") return null;
  const job =
    proven && connection.state === "issuing_cert" ? "probe-certificate" : proven ? "check-records" : "check-ownership";
  const eta = connection.jobs.find(({ name, failedAt }) => name === job && failedAt === null)?.runAt ?? null;
  const later = eta !== null && eta > takenAt ? eta : null;
  return {
    title:
      proven && connection.state === "issuing_cert"
        ? "The certificate is being issued"
        : "Nothing is wrong: the next check will confirm it",
    explanation: proven
      ? `The records of ${subject.hostname} are right on every nameserver.${connection.state === "issuing_cert" ? " Issuing the certificate usually takes less than a minute." : ""}`
      : `The TXT record of ${subject.hostname} is right on every nameserver.`,
    fix: `You do not have to do anything. The next check is ${later === null ? "due now" : `at ${timeOf(later, takenAt)}`}; press “Check now” to run it immediately.`,
    evidence: [`state: ${connection.state}, since ${timeOf(connection.stateChangedAt, takenAt)}`],
    eta: later,
  };
};
