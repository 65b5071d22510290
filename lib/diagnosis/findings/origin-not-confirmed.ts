import { isOver } from "@/lib/connections/machine";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { timeOf } from "@/lib/diagnosis/evidence/read-evidence";

export const originNotConfirmed: Detector<"origin-not-confirmed"> = ({ connection, subject, takenAt }) => {
  if (connection?.originError == null || isOver(connection.state)) return null;
  const { id, originError, certificateCheckedAt } = connection;
  return {
    explanation: `Your application requires that your server confirms each domain before it is live, and it has not confirmed ${subject.hostname}: ${originError}.`,
    fix: `Let your server answer GET https://${subject.hostname}/.well-known/latchkey-connection with status 200 and the connection's id, ${id}, as the first line. It is “sub” in X-Latchkey-Assertion. Or turn off “Confirm each domain” in the application's settings.`,
    evidence: [
      `requested through the edge${certificateCheckedAt === null ? "" : ` at ${timeOf(certificateCheckedAt, takenAt)}`}: ${originError}`,
    ],
  };
};
