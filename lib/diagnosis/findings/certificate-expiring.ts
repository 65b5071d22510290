import { isServed } from "@/lib/connections/machine";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { timeOf } from "@/lib/diagnosis/evidence/read-evidence";
import { isRenewalOverdue } from "@/lib/edge/guardian/policy";

export const certificateExpiring: Detector<"certificate-expiring"> = ({ connection, takenAt, subject }) => {
  const certificate = connection?.certificate;
  if (!connection || !certificate || !isServed(connection.state)) return null;
  const dates = { notBefore: new Date(certificate.notBefore), notAfter: new Date(certificate.notAfter) };
  if (!isRenewalOverdue(dates, new Date(takenAt))) return null;
  const over = certificate.notAfter < takenAt;
  return {
    severity: over ? "blocking" : "warning",
    title: over ? "The certificate has expired" : "The certificate is not being renewed",
    explanation: `The certificate of ${subject.hostname} ${over ? "was" : "is"} valid until ${timeOf(certificate.notAfter, takenAt)}, and should have been renewed by now.`,
    fix: "Usually the domain no longer points to us, or CAA records were added: check the other findings. Otherwise, see Caddy's log for the certificate authority's error message.",
    evidence: [`issuer: ${certificate.issuer}`, `not after: ${certificate.notAfter}`],
  };
};
