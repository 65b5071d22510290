import { getApplicationRow } from "@/lib/accounts/applications/application-row";
import { findCoveringCredential } from "@/lib/accounts/credentials/find-covering-credential";
import { assertHostname } from "@/lib/accounts/tokens/assert-hostname";
import { checkNow, noSlotForCheck } from "@/lib/connections/check-now";
import type { EmailReport, GenerateEmailRecordsInput } from "@/lib/connections/email/schema";
import { findEmailProvider } from "@/lib/dns/email/catalog";
import { checkEmail, type EmailCheck } from "@/lib/dns/email/check-email";
import { spfLimits } from "@/lib/dns/email/count-spf-look-ups";
import { openEmailDns } from "@/lib/dns/email/email-dns";
import { readEmailParameters } from "@/lib/dns/email/read-email-parameters";
import type { ParsedHostname } from "@/lib/dns/hostname";
import { Refusal } from "@/lib/kernel/errors";
import { toSnake } from "@/lib/kernel/wire";
import type { Context } from "@/lib/platform/ports/context";

/** In seconds: an hour lets a mistake be corrected the same day. */
export const emailTtl = 3_600;

/**
 * Which records an email provider needs at a domain, and what of them is published. Writes nothing; checks of a domain are
 * limited, and take 8 s at most.
 * @throws Refusal invalid, not_found (application), rate_limited
 */
export async function generateEmailRecords(ctx: Context, input: GenerateEmailRecordsInput): Promise<EmailReport> {
  const parsed = assertHostname(ctx, input.domain, "domain");
  const application = input.applicationId === undefined ? null : await getApplicationRow(ctx, input.applicationId);
  const provider = findEmailProvider(input.provider);
  const read = readEmailParameters(provider, input.parameters);
  if (!read.ok) throw new Refusal("invalid", read.message, { param: `parameters.${toSnake(read.name)}` });
  const { parameters } = read;
  const run = `email-records ${parsed.hostname} ${input.provider} ${JSON.stringify(parameters)}`;
  const check = await checkNow(ctx, { kind: "domain", run, of: parsed.registrableDomain }, async () => {
    const dns = openEmailDns(ctx.resolver);
    const result = await checkEmail(dns, { domain: parsed.hostname, provider, parameters });
    if (dns.isOverloaded()) throw noSlotForCheck();
    return result;
  });
  const credential =
    application && (await findCoveringCredential(ctx, { applicationId: application.id, hostname: parsed.hostname }));
  return toReport(ctx, input, parsed, check, credential);
}

function toReport(
  ctx: Context,
  input: GenerateEmailRecordsInput,
  { hostname, unicode, registrableDomain }: ParsedHostname,
  { records, manual, leftOver, spf, dmarc, findings, ready }: EmailCheck,
  credential: { id: string; provider: string; label: string } | null,
): EmailReport {
  return {
    domain: hostname,
    domainUnicode: unicode,
    registrableDomain,
    provider: input.provider,
    records: records.map(({ accepts: _, parameter, ...record }) => ({
      ...record,
      ttl: emailTtl,
      parameter: parameter && toSnake(parameter),
    })),
    manualRecords: manual === null ? [] : [manual],
    leftOver,
    spf: spf && { ...spf, limit: spfLimits.lookUps, voidLimit: spfLimits.voidLookUps },
    dmarc,
    findings: findings.map((finding) => ({ ...finding, docUrl: `${ctx.policy.appUrl}${finding.docUrl}` })),
    ready,
    credential: credential && { id: credential.id, provider: credential.provider, label: credential.label },
    checkedAt: ctx.now(),
  };
}
