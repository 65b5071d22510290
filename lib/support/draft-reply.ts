import type { Finding } from "@/lib/diagnosis/finding";

export type ReplySubject = {
  hostname: string;
  state: string;
  /** The one that blocks first; null: nothing is wrong. */
  finding: Pick<Finding, "title" | "explanation" | "fix" | "who" | "eta" | "record"> | null;
  /** Where the customer's DNS is edited; null: not known. */
  provider: { name: string; dnsPageUrl: string } | null;
};

/** A mail for the customer, in plain text: what is wrong, the exact record, where to change it, and how long it takes. */
export function draftReply(subject: ReplySubject): { subject: string; text: string } {
  const { hostname, finding } = subject;
  const paragraphs = finding ? explain(subject, finding) : [nothingWrong(subject)];
  return {
    subject: finding ? `${hostname}: ${finding.title}` : `${hostname}: how it stands`,
    text: ["Hello,", ...paragraphs, "If anything is unclear, just answer this mail.", "Kind regards"].join("\n\n"),
  };
}

function explain(subject: ReplySubject, finding: NonNullable<ReplySubject["finding"]>): string[] {
  return [
    `we looked into why ${subject.hostname} is not working yet. ${finding.title}.`,
    finding.explanation,
    ...whatToDo(subject, finding),
    ...(finding.eta === null ? [] : [`By ${timeText(finding.eta)} at the latest it should be visible everywhere.`]),
    "We look again by ourselves all the time: you need not tell us when it is done.",
  ];
}

function whatToDo({ provider }: ReplySubject, { who, fix, record }: NonNullable<ReplySubject["finding"]>): string[] {
  switch (who) {
    case "customer":
      return [
        `What to do${provider ? ` at ${provider.name} (${provider.dnsPageUrl})` : " at your DNS provider"}:`,
        fix,
        ...(record ? [recordText(record)] : []),
      ];
    case "dns_provider":
      return ["This is for your DNS provider to repair. Please send them this:", fix];
    case "ca":
      return ["Nothing is needed from you: we wait for the certificate authority.", fix];
    default:
      return ["Nothing is needed from you: this is ours to repair, and we are at it."];
  }
}

const actionTexts = {
  add: "Add this record:",
  change: "Change the record so that it reads:",
  delete: "Delete this record:",
} as const;

function recordText({ action, host, fqdn, type, value }: NonNullable<Finding["record"]>): string {
  const full = host === fqdn ? "" : `   (in full: ${fqdn})`;
  return [actionTexts[action], `  Type:  ${type}`, `  Host:  ${host}${full}`, `  Value: ${value}`].join("\n");
}

function nothingWrong({ hostname, state }: ReplySubject): string {
  return state === "live"
    ? `${hostname} works: its DNS records are right, and it has a valid certificate.`
    : `we looked at ${hostname} and found nothing that you have to change. It goes on by itself, and we keep an eye on it.`;
}

/** `2026-11-23T10:00:00.000Z` as `2026-11-23 10:00 UTC`. */
function timeText(eta: string): string {
  return `${eta.slice(0, 10)} ${eta.slice(11, 16)} UTC`;
}
