import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { timeOf } from "@/lib/diagnosis/evidence/read-evidence";

/** For the account that proves control afresh. */
export const contestRunning: Detector<"contest-running"> = ({ connection, subject, takenAt }) => {
  if (connection?.contest?.role !== "challenger") return null;
  const { until } = connection.contest;
  return {
    explanation: `Another account holds ${subject.hostname}, and it is in use there. Your TXT record is right and stands alone, so the domain moves to you at ${timeOf(until, takenAt)}, unless the old TXT record comes back.`,
    fix: "Leave your TXT record as it is. You do not have to do anything else.",
    evidence: [`moves at ${until}`],
    eta: until,
  };
};
