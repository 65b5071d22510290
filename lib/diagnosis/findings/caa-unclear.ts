import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { isOver } from "@/lib/diagnosis/evidence/read-evidence";
import type { LookUpFailure } from "@/lib/dns/look-up-failure";

export const caaUnclear: Detector<"caa-unclear"> = ({ answers, caa, connection, parts }) => {
  if (caa?.verdict !== "unknown" || parts.caa !== "ok" || (connection !== null && isOver(connection.state)))
    return null;
  // Our own short time is no statement about the domain.
  if (caa.failure !== null && ownLimits.includes(caa.failure)) return null;
  const unreadable = caa.reason === "unreadable";
  // Where other questions were not answered either, it is the server that is silent: CAA has nothing to do with it.
  const isSilent = answers.some(({ type, servers }) => type !== "CAA" && servers.some(isTimeout));
  if (isSilent && caa.failure === "timeout") return null;
  const lacksCertificate = connection !== null && connection.certificateFact !== "ok";
  return {
    // An authority that cannot read them does not issue; where the edge was refused already, this is the likeliest reason.
    severity: lacksCertificate && (unreadable || connection.certificateError !== null) ? "blocking" : "warning",
    who: unreadable ? "dns_provider" : "customer",
    title: unreadable ? "The CAA records cannot be read" : "CAA records may forbid our certificate",
    explanation: caa.explanation,
    fix: unreadable
      ? `Ask the DNS provider why its nameservers do not answer the question for CAA records of ${caa.host ?? "the domain"}.`
      : `Look at the CAA records of ${caa.host ?? "the domain"}, and make sure that our certificate authority may issue without an account of its own being named.`,
    evidence: caa.records.map((record) => `${caa.host ?? ""}: CAA ${record}`),
  };
};

const ownLimits: readonly LookUpFailure[] = ["out_of_time", "too_many_questions", "overload"];

function isTimeout({ reason }: { reason?: string }): boolean {
  return reason === "timeout";
}
