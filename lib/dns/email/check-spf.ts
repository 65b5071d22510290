import type { EmailProvider } from "@/lib/dns/email/catalog";
import { type CheckedEmailRecord, type CheckPart, type EmailFinding, found } from "@/lib/dns/email/checked-record";
import {
  countSpfLookUps,
  type SpfCost,
  type SpfCount,
  type SpfProblem,
  spfLimits,
} from "@/lib/dns/email/count-spf-look-ups";
import type { EmailDns } from "@/lib/dns/email/email-dns";
import type { EmailPlan } from "@/lib/dns/email/email-records";
import { mergeSpf, type SpfMerge } from "@/lib/dns/email/merge-spf";
import { isMechanism, isModifier, isSpf, liveTerms, parseSpf, printTerm, type SpfRecord } from "@/lib/dns/email/spf";

/** A record that only its owner changes: `before` are the texts to replace, `after` the one that replaces them. */
export type ManualRecord = { host: string; type: "TXT"; before: string[]; after: string; reason: string };

/** `record`: as it will be after `manual`, or as it is. */
export type SpfState = { record: string; before: SpfCount | null; after: SpfCount };

type Subject = { domain: string; provider: EmailProvider; plan: EmailPlan };

/** SPF at the domain: what it is, what it has to become, and what an evaluation of both costs by the DNS as it is now. */
export async function checkSpf(
  dns: EmailDns,
  { domain, provider, plan }: Subject,
): Promise<CheckPart & { manual: ManualRecord | null; spf: SpfState | null }> {
  const { include, parameter, accepts } = plan.spf;
  const wanted = {
    purpose: "spf" as const,
    type: "TXT" as const,
    host: domain,
    value: null,
    priority: null,
    parameter,
    accepts: [],
    optional: false,
  };
  const record = (status: CheckedEmailRecord["status"], values: string[], value: string | null = null) => [
    { ...wanted, value, status, found: values },
  ];
  const answer = await dns.look(domain, "TXT");
  if (answer.kind === "unknown")
    return { records: record("unknown", [answer.reason]), findings: [], manual: null, spf: null };
  const texts = answer.kind === "found" ? answer.values : [];
  const own = texts.filter(isSpf);
  const quoted = texts.filter((text) => /^\s*"\s*v=spf1/i.test(text)).map((text) => quotedFinding(domain, text));
  const merge = include === null ? null : mergeSpf(texts, include, accepts);
  const before = await countText(dns, domain, own.length === 1 ? own[0] : undefined);
  const after = merge?.kind === "merged" ? await countText(dns, domain, merge.after) : before;
  const result = merge?.kind === "merged" ? merge.after : own[0];
  const findings = [
    ...quoted,
    ...severalFindings(domain, own, merge),
    ...refusedFindings(domain, provider, own, merge),
    ...(own.length === 0 && include !== null ? [missingFinding(domain, provider, include)] : []),
    ...textFindings(domain, result),
    ...(after === null ? [] : countFindings(domain, after)),
  ];
  return {
    findings,
    manual: merge?.kind === "merged" ? toManual(domain, provider, merge) : null,
    spf: after === null || result === undefined ? null : { record: result, before, after },
    records:
      merge === null
        ? record("needs_value", own)
        : merge.kind === "refused" || own.length > 1
          ? record("conflict", own, merge.kind === "merged" ? merge.after : null)
          : record(merge.kind === "present" ? "present" : "missing", own, merge.after),
  };
}

async function countText(dns: EmailDns, domain: string, text: string | undefined): Promise<SpfCount | null> {
  if (text === undefined) return null;
  const parsed = parseSpf(text);
  return "fault" in parsed ? null : countSpfLookUps(dns, domain, parsed);
}

function toManual(domain: string, provider: EmailProvider, merge: SpfMerge & { kind: "merged" }): ManualRecord {
  const reason =
    merge.before.length === 0
      ? `Lets ${provider.name} send for ${domain}.`
      : merge.before.length === 1
        ? `Adds ${provider.name} to the SPF record. Everything else stays as it is.`
        : `Replaces ${merge.before.length} SPF records, of which none counts, by one that allows what each of them allows.`;
  return { host: domain, type: "TXT", before: [...merge.before], after: merge.after, reason };
}

function severalFindings(domain: string, own: readonly string[], merge: SpfMerge | null): EmailFinding[] {
  if (own.length < 2) return [];
  return [
    found("email-spf-several", {
      explanation: `${domain} has ${own.length} SPF records. Receivers treat that as an error, so none of them counts.`,
      fix:
        merge?.kind === "merged"
          ? `Replace them by one record: ${merge.after}`
          : "Merge them into one record, and delete the others.",
      evidence: own.map((text) => `${domain}: TXT ${text}`),
    }),
  ];
}

function refusedFindings(
  domain: string,
  provider: EmailProvider,
  own: readonly string[],
  merge: SpfMerge | null,
): EmailFinding[] {
  const evidence = own.map((text) => `${domain}: TXT ${text}`);
  const fault = own.map((text) => ({ text, parsed: parseSpf(text) })).find(({ parsed }) => "fault" in parsed);
  if (fault !== undefined && "fault" in fault.parsed) {
    const { term, problem } = fault.parsed.fault;
    return [
      found("email-spf-invalid", {
        explanation: `The SPF record of ${domain} has an error at “${term}”: ${problem} Receivers then ignore all of it.`,
        fix: `Correct or remove “${term}”. Then this page shows how to add ${provider.name}.`,
        evidence,
      }),
    ];
  }
  if (merge?.kind === "refused" && merge.because === "qualifier") {
    const term = printTerm(merge.term);
    return [
      found("email-spf-qualifier", {
        explanation: `The SPF record has “${term}”, so mail from ${provider.name} does not pass. Somebody chose that, so we do not propose a change.`,
        fix: `To let ${provider.name} send, replace “${term}” by “${term.slice(1)}”.`,
        evidence,
      }),
    ];
  }
  return [];
}

function missingFinding(domain: string, provider: EmailProvider, include: string): EmailFinding {
  return found("email-spf-missing", {
    explanation: `${domain} has no SPF record, so receivers cannot see that ${provider.name} may send for it.`,
    fix: `Add a TXT record at ${domain}: v=spf1 include:${include} ~all`,
    evidence: [`${domain}: no TXT record that begins with v=spf1`],
  });
}

function quotedFinding(domain: string, text: string): EmailFinding {
  return found("email-value-quoted", {
    explanation: `A TXT value at ${domain} begins with a quote, so it is no SPF record. Quotes belong into zone files; in a form they become a part of the value.`,
    fix: "Edit the record and remove the quotes.",
    evidence: [`${domain}: TXT ${text}`],
  });
}

/** An answer of 512 bytes fits everywhere; the name and the other TXT records need some of them. */
const maxComfortable = 450;

function textFindings(domain: string, text: string | undefined): EmailFinding[] {
  const parsed = text === undefined ? null : parseSpf(text);
  if (text === undefined || parsed === null || "fault" in parsed) return [];
  const evidence = [`${domain}: TXT ${text}`];
  const dead = unusedTerms(parsed);
  const isOpen = liveTerms(parsed).mechanisms.some(
    (term) => isMechanism(term, "all") && (term.qualifier || "+") === "+",
  );
  return [
    ...(isOpen
      ? [
          found("email-spf-open", {
            explanation: `The SPF record of ${domain} ends in “+all”: every server in the world may send for it.`,
            fix: "Replace it by “~all”, once all who send for you are listed.",
            evidence,
          }),
        ]
      : []),
    ...(dead.length > 0
      ? [
          found("email-spf-unused-terms", {
            explanation: `Receivers stop at “all”, so ${dead.map((term) => `“${term}”`).join(", ")} is never read.`,
            fix: "Move it before “all” if it is meant to count, or remove it.",
            evidence,
          }),
        ]
      : []),
    ...(Buffer.byteLength(text) > maxComfortable
      ? [
          found("email-spf-long", {
            explanation: `The SPF record has ${Buffer.byteLength(text)} characters. Beyond about ${maxComfortable} the answer does not fit a small DNS packet, which some receivers still need.`,
            fix: "Remove what no longer sends for you.",
            evidence,
          }),
        ]
      : []),
  ];
}

function unusedTerms(record: SpfRecord): string[] {
  const all = record.terms.findIndex((term) => isMechanism(term, "all"));
  if (all === -1) return [];
  const unused = record.terms.filter(
    (term, index) => isModifier(term, "redirect") || (index > all && term.kind === "mechanism"),
  );
  return unused.map(printTerm);
}

const broken: Partial<Record<SpfProblem, string>> = {
  no_record: "has no SPF record",
  several_records: "has several SPF records",
  invalid_record: "has an SPF record with an error",
  loop: "includes a record that includes it again",
  too_many_mx: "has more than 10 MX records",
};

function countFindings(domain: string, count: SpfCount): EmailFinding[] {
  const evidence = count.costs.map(describeCost);
  const faults = count.costs.filter(({ problem }) => problem !== null && broken[problem] !== undefined);
  const voids = count.costs.filter(({ problem }) => problem === "void" || problem === "no_record");
  const findings: EmailFinding[] = [];
  if (faults.length > 0) {
    const list = faults.map(({ term, problem }) => `“${term}” ${problem === null ? "" : broken[problem]}`);
    findings.push(
      found("email-spf-include-broken", {
        explanation: `In the SPF record of ${domain}, ${[...new Set(list)].join("; ")}. For receivers the whole record is then an error.`,
        fix: "Remove the term if you no longer use that service, or ask the service which one is right.",
        evidence,
      }),
    );
  }
  if (count.lookUps > spfLimits.lookUps) {
    findings.push(
      found("email-spf-too-many-look-ups", {
        explanation: `The SPF record of ${domain} needs ${count.lookUps} DNS look-ups, and receivers stop at ${spfLimits.lookUps} with an error: ${topCosts(count.costs)}.`,
        fix: "Remove the services that no longer send for you. What is left can send from a subdomain of its own, or be listed by its addresses, which you then have to keep up to date.",
        evidence,
      }),
    );
  }
  if (count.voidLookUps > spfLimits.voidLookUps) {
    findings.push(
      found("email-spf-void-look-ups", {
        explanation: `${count.voidLookUps} terms of the SPF record look up names that do not exist or hold nothing. Receivers stop at more than ${spfLimits.voidLookUps} with an error.`,
        fix: `Remove ${[...new Set(voids.map(({ term }) => `“${term}”`))].join(", ")}.`,
        evidence,
      }),
    );
  }
  return findings;
}

function topCosts(costs: readonly SpfCost[]): string {
  return costs
    .filter(({ depth }) => depth === 0)
    .map(({ term, lookUps }) => `“${term}” ${lookUps}`)
    .join(", ");
}

function describeCost({ depth, term, lookUps, problem }: SpfCost): string {
  return `${"  ".repeat(depth)}${term}: ${lookUps}${problem === null ? "" : ` (${problem.replaceAll("_", " ")})`}`;
}
