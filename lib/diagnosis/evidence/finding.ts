import type { FindingCode, Severity, Who } from "@/lib/diagnosis/evidence/catalog";
import type { Evidence } from "@/lib/diagnosis/evidence/evidence";

export {
  actors,
  type FindingCode,
  findingCodes,
  type Severity,
  severities,
  type Who,
} from "@/lib/diagnosis/evidence/catalog";

/** The one record to add, change or delete. `host` is relative to the zone, as the provider's form wants it; `@` is its top. */
export type RecordAction = {
  action: "add" | "change" | "delete";
  host: string;
  fqdn: string;
  type: string;
  value: string;
};

export type Finding = {
  code: FindingCode;
  severity: Severity;
  title: string;
  explanation: string;
  fix: string;
  who: Who;
  /** Short facts. */
  evidence: string[];
  /** When time alone will have healed it, RFC 3339; null: not known, or time heals nothing. */
  eta: string | null;
  record: RecordAction | null;
  /** Below the app's origin. */
  docUrl: string;
};

/** What a detector says; the rest of the finding follows from its code. */
export type Found = Omit<Finding, "code" | "eta" | "record" | "docUrl" | "evidence"> &
  Partial<Pick<Finding, "eta" | "record" | "evidence">>;

/** One cause, recognised by a pure function. `hides`: what follows from it and must not be told beside it. */
export type Detector = {
  code: FindingCode;
  hides: readonly FindingCode[];
  detect(evidence: Evidence): Found | null;
};

/** Where a code is explained, below the app's origin. */
export function docUrlOf(code: FindingCode): string {
  return `/docs/troubleshooting#${code}`;
}
