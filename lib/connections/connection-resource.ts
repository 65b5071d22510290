import type { ConnectionRow } from "@/lib/connections/connection-row";
import { templatesOf } from "@/lib/connections/connection-row";
import { endUserRefFor } from "@/lib/connections/end-user";
import { isOver } from "@/lib/connections/machine";
import { metadataOf } from "@/lib/connections/metadata";
import { urgencyAt, waitingSince } from "@/lib/connections/policy";
import { readCertificateObservation, readRecordsObservation } from "@/lib/connections/record-observation";
import type { ConnectionResource, ConnectionSummary, SummaryFinding } from "@/lib/connections/schema";
import { storedEdgesSchema } from "@/lib/connections/stop-progress";
import type { Connection } from "@/lib/db/generated/client";
import type { DesiredRecord } from "@/lib/dns/records";
import { challenge } from "@/lib/dns/records/challenge";
import { desiredRecords } from "@/lib/dns/records/desired-records";
import { renewalWindow } from "@/lib/edge/guardian/policy";
import type { Context } from "@/lib/platform/ports/context";

/** What a summary is made of. */
export type SummaryRow = Pick<
  Connection,
  Exclude<keyof ConnectionSummary, "finding"> | "findingCode" | "findingTitle" | "findingUrgency"
>;

/** A connection in a list, as the caller may see it. */
export function toConnectionSummary(
  row: SummaryRow | ConnectionSummary,
  { actor, now }: Pick<Context, "actor" | "now">,
): ConnectionSummary {
  return {
    id: row.id,
    applicationId: row.applicationId,
    hostname: row.hostname,
    hostnameUnicode: row.hostnameUnicode,
    kind: row.kind,
    setupType: row.setupType,
    state: row.state,
    stateChangedAt: row.stateChangedAt,
    provider: row.provider,
    batchId: row.batchId,
    endUserRef: endUserRefFor(actor, row.endUserRef),
    errorCode: row.errorCode,
    unreachableSince: row.unreachableSince,
    createdAt: row.createdAt,
    finding: "finding" in row ? row.finding : toSummaryFinding(row, now()),
  };
}

function toSummaryFinding(row: SummaryRow, now: Date): SummaryFinding | null {
  const { findingCode: code, findingTitle: title, findingUrgency } = row;
  if (code === null || title === null || isOver(row.state)) return null;
  const found = findingUrgency === "mistake" || findingUrgency === "waiting" ? findingUrgency : "note";
  return { code, title, urgency: urgencyAt(found, waitingSince(row), now) };
}

/** The whole object, as the caller may see it. */
export function toConnectionResource(
  row: ConnectionRow,
  viewer: Pick<Context, "policy" | "actor" | "now">,
): ConnectionResource {
  const { policy, actor } = viewer;
  const desired = desiredRecords(row, policy.edge, templatesOf(row)).map((record) => ({
    ...record,
    priority: record.priority ?? null,
  }));
  const { certificate, error } = readCertificateObservation(row.certificate);
  return {
    ...toConnectionSummary(row, viewer),
    registrableDomain: row.registrableDomain,
    ownershipChallenge: { name: challenge.name(row.hostname), type: "TXT", value: row.challengeValue },
    desiredRecords: desired,
    observedRecords: observedRecords(row, desired),
    certificate: {
      status: row.certificateFact,
      issuer: certificate?.issuer ?? null,
      serial: certificate?.serial ?? null,
      notBefore: certificate?.notBefore ?? null,
      notAfter: certificate?.notAfter ?? null,
      renewsFrom: certificate === null ? null : renewalWindow(certificate).from,
      checkedAt: row.certificateCheckedAt,
      error,
      queuedUntil: row.claim !== null && row.claim.admittedAt === null ? row.claim.queuedUntil : null,
    },
    ownership: row.ownership,
    pointing: row.pointing,
    stop: row.stop && toStop(row.stop),
    contest: row.contest && { role: row.contest.role, startedAt: row.contest.startedAt, until: row.contest.movesAt },
    // A widget token is in the browser of the tenant's customer.
    writing: row.writing === null || actor.kind === "widget" ? null : toWriting(row.writing),
    metadata: actor.kind === "widget" ? {} : metadataOf(row),
  };
}

function toWriting({
  attempts: _,
  repairs: __,
  ...writing
}: NonNullable<ConnectionRow["writing"]>): ConnectionResource["writing"] {
  return writing;
}

function toStop({ releasedAt, settledAt, ...lists }: NonNullable<ConnectionRow["stop"]>): ConnectionResource["stop"] {
  const { confirmed, unconfirmed } = storedEdgesSchema.parse(lists);
  const seconds = confirmed.map((edge) => edge.seconds);
  return {
    releasedAt,
    settledAt,
    seconds: settledAt === null || seconds.length === 0 ? null : Math.max(...seconds),
    edges: confirmed.map((edge) => ({ name: edge.name, seconds: edge.seconds })),
    unconfirmed: unconfirmed.map(({ name }) => name),
  };
}

/** Each desired record with what was last observed for it; a record that was never checked has nulls. */
function observedRecords<T extends DesiredRecord | ConnectionResource["desiredRecords"][number]>(
  row: Pick<Connection, "recordsObservation" | "recordsCheckedAt">,
  desired: readonly T[],
): (T & { propagated: boolean | null; observedValue: string | null; observedAt: Date | null })[] {
  const stored = readRecordsObservation(row.recordsObservation);
  return desired.map((record) => {
    const seen = stored.find(
      (item) => item.host === record.host && item.type === record.type && item.value === record.value,
    );
    return {
      ...record,
      propagated: seen === undefined || seen.kind === "unreachable" ? null : seen.kind === "match",
      observedValue: seen?.observedValue ?? null,
      observedAt: seen === undefined ? null : row.recordsCheckedAt,
    };
  });
}
