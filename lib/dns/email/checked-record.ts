import { type EmailFindingCode, type EmailRecordStatus, emailFindingKinds } from "@/lib/dns/email/catalog";
import type { WantedEmailRecord } from "@/lib/dns/email/email-records";

/** `found`: what is published in its place. */
export type CheckedEmailRecord = WantedEmailRecord & { status: EmailRecordStatus; found: string[] };

export type EmailFinding = {
  code: EmailFindingCode;
  severity: "blocking" | "warning" | "info";
  title: string;
  explanation: string;
  fix: string;
  /** Short facts. */
  evidence: string[];
  /** Below the app's origin. */
  docUrl: string;
};

export type CheckPart = { records: CheckedEmailRecord[]; findings: EmailFinding[] };

export function found(
  code: EmailFindingCode,
  { explanation, fix, evidence }: Pick<EmailFinding, "explanation" | "fix"> & { evidence: readonly string[] },
): EmailFinding {
  return {
    code,
    ...emailFindingKinds[code],
    explanation: explanation.slice(0, maxText),
    fix: fix.slice(0, maxText),
    evidence: evidence.slice(0, maxEvidence).map((fact) => fact.slice(0, maxFact)),
    docUrl: `/docs/troubleshooting#${code}`,
  };
}

/** Whoever owns the zone chooses what its records hold. */
const maxText = 1_500;
const maxEvidence = 20;
const maxFact = 600;

export function toUnknown(wanted: WantedEmailRecord, reason: string): CheckedEmailRecord {
  return { ...wanted, status: "unknown", found: [reason] };
}
