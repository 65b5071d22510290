import type { EmailProvider } from "@/lib/dns/email/catalog";
import { type CheckPart, type EmailFinding, found, toUnknown } from "@/lib/dns/email/checked-record";
import { readDkim } from "@/lib/dns/email/dkim";
import type { EmailDns } from "@/lib/dns/email/email-dns";
import { matchesName, type WantedEmailRecord } from "@/lib/dns/email/email-records";

type Subject = { domain: string; zone: string; provider: EmailProvider };

/** One DKIM record. A key that is published and can be read is right where no other was given. */
export async function checkDkim(dns: EmailDns, subject: Subject, wanted: WantedEmailRecord): Promise<CheckPart> {
  const { host } = wanted;
  if (host === null) return { records: [{ ...wanted, status: "needs_value", found: [] }], findings: [] };
  return wanted.type === "CNAME"
    ? checkAlias(dns, subject, { ...wanted, host })
    : checkKey(dns, subject, { ...wanted, host });
}

type Hosted = WantedEmailRecord & { host: string };

async function checkAlias(dns: EmailDns, subject: Subject, wanted: Hosted): Promise<CheckPart> {
  const answer = await dns.look(wanted.host, "CNAME");
  if (answer.kind === "unknown") return { records: [toUnknown(wanted, answer.reason)], findings: [] };
  const targets = answer.kind === "found" ? answer.values.map((value) => value.toLowerCase()) : [];
  if (targets.length > 0) {
    const isRight = targets.every((target) =>
      wanted.value === null ? matchesName(target, wanted.accepts) : target === wanted.value,
    );
    return { records: [{ ...wanted, status: isRight ? "present" : "conflict", found: targets }], findings: [] };
  }
  const [texts, addresses] = await Promise.all([dns.look(wanted.host, "TXT"), dns.look(wanted.host, "A")]);
  if (texts.kind === "found" && texts.values.some((text) => readDkim(text).key !== null)) {
    // Some providers publish the alias's key in its place.
    return { records: [{ ...wanted, status: "present", found: texts.values }], findings: [] };
  }
  if (addresses.kind === "found") {
    return {
      records: [{ ...wanted, status: "conflict", found: addresses.values }],
      findings: [proxied(subject, wanted, addresses.values)],
    };
  }
  return missing(dns, subject, wanted, "CNAME");
}

async function checkKey(dns: EmailDns, subject: Subject, wanted: Hosted): Promise<CheckPart> {
  const answer = await dns.look(wanted.host, "TXT");
  if (answer.kind === "unknown") return { records: [toUnknown(wanted, answer.reason)], findings: [] };
  if (answer.kind === "none") return missing(dns, subject, wanted, "TXT");
  const { values } = answer;
  if (values.length > 1) {
    const several = found("email-dkim-several", {
      explanation: `${wanted.host} has ${values.length} TXT records. Receivers may take any of them, and fail.`,
      fix: `Keep the one that ${subject.provider.name} shows, and delete the others.`,
      evidence: values.map((value) => `${wanted.host}: TXT ${value}`),
    });
    return { records: [{ ...wanted, status: "conflict", found: values }], findings: [several] };
  }
  const [text = ""] = values;
  const reading = readDkim(text);
  const findings = reading.fault === null ? [] : [faulty(subject, wanted, text, reading.fault)];
  const isUsable = reading.fault === null || reading.fault === "weak";
  const isRight = isUsable && (wanted.value === null || sameKey(text, wanted.value));
  return { records: [{ ...wanted, status: isRight ? "present" : "conflict", found: values }], findings };
}

function sameKey(one: string, other: string): boolean {
  const compact = (text: string) => text.replace(/[\s;]/g, "");
  const keyOf = (text: string) => /(?:^|;)\s*p\s*=([^;]*)/.exec(text)?.[1]?.replace(/\s/g, "") ?? compact(text);
  return keyOf(one) === keyOf(other);
}

/** Where the panel appends the domain to a full name, the record is one level too deep. */
async function missing(
  dns: EmailDns,
  { zone, provider }: Subject,
  wanted: Hosted,
  type: "TXT" | "CNAME",
): Promise<CheckPart> {
  const doubled = `${wanted.host}.${zone}`;
  const answer = await dns.look(doubled, type);
  const relative = wanted.host.slice(0, -zone.length - 1);
  const finding =
    answer.kind === "found"
      ? found("email-dkim-name-doubled", {
          explanation: `The record is at ${doubled}. Your DNS provider appends ${zone}, so the full name in the form made it appear twice.`,
          fix: `Edit the record: as host enter “${relative}”, not the full name. The value stays as it is.`,
          evidence: answer.values.map((value) => `${doubled}: ${type} ${value}`),
        })
      : found("email-dkim-missing", {
          explanation: `Without the ${type} record at ${wanted.host}, receivers cannot verify the signatures of ${provider.name}.`,
          fix:
            wanted.value === null
              ? `Copy its value from ${provider.name}, and add it.`
              : `Add the ${type} record: host “${relative}”, value as listed.`,
          evidence: [`${wanted.host}: no ${type} record`],
        });
  return {
    records: [{ ...wanted, status: wanted.value === null ? "needs_value" : "missing", found: [] }],
    findings: [finding],
  };
}

function proxied({ provider }: Subject, { host }: Hosted, addresses: readonly string[]): EmailFinding {
  return found("email-dkim-proxied", {
    explanation: `${host} answers with addresses in place of a CNAME. A proxy such as Cloudflare's hides it, or a wildcard record answers for it.`,
    fix: `At the DNS provider, set the CNAME at ${host} to “DNS only” (not proxied), or add it as ${provider.name} shows it.`,
    evidence: addresses.map((address) => `${host}: A ${address}`),
  });
}

function faulty(
  { provider }: Subject,
  { host }: Hosted,
  text: string,
  fault: NonNullable<ReturnType<typeof readDkim>["fault"]>,
): EmailFinding {
  const evidence = [`${host}: TXT ${text}`, `${text.length} characters`];
  switch (fault) {
    case "quoted":
      return found("email-value-quoted", {
        explanation: `The value at ${host} begins with a quote. Quotes belong into zone files; in a form they become a part of the value.`,
        fix: "Edit the record and remove the quotes.",
        evidence,
      });
    case "cut":
      return found("email-dkim-key-cut", {
        explanation: `The key at ${host} ends before its own length says. A string of a TXT record holds 255 characters, and some forms drop the rest.`,
        fix: `Enter the whole value again. If the form refuses it, split it into strings of at most 255 characters: "first part" "second part".`,
        evidence,
      });
    case "revoked":
      return found("email-dkim-revoked", {
        explanation: `The record at ${host} has an empty key (“p=”), which revokes it: signatures with it fail.`,
        fix: `Copy the value from ${provider.name} again, or generate a new key there.`,
        evidence,
      });
    case "weak":
      return found("email-dkim-weak", {
        explanation: `The key at ${host} has fewer than 2048 bits. Some receivers no longer trust such keys.`,
        fix: `Generate a key of 2048 bits at ${provider.name}, and replace the record.`,
        evidence,
      });
    case "not_dkim":
    case "unreadable":
      return found("email-dkim-invalid", {
        explanation: `The text at ${host} is no DKIM key that can be read.`,
        fix: `Copy the value from ${provider.name} again, whole and without line breaks.`,
        evidence,
      });
  }
}
