import type { EmailProvider } from "@/lib/dns/email/catalog";
import {
  type CheckedEmailRecord,
  type CheckPart,
  type EmailFinding,
  found,
  toUnknown,
} from "@/lib/dns/email/checked-record";
import type { EmailDns } from "@/lib/dns/email/email-dns";
import { type EmailPlan, matchesName } from "@/lib/dns/email/email-records";

/** MX records at the domain that lead elsewhere than to the provider. */
export type LeftOver = { host: string; type: "MX"; value: string };

type Mx = { value: string; exchange: string };

/** Mail goes to any MX of a domain: the provider's must be the only ones. */
export async function checkMx(
  dns: EmailDns,
  { domain, provider, plan }: { domain: string; provider: EmailProvider; plan: EmailPlan },
): Promise<CheckPart & { leftOver: LeftOver[] }> {
  const wanted = plan.records.filter(({ purpose }) => purpose === "mx");
  const aliasing = dns.look(domain, "CNAME");
  const answer = await dns.look(domain, "MX");
  if (answer.kind === "unknown") {
    return { records: wanted.map((one) => toUnknown(one, answer.reason)), findings: [], leftOver: [] };
  }
  const published = answer.kind === "found" ? answer.values.map(readMx) : [];
  const sorted = sortMx(published, wanted, provider);
  const { own, older, others } = sorted;
  const records = wanted.map((one): CheckedEmailRecord => {
    const same = own.filter(({ exchange }) => one.value === null || exchange === one.value);
    const right = same.length > 0 || own.length > 0 ? same : older;
    const status =
      right.length > 0 ? "present" : one.value === null ? "needs_value" : others.length > 0 ? "conflict" : "missing";
    return { ...one, status, found: (right.length > 0 ? right : others).map(({ value }) => value) };
  });
  const leftOver = [...others, ...(own.length > 0 ? older : [])].map(({ value }) => ({
    host: domain,
    type: "MX" as const,
    value,
  }));
  const dead = await listDead(dns, own, provider);
  const alias = await aliasing;
  const findings = [
    ...(alias.kind === "found" ? [aliasFinding(domain, alias.values)] : []),
    ...mxFindings(domain, provider, sorted, dead),
    ...listOldForm(domain, wanted, own, dead),
  ];
  return { records, leftOver, findings };
}

type SortedMx = { own: Mx[]; older: Mx[]; others: Mx[] };

/** `older`: of a set-up that the provider still serves, and which is right where `own` is empty. */
function sortMx(published: readonly Mx[], wanted: EmailPlan["records"], provider: EmailProvider): SortedMx {
  const values = wanted.flatMap(({ value }) => value ?? []);
  const names = values.length < wanted.length ? [...provider.mxNames, ...values] : values;
  const own = published.filter(({ exchange }) => matchesName(exchange, names));
  const older = published.filter(({ exchange }) => matchesName(exchange, provider.olderMx));
  return { own, older, others: published.filter((one) => !own.includes(one) && !older.includes(one)) };
}

function aliasFinding(domain: string, targets: readonly string[]): EmailFinding {
  return found("email-name-is-alias", {
    explanation: `${domain} is a CNAME to ${targets.join(", ")}. Nothing can stand beside a CNAME, so it can have neither MX nor SPF records, and mail for it follows the alias.`,
    fix: `Use another domain for mail, or replace the CNAME at ${domain} by address records.`,
    evidence: targets.map((value) => `${domain}: CNAME ${value}`),
  });
}

function mxFindings(domain: string, provider: EmailProvider, mx: SortedMx, dead: readonly string[]): EmailFinding[] {
  const evidence = [...mx.own, ...mx.older, ...mx.others].map(({ value }) => `${domain}: MX ${value}`);
  const foreign = mx.others.filter(({ exchange }) => exchange !== "");
  const list = (records: readonly Mx[]) => records.map(({ value }) => `MX ${value}`).join("; ");
  const findings: EmailFinding[] = [];
  if (foreign.length < mx.others.length) {
    findings.push(
      found("email-mx-null", {
        explanation: `${domain} has the MX record “0 .”, which says that it never accepts mail. Senders that see it give up at once.`,
        fix: `Delete the MX record “0 .” at ${domain}.`,
        evidence,
      }),
    );
  }
  if (foreign.length > 0) {
    findings.push(
      found("email-mx-left-over", {
        explanation: `Mail for ${domain} goes to ${foreign.map(({ exchange }) => exchange).join(", ")}. Senders choose among all MX records, so beside those of ${provider.name} a part of the mail would still arrive there.`,
        fix: `Delete ${foreign.length === 1 ? "this record" : "these records"} once the mailboxes have moved: ${list(foreign)}.`,
        evidence,
      }),
    );
  }
  if (dead.length > 0) {
    findings.push(
      found("email-mx-target-missing", {
        explanation: `${dead.join(", ")} has no address, so no mail can be delivered there: ${provider.name} did not assign it to ${domain}.`,
        fix: `Copy the MX target from ${provider.name} again, and replace the record.`,
        evidence,
      }),
    );
  }
  if (mx.own.length > 0 && mx.older.length > 0) {
    findings.push(
      found("email-mx-mixed", {
        explanation: `${domain} has the old and the new MX records of ${provider.name}. Each set works alone; they are not meant to be mixed.`,
        fix: `Keep ${list(mx.own)} and delete the others: ${list(mx.older)}.`,
        evidence,
      }),
    );
  }
  return findings;
}

/** Microsoft's names under mail.protection.outlook.com look as if they could be computed, and no longer can. */
function listOldForm(
  domain: string,
  wanted: EmailPlan["records"],
  own: readonly Mx[],
  dead: readonly string[],
): EmailFinding[] {
  const names = [...own.map(({ exchange }) => exchange), ...wanted.flatMap(({ value }) => value ?? [])];
  const old = names.find((name) => name.endsWith(".mail.protection.outlook.com") && !dead.includes(name));
  if (old === undefined) return [];
  return [
    found("email-mx-old-form", {
      explanation: `${old} has the form that Microsoft gave to domains until July 2026. For a domain that was added later it is wrong, even where the name exists.`,
      fix: `Compare it with the Microsoft 365 admin center: Settings → Domains → ${domain} → DNS records. If it shows another one, use that.`,
      evidence: [`${domain}: MX ${old}`],
    }),
  ];
}

/** Names that are the same for every customer are not asked for. */
async function listDead(dns: EmailDns, own: readonly Mx[], provider: EmailProvider): Promise<string[]> {
  const fixed = [...provider.records.map(({ value }) => value), ...provider.mxNames];
  const names = [...new Set(own.map(({ exchange }) => exchange))].filter((name) => !fixed.includes(name));
  const dead = await Promise.all(
    names.slice(0, maxTargets).map(async (name) => {
      const [four, six] = await Promise.all([dns.look(name, "A"), dns.look(name, "AAAA")]);
      return four.kind === "none" && six.kind === "none" ? [name] : [];
    }),
  );
  return dead.flat();
}

const maxTargets = 5;

/** The root, of a null MX (RFC 7505), is "". */
function readMx(value: string): Mx {
  const [, exchange = ""] = value.split(" ");
  const name = exchange.toLowerCase();
  return { value, exchange: name.endsWith(".") ? name.slice(0, -1) : name };
}
