import type { FindingCode, HoldCause } from "@/lib/diagnosis/evidence/catalog";
import type { RecordAction } from "@/lib/diagnosis/evidence/finding";
import type { ChangeKind } from "@/lib/dns/mark-difference";
import type { Language } from "@/lib/kernel/languages";

/**
 * A finding in words for somebody who edits the DNS of a domain, has no account here, and may have never done it before.
 * Records' names and values are in the steps, so that nobody copies one out of a sentence. `todo`: what to do that is no
 * record. `{domain}`: the registrable domain.
 */
export type OwnerText = { title: string; text: string; todo?: string };

/** Nothing that the owner of the DNS could do, or has to know in detail: `ours` serves for them all. */
export const oursCodes = [
  "worker-not-running",
  "credential-invalid",
  "credential-retired",
  "permission-missing",
  "gate-account-tier",
  "gate-ip-allowlist",
  "gate-domain-switch",
  "zone-not-here",
  "zone-read-only",
  "conflict-existing",
  "record-refused",
  "delegated-elsewhere",
  "read-incomplete",
  "rate-limited",
  "provider-unavailable",
  "certificate-limit-reached",
  "proof-expired",
  "edge-unreachable",
  "ask-never-asked",
  "ask-refused",
  "certificate-refused",
  "certificate-wrong",
  "certificate-expiring",
  "renewal-overdue",
  "upstream-loops",
  "upstream-refused",
  "origin-not-confirmed",
  "job-failing",
] as const satisfies readonly FindingCode[];

/** The owner of the DNS has to wait for it, and it has a text that says for what. */
export const waitingCodes = [
  "records-being-written",
  "certificate-queued",
  "ca-rate-limited",
  "negative-answer-cached",
  "old-answer-cached",
  "waiting",
] as const satisfies readonly FindingCode[];

export type OwnerFindingCode = Exclude<FindingCode, (typeof oursCodes)[number]>;

type Action = RecordAction["action"];

/**
 * What the owner of the DNS reads: findings, instructions, and the mail with them. Placeholders are `{name}`, the same ones in
 * every language; the comments name them. Texts that are not whole sentences say where they stand.
 */
export type InstructionTexts = {
  language: Language;
  findings: Readonly<Record<OwnerFindingCode, OwnerText>>;
  /** In place of the text of `domain-on-hold`, where its cause is known. */
  holds: Readonly<Record<HoldCause, OwnerText>>;
  /** Something that is not the reader's to do is not ready. */
  ours: { title: string; text: string };
  /** What to do about a finding whose record is shown beside it; `wait`: nothing. */
  fixes: Readonly<Record<Action | "wait", string>>;
  /** Subjects of the mail, titles of the page. {hostname} */
  titles: { records: string; correct: string };
  /** Where the application has a name of its own. The {service} of the texts below. {application} {company} */
  service: string;
  /** {hostname}, and {company} or {service}. */
  why: { ended: string; live: string; drifted: string; needed: string };
  leave: { unnamed: string; others: string };
  /** In place of the reason to delete an MX record. */
  mailRecord: string;
  /** A value that is nearly right. {differences}: a list of those below. */
  compare: string;
  /** Parts of a sentence, without a capital. {published} {wanted} */
  differences: Readonly<Record<ChangeKind, string>>;
  mail: {
    greeting: string;
    /** {company} {hostname} */
    connect: string;
    restore: string;
    /** {provider} {domain}; a URL follows. */
    signIn: string;
    /** {domain} */
    signInSomewhere: string;
    actions: Readonly<Record<Action, string>>;
    /** Before a value, with a colon. `now`: what is published. */
    labels: { type: string; name: string; value: string; ttl: string; now: string };
    /** In brackets behind a name, with a colon: the other name follows. */
    fullName: string;
    shortName: string;
    /** {duration}: “300 seconds”. */
    ttl: string;
    copyExactly: string;
    /** {title} {text} */
    note: string;
    providerNote: string;
    /** A link follows. */
    link: string;
    automatic: string;
    thanks: string;
    /** {company}; what they typed follows. */
    writes: string;
    /** {company} */
    sentBy: string;
    /** {company}; a link follows. */
    stop: string;
    /** The sender's name. {company} */
    sender: string;
  };
};
