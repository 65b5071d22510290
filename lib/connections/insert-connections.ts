import { reserveConnections } from "@/lib/accounts/quotas/reserve-connections";
import { type ConnectionState, states } from "@/lib/connections/machine";
import { requestWriting } from "@/lib/connections/request-writing";
import type { Application, Connection } from "@/lib/db/generated/client";
import { prepared } from "@/lib/db/prepared";
import type { Tx } from "@/lib/db/transaction";
import type { RecordTemplate } from "@/lib/dns/records/schema";
import type { Refusal } from "@/lib/kernel/errors";
import type { EventType } from "@/lib/platform/events/catalog";
import { recordEventsOfMany } from "@/lib/platform/events/record-event";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import type { Context } from "@/lib/platform/ports/context";

export type NewConnection = Pick<
  Connection,
  "id" | "hostname" | "hostnameUnicode" | "kind" | "registrableDomain" | "batchId" | "challengeValue"
> & {
  dnsRecords: readonly RecordTemplate[] | null;
  metadata: Record<string, string>;
  endUserRef: string | null;
  /** The credential that writes the records, and its zone; null: they are published by hand. */
  writer: { credentialId: string; zone: string } | null;
};

/** `taken`: a concurrent request of this tenant inserted the hostname first. */
export type InsertOutcome =
  | { kind: "inserted"; connection: Connection }
  | { kind: "taken" }
  | { kind: "over_quota"; refusal: Refusal };

/** Where each way leads from `created`, in which no row is ever stored. */
const ways = {
  manual: { setupType: "manual", state: "pending_ownership", signal: "challenge_issued" },
  automatic: { setupType: "automatic", state: "dns_writing", signal: "writing_started" },
} as const;

/** What another account holds is proven by hand: a write alone must not take it. */
function wayOf({ writer }: Pick<NewConnection, "writer">, isContest: boolean): (typeof ways)["manual" | "automatic"] {
  return writer === null || isContest ? ways.manual : ways.automatic;
}

function firstEvents(state: ConnectionState): EventType[] {
  return [...states.created.events, ...states[state].events];
}

/**
 * Inserts connections in their first state, with events, jobs and quota, by a few statements for all. Nothing is thrown for
 * a single row, because an error would end the transaction of all.
 * @param rows of different hostnames; the quota is given out in their order
 * @returns in the order of the rows
 */
export async function insertConnections(
  ctx: Context,
  tx: Tx,
  application: Pick<Application, "id" | "environment">,
  rows: readonly NewConnection[],
): Promise<InsertOutcome[]> {
  if (rows.length === 0) return [];
  await tx.$executeRaw`SAVEPOINT insertion`;
  const now = ctx.now();
  const contests = await insertRows(ctx, tx, application.id, rows, now);
  const accepted = rows.filter(({ id }) => contests.has(id));
  const inserted = accepted.map((row) => {
    return toConnection(row, ctx.tenantId, application.id, now, contests.get(row.id) ?? false);
  });
  await recordEventsOfMany(ctx, tx, inserted.map(toTimeline));
  const manual = inserted.filter(({ state }) => state === ways.manual.state);
  const inputs = manual.map(({ id }) => ({ connectionId: id }));
  for (const job of states[ways.manual.state].jobs) await enqueue(ctx, tx, job, inputs);
  const written = accepted.filter((row) => wayOf(row, contests.get(row.id) ?? false) === ways.automatic);
  await requestWriting(
    ctx,
    tx,
    "setup",
    written.flatMap(({ id, writer }) => (writer === null ? [] : { connectionId: id, ...writer })),
  );
  // Last: until the commit, every other reservation of this tenant waits.
  const { granted, refusal } =
    inserted.length > 0
      ? await reserveConnections(ctx, tx, application.environment, inserted.length)
      : { granted: 0, refusal: null };
  const outcomes = new Map<string, InsertOutcome>(
    inserted.map((connection) => [connection.id, { kind: "inserted", connection }]),
  );
  if (refusal !== null) {
    // Rare. Undo everything, the reservation too, and insert only those that the quota has room for.
    await tx.$executeRaw`ROLLBACK TO SAVEPOINT insertion`;
    const again = accepted.slice(0, granted);
    for (const { id } of inserted) outcomes.set(id, { kind: "over_quota", refusal });
    const second = await insertConnections(ctx, tx, application, again);
    for (const [index, { id }] of again.entries()) outcomes.set(id, second[index] ?? { kind: "taken" });
  }
  return rows.map(({ id }) => outcomes.get(id) ?? { kind: "taken" });
}

/**
 * In the order of their hostnames, so that two batches with names in common wait for each other and never deadlock. A
 * hostname that another transaction is inserting is waited for; one that is taken is left out of what comes back.
 * Raw SQL: for 500 rows the client takes half a second of the process that also answers Caddy.
 * @returns of each id that was inserted, whether another account holds the hostname
 */
async function insertRows(
  ctx: Context,
  tx: Tx,
  applicationId: string,
  rows: readonly NewConnection[],
  now: Date,
): Promise<Map<string, boolean>> {
  const inserted = await tx.$queryRaw<{ id: string; isContest: boolean }[]>`${prepared("insert-connections")}
    INSERT INTO connections (id, tenant_id, application_id, hostname, hostname_unicode, kind, registrable_domain,
      setup_type, batch_id, challenge_value, dns_records, metadata, end_user_ref, is_contest, state, state_changed_at,
      last_sequence, ownership, watched_since, created_at)
    SELECT new.id, ${ctx.tenantId}::uuid, ${applicationId}::uuid, new.hostname, new."hostnameUnicode", new.kind,
      new."registrableDomain",
      CASE WHEN new.writer IS NULL OR held.contest THEN ${ways.manual.setupType}::setup_type ELSE ${ways.automatic.setupType}::setup_type END,
      new."batchId", new."challengeValue", new."dnsRecords", new.metadata, new."endUserRef", held.contest,
      CASE WHEN new.writer IS NULL OR held.contest THEN ${ways.manual.state}::connection_state ELSE ${ways.automatic.state}::connection_state END,
      ${now}, CASE WHEN new.writer IS NULL OR held.contest THEN ${firstEvents(ways.manual.state).length}::int ELSE ${firstEvents(ways.automatic.state).length}::int END,
      'pending', ${now}, ${now}
    FROM jsonb_to_recordset(${JSON.stringify(rows.map(toStored))}::jsonb)
      AS new(id uuid, hostname text, "hostnameUnicode" text, kind hostname_kind, "registrableDomain" text,
        writer text, "batchId" text, "challengeValue" text, "dnsRecords" jsonb, metadata jsonb,
        "endUserRef" text)
    CROSS JOIN LATERAL
      (SELECT EXISTS (SELECT FROM hostname_claims claim WHERE claim.hostname = new.hostname) AS contest) held
    ORDER BY new.hostname COLLATE "C"
    ON CONFLICT DO NOTHING RETURNING id, is_contest AS "isContest"`;
  return new Map(inserted.map(({ id, isContest }) => [id, isContest]));
}

/** JSON has a null where SQL wants one. */
function toStored({ writer, ...row }: NewConnection) {
  return { ...row, writer: writer?.credentialId ?? null };
}

/** The row as the statement above, and the defaults of the table, leave it. */
function toConnection(
  { writer, ...row }: NewConnection,
  tenantId: string,
  applicationId: string,
  now: Date,
  isContest: boolean,
): Connection {
  const { setupType, state } = wayOf({ writer }, isContest);
  return {
    ...row,
    setupType,
    tenantId,
    applicationId,
    provider: null,
    dnsRecords: row.dnsRecords ? [...row.dnsRecords] : null,
    isContest,
    createdAt: now,
    state,
    stateChangedAt: now,
    errorCode: null,
    lastSequence: firstEvents(state).length,
    ownership: "pending",
    pointing: "unknown",
    certificateFact: "unknown",
    ownershipObservation: null,
    recordsObservation: null,
    certificate: null,
    ownershipCheckedAt: null,
    recordsCheckedAt: null,
    silentSince: null,
    silentMs: 0,
    unreachableSince: null,
    certificateCheckedAt: null,
    mismatches: 0,
    mismatchSince: null,
    refusedProbes: 0,
    watchedSince: now,
    findingCode: null,
    findingTitle: null,
    findingUrgency: null,
    findingAt: null,
  };
}

function toTimeline({ id, hostname, applicationId, state, setupType }: Connection) {
  const signal = setupType === "automatic" ? ways.automatic.signal : ways.manual.signal;
  const moved = { from: "created", to: state, signal, hostname };
  const events = firstEvents(state).map((type) => ({
    type,
    data: type === "connection.created" ? { hostname, applicationId } : moved,
  }));
  return { connectionId: id, after: 0, events };
}
