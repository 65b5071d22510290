import { getConnectionRow } from "@/lib/connections/connection-row";
import { generateEmailRecords } from "@/lib/connections/email/generate-email-records";
import type { AppliedEmailRecords, ApplyEmailRecordsInput, EmailReport } from "@/lib/connections/email/schema";
import { isEqualOrBelow } from "@/lib/dns/domain-name";
import type { WantedRecord } from "@/lib/dns/zones/plan-changes";
import { Refusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Writes what an email provider needs at the domain of a connection, with the application's credential. Never writes SPF, never
 * changes a DMARC record, and replaces MX records of others only with `replaceMx` (docs/decisions/0039).
 * @throws Refusal not_found, invalid, invalid_state (no credential covers the zone), provider_error, rate_limited
 */
export async function applyEmailRecords(ctx: Context, input: ApplyEmailRecordsInput): Promise<AppliedEmailRecords> {
  const row = await getConnectionRow(ctx, input.id);
  const domain = input.domain ?? row.registrableDomain;
  const report = await generateEmailRecords(ctx, {
    domain,
    provider: input.provider,
    parameters: input.parameters,
    applicationId: row.applicationId,
  });
  if (!isEqualOrBelow(report.domain, row.registrableDomain)) {
    const text = `This connection is of ${row.registrableDomain}: mail of another domain cannot be set up through it.`;
    throw new Refusal("invalid", text, { param: "domain" });
  }
  if (report.credential === null) {
    const text = `No stored credential can write to the zone of ${report.domain}. Store one for its DNS provider, or publish the records by hand.`;
    throw new Refusal("invalid_state", text);
  }
  const changes = emailChanges(report, input.replaceMx);
  throw new Refusal("invalid_state", JSON.stringify(changes));
}

/** What is missing, and what of others goes for it. */
export function emailChanges(
  report: EmailReport,
  replaceMx: boolean,
): { wanted: WantedRecord[]; unwanted: Omit<WantedRecord, "ttl">[] } {
  const mayWriteMx = replaceMx || report.leftOver.length === 0;
  const wanted = report.records.flatMap(({ purpose, host, type, value, priority, status, ttl }): WantedRecord[] => {
    const isMx = purpose === "mx";
    const isOpen = status === "missing" || (isMx && status === "conflict");
    if (purpose === "spf" || host === null || value === null || !isOpen || (isMx && !mayWriteMx)) return [];
    return [{ name: host, type, value: priority === null ? value : `${priority} ${value}`, ttl }];
  });
  const hasMx = report.records.some(({ purpose, status }) => purpose === "mx" && status === "present");
  const replaces = replaceMx && (hasMx || wanted.some(({ type }) => type === "MX"));
  return {
    wanted,
    unwanted: replaces ? report.leftOver.map(({ host, type, value }) => ({ name: host, type, value })) : [],
  };
}
