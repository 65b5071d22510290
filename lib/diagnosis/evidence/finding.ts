import type {
  FindingCode,
  findingKinds,
  HoldCause,
  ResponsibleParty,
  Severity,
} from "@/lib/diagnosis/evidence/catalog";
import type { Evidence } from "@/lib/diagnosis/evidence/evidence";

export {
  type FindingCode,
  findingCodes,
  type ResponsibleParty,
  type Severity,
} from "@/lib/diagnosis/evidence/catalog";

/** The one record to add, change or delete. `host` is relative to the zone, as the provider's form takes it; `@` is its top. */
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
  who: ResponsibleParty;
  /** Short facts. */
  evidence: string[];
  /** When it resolves itself at the latest, RFC 3339; null: not known, or it does not. */
  eta: string | null;
  record: RecordAction | null;
  /**
   * Every record to add, change or delete, deletions first; `record` is the one that says most. Absent from findings stored
   * before there was such a list.
   */
  changes?: RecordAction[] | undefined;
  /** Of `domain-on-hold`: which of its texts for the owner of the DNS fits. Absent: not known, or suspended. */
  cause?: HoldCause | undefined;
  /** Below the app's origin. */
  docUrl: string;
};

type Constant = "severity" | "who" | "title";

/** What a detector returns: the text, and whatever its catalog row leaves open. */
export type AnyFound = Pick<Finding, "explanation" | "fix"> &
  Partial<Pick<Finding, "eta" | "record" | "changes" | "cause" | "evidence" | Constant>>;

export type Found<Code extends FindingCode> = AnyFound &
  Pick<Finding, Exclude<Constant, keyof (typeof findingKinds)[Code]>>;

/** Recognises one cause. Pure. null: it is not there. */
export type Detector<Code extends FindingCode> = (evidence: Evidence) => Found<Code> | null;

/** Where a code is explained, below the app's origin. */
export function docUrlOf(code: FindingCode): string {
  return `/docs/troubleshooting#${code}`;
}
