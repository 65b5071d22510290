import type { Finding } from "@/lib/diagnosis/evidence/finding";
import type { Provider } from "@/lib/dns/providers/catalog";
import { recordLines, shareLinkText } from "@/lib/dns/records/mail-text";

type ReplyFinding = Pick<Finding, "severity" | "title" | "explanation" | "fix" | "who" | "eta" | "record">;

export type ReplySubject = {
  hostname: string;
  state: string;
  /** The first blocking one at the head; none: nothing is wrong. */
  findings: readonly ReplyFinding[];
  /** Where the customer's DNS is managed; null: not known. */
  provider: ReplyProvider | null;
};

type ReplyProvider = Pick<Provider, "name" | "dnsPageUrl" | "hostLabelStyle" | "notes">;

/** A mail for the customer, in plain text: what is wrong, the exact record, where to change it, and how long it takes. */
export function draftReply(subject: ReplySubject): { subject: string; text: string } {
  const { hostname, findings } = subject;
  const [finding] = findings;
  const paragraphs = finding ? explain(subject, finding) : [nothingWrong(subject)];
  return {
    subject: finding ? `${hostname}: ${finding.title}` : `${hostname}: status`,
    text: ["Hello,", ...paragraphs, closing, "Kind regards"].join("\n\n"),
  };
}

const closing = "If anything is unclear, just reply to this mail.";

/** The same mail, with a link to the page that shows the records and their status. */
export function withShareLink(text: string, url: string): string {
  return text.replace(closing, () => `${shareLinkText(url)}\n\n${closing}`);
}

function explain(subject: ReplySubject, finding: ReplyFinding): string[] {
  return [
    `we checked why ${subject.hostname} is not working yet. ${finding.title}.`,
    finding.explanation,
    ...whatToDo(subject, finding),
    ...(finding.eta === null
      ? []
      : [`The change should be visible everywhere by ${timeText(finding.eta)} at the latest.`]),
    "We check automatically: you do not need to let us know when it is done.",
  ];
}

function whatToDo({ provider, findings }: ReplySubject, { who, fix, record }: ReplyFinding): string[] {
  switch (who) {
    case "customer":
      return [
        `What to do${provider ? ` at ${provider.name} (${provider.dnsPageUrl})` : " at your DNS provider"}:`,
        fix,
        ...(record ? [recordText(record, provider)] : []),
        ...whileThere(findings.slice(1), provider),
        ...(provider?.notes ? [provider.notes] : []),
      ];
    case "dns_provider":
      return ["Your DNS provider has to fix this. Please send them the following:", fix];
    case "ca":
      return ["You do not need to do anything: we are waiting for the certificate authority.", fix];
    default:
      return ["You do not need to do anything: this is on our side, and we are working on it."];
  }
}

/** The findings that would block next, so that one mail is enough. */
function whileThere(others: readonly ReplyFinding[], provider: ReplyProvider | null): string[] {
  const theirs = others.filter(({ severity, who, record }) => severity === "blocking" && who === "customer" && record);
  if (theirs.length === 0) return [];
  return [
    "While you are there, please also do this:",
    ...theirs.flatMap(({ fix, record }) => [fix, ...(record ? [recordText(record, provider)] : [])]),
  ];
}

const actionTexts = {
  add: "Add this record:",
  change: "Change the record so that it reads:",
  delete: "Delete this record:",
} as const;

/** With the host as the provider's form expects it. */
function recordText(
  { action, host: relative, ...record }: NonNullable<Finding["record"]>,
  provider: ReplyProvider | null,
): string {
  const host = provider?.hostLabelStyle === "fqdn" ? record.fqdn : relative;
  return [actionTexts[action], ...recordLines({ ...record, host })].join("\n");
}

function nothingWrong({ hostname, state }: ReplySubject): string {
  return state === "live"
    ? `${hostname} works: its DNS records are correct, and it has a valid certificate.`
    : `we checked ${hostname} and found nothing that you need to change. The setup continues automatically, and we keep checking it.`;
}

/** `2026-11-23T10:00:00.000Z` as `2026-11-23 10:00 UTC`. */
function timeText(eta: string): string {
  return `${eta.slice(0, 10)} ${eta.slice(11, 16)} UTC`;
}
