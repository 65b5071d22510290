import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { recordAction, timeOf } from "@/lib/diagnosis/evidence/read-evidence";

/** For the account that holds the hostname. */
export const hostnameContested: Detector<"hostname-contested"> = (evidence) => {
  const { connection, subject, takenAt } = evidence;
  if (connection?.contest?.role !== "holder") return null;
  const { until } = connection.contest;
  const { challenge } = subject;
  return {
    title: `Another account proves control of ${subject.hostname}`,
    explanation: `Somebody with access to the DNS of ${subject.hostname} proves control of it for another account. Your own TXT record is not published. The domain moves to the other account at ${timeOf(until, takenAt)}.`,
    fix: "To keep the domain, publish your TXT record again before that time. If it is not yours any more, do nothing.",
    evidence: [`moves at ${until}`],
    eta: until,
    ...(challenge === null ? {} : { record: recordAction(evidence, "add", challenge.name, "TXT", challenge.value) }),
  };
};
