import { getConnectionRow } from "@/lib/connections/connection-row";
import { generateEmailRecords } from "@/lib/connections/email/generate-email-records";
import type { AppliedEmailRecords, ApplyEmailRecordsInput, EmailReport } from "@/lib/connections/email/schema";
import { applyPlan } from "@/lib/connections/writing/apply-plan";
import { planChanges } from "@/lib/connections/writing/plan-changes";
import type { ChangePlanResource } from "@/lib/connections/writing/schema";
import { isEqualOrBelow } from "@/lib/dns/domain-name";
import { normalValue } from "@/lib/dns/zones/canonical-value";
import type { UnwantedRecord, WantedRecord } from "@/lib/dns/zones/plan-changes";
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
  if (changes.wanted.length + changes.unwanted.length === 0) return { added: [], removed: [], report };
  // The credential is the domain's: the connection's own may reach only a zone below it.
  const plan = await planChanges(
    ctx,
    { ...row, hostname: report.domain, writing: null },
    { ...changes, purpose: "email" },
  );
  assertAlone(plan, report);
  const applied = await applyPlan(ctx, { connectionId: row.id, planId: plan.id, removeConflicts: false });
  const listed = (pick: "added" | "removed") =>
    applied.changes.flatMap(({ name, type, [pick]: values }) => values.map((value) => ({ host: name, type, value })));
  return { added: listed("added"), removed: listed("removed"), report };
}

/**
 * The provider's zone may hold what its nameservers do not publish yet. A second DMARC or DKIM record, or an MX of somebody
 * else, beside ours would break what it is to set up.
 * @throws Refusal invalid_state
 */
function assertAlone(plan: ChangePlanResource, { records }: EmailReport): void {
  for (const { name, type, added, after } of plan.changes) {
    const own = records.filter((record) => record.host === name && record.type === type);
    // Texts of all kinds stand side by side where a provider's verification goes.
    if (added.length === 0 || own.some(({ purpose }) => purpose === "verification")) continue;
    const allowed = own.flatMap((record) => [
      ...valuesOf(record),
      ...(record.status === "present" ? record.found : []),
    ]);
    const known = new Set(allowed.map((value) => normalValue(type, value)));
    const others = after?.values.filter((value) => !known.has(value)) ?? [];
    if (others.length === 0) continue;
    const text = `The zone holds other ${type} records at ${name} than its nameservers publish: ${others.join(", ")}. Nothing was written. Check again in a minute.`;
    throw new Refusal("invalid_state", text, { details: { reason: "zone_changed" } });
  }
}

/** In the form of a record set. */
function valuesOf({ type, value, priority }: EmailReport["records"][number]): string[] {
  if (value === null) return [];
  return [normalValue(type, priority === null ? value : `${priority} ${value}`)];
}

/** What is missing, and what of others goes for it. */
export function emailChanges(
  report: EmailReport,
  replaceMx: boolean,
): { wanted: WantedRecord[]; unwanted: UnwantedRecord[] } {
  const mayWriteMx = replaceMx || report.leftOver.length === 0;
  const wanted = report.records.flatMap((record): WantedRecord[] => {
    const { purpose, host, type, status, ttl } = record;
    const isMx = purpose === "mx";
    const isOpen = status === "missing" || (isMx && status === "conflict");
    if (purpose === "spf" || host === null || !isOpen || (isMx && !mayWriteMx)) return [];
    return valuesOf(record).map((value) => ({ name: host, type, value, ttl }));
  });
  const hasMx = report.records.some(({ purpose, status }) => purpose === "mx" && status === "present");
  const replaces = replaceMx && (hasMx || wanted.some(({ type }) => type === "MX"));
  const unwanted = report.leftOver.map(({ host, type, value }) => ({
    name: host,
    type,
    value: normalValue(type, value),
  }));
  return { wanted, unwanted: replaces ? unwanted : [] };
}
