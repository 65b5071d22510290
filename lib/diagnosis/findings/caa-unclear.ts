import { isOver } from "@/lib/connections/machine";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { recordAction } from "@/lib/diagnosis/evidence/read-evidence";
import type { LookUpFailure } from "@/lib/dns/look-up-failure";

export const caaUnclear: Detector<"caa-unclear"> = (evidence) => {
  const { answers, caa, connection, parts, subject } = evidence;
  if (caa?.verdict !== "unknown" || parts.caa !== "ok" || (connection !== null && isOver(connection.state)))
    return null;
  // Our own limits say nothing about the domain.
  if (caa.failure !== null && ownLimits.includes(caa.failure)) return null;
  const unreadable = caa.reason === "unreadable";
  // Other queries timed out too: the server is down, and CAA is not the cause.
  const isSilent = answers.some(({ type, servers }) => type !== "CAA" && servers.some(isTimeout));
  if (isSilent && caa.failure === "timeout") return null;
  const lacksCertificate = connection !== null && connection.certificateFact !== "ok";
  return {
    // A CA that cannot read CAA records does not issue. If the edge was refused already, this is the likeliest reason.
    severity: lacksCertificate && (unreadable || connection.certificateError !== null) ? "blocking" : "warning",
    who: unreadable ? "dns_provider" : "customer",
    title: unreadable ? "The CAA records cannot be read" : "CAA records may forbid our certificate",
    explanation: caa.explanation,
    fix: unreadable
      ? `Ask the DNS provider why its nameservers do not answer queries for the CAA records of ${caa.host ?? "the domain"}.`
      : caa.issuer === null
        ? `Check the CAA records of ${caa.host ?? "the domain"}: they must allow our certificate authority without naming an account.`
        : `Add a CAA record at ${caa.host ?? subject.hostname}: flag 0, tag “issue”, value “${caa.issuer}”, without naming an account.`,
    evidence: caa.records.map((record) => `${caa.host ?? ""}: CAA ${record}`),
    record:
      caa.issuer === null
        ? null
        : recordAction(evidence, "add", caa.host ?? subject.hostname, "CAA", `0 issue "${caa.issuer}"`),
  };
};

const ownLimits: readonly LookUpFailure[] = ["out_of_time", "too_many_questions", "overload"];

function isTimeout({ reason }: { reason?: string }): boolean {
  return reason === "timeout";
}
