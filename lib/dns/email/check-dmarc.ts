import { type CheckedEmailRecord, type CheckPart, type EmailFinding, found } from "@/lib/dns/email/checked-record";
import {
  applyDmarc,
  type DmarcReading,
  type DmarcStep,
  dmarcWalk,
  readDmarc,
  reportAuthorisation,
} from "@/lib/dns/email/dmarc";
import type { EmailAnswer, EmailDns } from "@/lib/dns/email/email-dns";
import { registeredDomain } from "@/lib/dns/public-suffix";

/** The record that receivers apply, and where they find it. */
export type DmarcInForce = { domain: string; text: string; policy: string };

/**
 * The policy that receivers apply to the domain (RFC 9989). Whatever is there stays as it is: a record is wanted only where
 * none applies, at the domain or above it.
 */
export async function checkDmarc(
  dns: EmailDns,
  { domain, value }: { domain: string; value: string },
): Promise<CheckPart & { inForce: DmarcInForce | null }> {
  const names = dmarcWalk(domain);
  const looked = await Promise.all(
    names.map(async (name) => ({ domain: name, answer: await dns.look(`_dmarc.${name}`, "TXT") })),
  );
  const wanted = {
    purpose: "dmarc" as const,
    type: "TXT" as const,
    host: `_dmarc.${domain}`,
    value,
    priority: null,
    parameter: null,
    accepts: [],
    optional: false,
  };
  const record = (status: CheckedEmailRecord["status"], values: string[]) => [{ ...wanted, status, found: values }];
  const unread = looked.find(({ answer }) => answer.kind === "unknown");
  const readings = looked.map(({ domain: name, answer }) => ({ domain: name, reading: readDmarc(textsOf(answer)) }));
  const [own] = readings;
  const { policy } = applyDmarc(
    readings.map(
      ({ domain: name, reading }): DmarcStep => ({
        domain: name,
        record: reading.kind === "record" ? reading.record : null,
      }),
    ),
  );
  const broken = own === undefined ? [] : brokenFindings(own.domain, own.reading);
  if (broken.length > 0)
    return { records: record("conflict", textsOf(looked[0]?.answer)), findings: broken, inForce: null };
  if (policy?.record) {
    const { text, policy: asked, subdomainPolicy } = policy.record;
    const inForce = { domain: policy.domain, text, policy: policy.domain === domain ? asked : subdomainPolicy };
    const findings = [...removedFindings(policy), ...(await reportFindings(dns, policy))];
    return { records: record("present", [text]), findings, inForce };
  }
  const quoted = textsOf(looked[0]?.answer).find((text) => /^\s*"\s*v\s*=\s*DMARC1/i.test(text));
  if (quoted !== undefined) {
    return { records: record("conflict", [quoted]), findings: [quotedFinding(domain, quoted)], inForce: null };
  }
  if (unread?.answer.kind === "unknown") {
    return { records: record("unknown", [unread.answer.reason]), findings: [], inForce: null };
  }
  return { records: record("missing", []), findings: [missingFinding(domain)], inForce: null };
}

function textsOf(answer: EmailAnswer | undefined): string[] {
  return answer?.kind === "found" ? answer.values : [];
}

function brokenFindings(domain: string, reading: DmarcReading): EmailFinding[] {
  if (reading.kind === "several") {
    return [
      found("email-dmarc-several", {
        explanation: `_dmarc.${domain} has ${reading.texts.length} DMARC records, so receivers ignore all of them.`,
        fix: "Keep one, and delete the others.",
        evidence: reading.texts.map((text) => `_dmarc.${domain}: TXT ${text}`),
      }),
    ];
  }
  if (reading.kind === "invalid") {
    return [
      found("email-dmarc-invalid", {
        explanation: `Receivers cannot use the record at _dmarc.${domain}. ${reading.problem}`,
        fix: "Correct it: after “v=DMARC1;” it needs a policy, “p=none”, “p=quarantine” or “p=reject”.",
        evidence: [`_dmarc.${domain}: TXT ${reading.text}`],
      }),
    ];
  }
  return [];
}

function removedFindings({ domain, record }: DmarcStep): EmailFinding[] {
  if (record === null || record.removed.length === 0) return [];
  const tags = record.removed.map((tag) => `“${tag}”`).join(", ");
  const isPartial = record.removed.includes("pct");
  return [
    found("email-dmarc-removed-tags", {
      explanation: `The record at _dmarc.${domain} has ${tags}. RFC 9989 (May 2026) removed ${record.removed.length === 1 ? "it" : "them"}, and receivers ignore ${record.removed.length === 1 ? "it" : "them"}.${isPartial ? " A policy that “pct” was to apply to a part of the mail applies to all of it." : ""}`,
      fix: isPartial
        ? "Remove the tags. To test a policy without effect, add “t=y” in place of “pct”."
        : "Remove the tags.",
      evidence: [`_dmarc.${domain}: TXT ${record.text}`],
    }),
  ];
}

/** Reports about a domain go to another one only if that one says that it wants them. */
async function reportFindings(dns: EmailDns, { domain, record }: DmarcStep): Promise<EmailFinding[]> {
  const home = registeredDomain(domain) ?? domain;
  const targets = (record?.reportsTo ?? []).filter((target) => (registeredDomain(target) ?? target) !== home);
  const findings = await Promise.all(
    targets.slice(0, maxTargets).map(async (target) => {
      const name = reportAuthorisation(domain, target);
      const answer = await dns.look(name, "TXT");
      const isWanted = answer.kind === "unknown" || textsOf(answer).some((text) => /^\s*v\s*=\s*DMARC1\b/.test(text));
      if (isWanted) return [];
      return [
        found("email-dmarc-report-refused", {
          explanation: `Reports about ${domain} are to go to an address at ${target}, which does not say that it accepts them. Receivers send none.`,
          fix: `Ask ${target} to publish a TXT record at ${name} with the value “v=DMARC1”, or use an address at ${home}.`,
          evidence: [`_dmarc.${domain}: TXT ${record?.text ?? ""}`, `${name}: no TXT record “v=DMARC1”`],
        }),
      ];
    }),
  );
  return findings.flat();
}

const maxTargets = 4;

function quotedFinding(domain: string, text: string): EmailFinding {
  return found("email-value-quoted", {
    explanation: `The value at _dmarc.${domain} begins with a quote. Quotes belong into zone files; in a form they become a part of the value.`,
    fix: "Edit the record and remove the quotes.",
    evidence: [`_dmarc.${domain}: TXT ${text}`],
  });
}

function missingFinding(domain: string): EmailFinding {
  return found("email-dmarc-missing", {
    explanation: `Neither _dmarc.${domain} nor a domain above it has a DMARC record. Large receivers require one from everybody who sends much mail.`,
    fix: "Add the record as listed. It asks for nothing but reports, so no mail is lost; make it stricter once they look right.",
    evidence: [`_dmarc.${domain}: no DMARC record`],
  });
}
