import { type EmailParameters, type EmailProvider, emailFindingCodes } from "@/lib/dns/email/catalog";
import { checkDkim } from "@/lib/dns/email/check-dkim";
import { checkDmarc, type DmarcInForce } from "@/lib/dns/email/check-dmarc";
import { checkMx, type LeftOver } from "@/lib/dns/email/check-mx";
import { checkSpf, type ManualRecord, type SpfState } from "@/lib/dns/email/check-spf";
import {
  type CheckedEmailRecord,
  type CheckPart,
  type EmailFinding,
  found,
  toUnknown,
} from "@/lib/dns/email/checked-record";
import type { EmailDns } from "@/lib/dns/email/email-dns";
import { emailRecords, type WantedEmailRecord } from "@/lib/dns/email/email-records";
import { heldDomain } from "@/lib/dns/public-suffix";

export type EmailCheck = {
  /** In the order in which they are set up. */
  records: CheckedEmailRecord[];
  manual: ManualRecord | null;
  leftOver: LeftOver[];
  spf: SpfState | null;
  dmarc: DmarcInForce | null;
  /** What blocks first comes first. */
  findings: EmailFinding[];
  /** Every record that mail needs is there, and nothing is wrong. */
  ready: boolean;
};

/**
 * Compares what a provider needs at a domain with what the domain's nameservers publish. Writes nothing, and never rejects.
 * @param parameters as `readEmailParameters` returns them
 */
export async function checkEmail(
  dns: EmailDns,
  { domain, provider, parameters }: { domain: string; provider: EmailProvider; parameters: EmailParameters },
): Promise<EmailCheck> {
  const plan = emailRecords(provider, domain, parameters);
  const subject = { domain, zone: heldDomain(domain) ?? domain, provider, plan };
  const others = plan.records.filter(({ purpose }) => purpose !== "mx");
  const [mx, spf, dmarc, ...parts] = await Promise.all([
    checkMx(dns, subject),
    checkSpf(dns, subject),
    checkDmarc(dns, { domain, value: plan.dmarc }),
    ...others.map((wanted) => checkOther(dns, subject, wanted)),
  ]);
  const records = [mx, spf, ...parts, dmarc].flatMap((part) => part.records);
  const findings = [mx, spf, ...parts, dmarc].flatMap((part) => part.findings);
  const unknown = records.filter(({ status }) => status === "unknown");
  if (unknown.length > 0) findings.push(notChecked(unknown));
  findings.push(...(await differFindings(dns, domain, records)));
  return {
    records,
    manual: spf.manual,
    leftOver: mx.leftOver,
    spf: spf.spf,
    dmarc: dmarc.inForce,
    findings: sortFindings(findings),
    ready:
      records.every(({ status, optional }) => status === "present" || optional) &&
      findings.every(({ severity }) => severity !== "blocking"),
  };
}

async function checkOther(
  dns: EmailDns,
  subject: Parameters<typeof checkDkim>[1],
  wanted: WantedEmailRecord,
): Promise<CheckPart> {
  if (wanted.purpose === "dkim") return checkDkim(dns, subject, wanted);
  const { host, type, value, accepts } = wanted;
  if (host === null) return { records: [{ ...wanted, status: "needs_value", found: [] }], findings: [] };
  const answer = await dns.look(host, type);
  if (answer.kind === "unknown") return { records: [toUnknown(wanted, answer.reason)], findings: [] };
  const values = answer.kind === "found" ? answer.values : [];
  const same = values.filter((one) =>
    value === null
      ? accepts.some((prefix) => one.startsWith(prefix))
      : type === "CNAME"
        ? one.toLowerCase() === value
        : one === value,
  );
  const inPlace = type === "CNAME" ? values : [];
  const status =
    same.length > 0 ? "present" : inPlace.length > 0 ? "conflict" : value === null ? "needs_value" : "missing";
  return { records: [{ ...wanted, status, found: same.length > 0 ? same : inPlace }], findings: [] };
}

function notChecked(records: readonly CheckedEmailRecord[]): EmailFinding {
  const evidence = records.map(({ host, type, found: [reason = ""] }) => `${host} ${type}: ${reason}`);
  return found("email-not-checked", {
    explanation: "The nameservers gave no usable answer about some records, so we cannot say whether they are right.",
    fix: "Check again in a minute. If it stays so, the domain's nameservers have a problem.",
    evidence,
  });
}

/** One check asks a question once: the answers are those that the records were compared with. */
async function differFindings(
  dns: EmailDns,
  domain: string,
  records: readonly CheckedEmailRecord[],
): Promise<EmailFinding[]> {
  const questions = new Map(
    [{ host: domain, type: "TXT" as const }, ...records].flatMap(({ host, type }) =>
      host === null ? [] : [[`${host} ${type}`, { host, type }]],
    ),
  );
  const differing: string[] = [];
  for (const { host, type } of questions.values()) {
    const answer = await dns.look(host, type);
    if (answer.kind !== "unknown" && answer.differ) differing.push(`${host} ${type}`);
  }
  if (differing.length === 0) return [];
  return [
    found("email-nameservers-differ", {
      explanation:
        "Not all nameservers of the domain publish the same records. We compare with what most of them publish.",
      fix: "A change reaches all of them within minutes. If it does not, ask your DNS provider why they differ.",
      evidence: differing,
    }),
  ];
}

function sortFindings(findings: readonly EmailFinding[]): EmailFinding[] {
  return [...findings].sort(
    (one, other) => emailFindingCodes.indexOf(one.code) - emailFindingCodes.indexOf(other.code),
  );
}
