import { countCertificate } from "@/lib/accounts/quotas/count-certificate";
import { releaseDomain } from "@/lib/accounts/quotas/release-domains";
import { reserveConnections } from "@/lib/accounts/quotas/reserve-connections";
import { eventsOfTransition } from "@/lib/connections/events-of-transition";
import {
  type ConnectionState,
  nextState,
  provesControl,
  releasesClaim,
  type Signal,
  transitions,
} from "@/lib/connections/machine";
import type { Application, Connection, Prisma } from "@/lib/db/generated/client";
import { prepared } from "@/lib/db/prepared";
import type { Tx } from "@/lib/db/transaction";
import type { RecordTemplate } from "@/lib/dns/records/schema";
import { announceClaim } from "@/lib/edge/claim-notice";
import type { Refusal } from "@/lib/kernel/errors";
import { recordEvents, recordFirstEvents } from "@/lib/platform/events/record-event";
import type { ConnectionJobName } from "@/lib/platform/jobs/catalog";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import type { Context } from "@/lib/platform/ports/context";

export type TransitionDetail = {
  /** Why, where the new state is one to be explained (`stalled`, `failed`, `drifted`). */
  errorCode?: string;
  /** What was seen; kept in the event. No secrets, no challenge values. */
  evidence?: Prisma.InputJsonObject;
};

/** `moved: false` is a lost race or a signal that means nothing here: never an error. */
export type TransitionResult = { moved: boolean; state: ConnectionState };

/** Work that each state owes. Each of these jobs repeats itself for as long as its state wants it. */
const jobsOfState: Record<ConnectionState, readonly ConnectionJobName[]> = {
  created: [],
  pending_ownership: ["check-ownership"],
  verifying: ["check-ownership"],
  verified: ["check-records"],
  dns_writing: [],
  propagating: ["check-records"],
  issuing_cert: ["probe-certificate", "check-records"],
  live: ["check-records", "probe-certificate"],
  drifted: ["check-records", "take-snapshot"],
  stalled: ["check-ownership", "check-records", "probe-certificate", "take-snapshot"],
  failed: [],
  archived: [],
};

/**
 * The only way in which `state` changes. In the caller's transaction: compare-and-swap on the old state, the claim
 * taken or let go, the events, the jobs that the new state owes, and what is metered of a live application.
 * A proof that finds the hostname claimed by another connection becomes `claim_lost`.
 */
export async function transition(
  ctx: Context,
  tx: Tx,
  connectionId: string,
  signal: Signal,
  detail: TransitionDetail = {},
): Promise<TransitionResult> {
  const { connection, metered } = await lockConnection(ctx, tx, connectionId);
  const claimed = await holdsClaim(tx, connection);
  const wanted = nextState(connection.state, signal, claimed);
  if (wanted === null) return { moved: false, state: connection.state };

  const lost = provesControl(signal) && !(await takeClaim(ctx, tx, connection));
  const to = lost ? "failed" : wanted;
  const errorCode = lost ? "HostnameConflict" : (detail.errorCode ?? null);
  const swapped = await tx.connection.updateMany({
    where: { id: connection.id, tenantId: ctx.tenantId, state: connection.state },
    data: { state: to, stateChangedAt: ctx.now(), errorCode, mismatches: 0, mismatchSince: null, refusedProbes: 0 },
  });
  // Cannot happen while the row is locked; if it does, nothing of this transaction may stay.
  if (swapped.count !== 1) throw new Error(`lost the state of connection ${connection.id} while it was locked`);

  if (releasesClaim(to)) await releaseClaim(tx, connection);
  await recordEvents(ctx, tx, connection.id, eventsOfTransition(connection.state, to), {
    from: connection.state,
    to,
    signal: lost ? "claim_lost" : signal,
    hostname: connection.hostname,
    ...(errorCode === null ? {} : { errorCode }),
    ...(detail.evidence === undefined ? {} : { evidence: detail.evidence }),
  });
  for (const job of jobsOfState[to]) await enqueue(ctx, tx, job, [{ connectionId: connection.id }]);
  // The tenant's counters come last: until the commit, every other change of them waits.
  if (metered && releasesClaim(to) && !releasesClaim(connection.state)) await releaseDomain(ctx, tx);
  if (metered && signal === "certificate_seen" && to === "live") await countCertificate(ctx, tx);
  return { moved: true, state: to };
}

export type NewConnection = Pick<
  Connection,
  "id" | "hostname" | "hostnameUnicode" | "kind" | "registrableDomain" | "setupType" | "batchId" | "challengeValue"
> & { dnsRecords: readonly RecordTemplate[] | null };

/** `taken`: this tenant holds the hostname already, by a twin of this request. */
export type Opening =
  | { kind: "opened"; connection: Connection }
  | { kind: "taken" }
  | { kind: "over_quota"; refusal: Refusal };

/**
 * The other writer of `state`: how connections begin. They are inserted where `challenge_issued` leads, with the events
 * and jobs of the way there, each by one statement for all. Nothing is thrown for one of them, because an error would
 * end the transaction of all.
 * @param rows of different hostnames; the quota is given out in their order
 * @returns in the order of the rows
 */
export async function openConnections(
  ctx: Context,
  tx: Tx,
  application: Pick<Application, "id" | "environment">,
  rows: readonly NewConnection[],
): Promise<Opening[]> {
  if (rows.length === 0) return [];
  await tx.$executeRaw`SAVEPOINT opening`;
  const inserted = await insertConnections(ctx, tx, application.id, rows);
  const opened = rows.flatMap(({ id }) => inserted.get(id) ?? []);
  const inputs = opened.map(({ id }) => ({ connectionId: id }));
  await recordFirstEvents(ctx, tx, opened.map(firstEvents));
  for (const job of jobsOfState[firstState]) await enqueue(ctx, tx, job, inputs);
  // Last: until the commit, every other reservation of this tenant waits.
  const { granted, refusal } =
    application.environment === "live" && opened.length > 0
      ? await reserveConnections(ctx, tx, opened.length)
      : { granted: opened.length, refusal: null };
  if (refusal === null) {
    return rows.map(({ id }): Opening => {
      const connection = inserted.get(id);
      return connection ? { kind: "opened", connection } : { kind: "taken" };
    });
  }
  // Rare: everything is taken back, what was reserved too, and those that there is room for begin once more.
  await tx.$executeRaw`ROLLBACK TO SAVEPOINT opening`;
  const within = new Set(opened.slice(0, granted).map(({ id }) => id));
  const again = rows.filter(({ id }) => within.has(id));
  const openings = new Map(
    (await openConnections(ctx, tx, application, again)).map((opening, index) => [again[index]?.id, opening]),
  );
  return rows.map(({ id }): Opening => {
    return openings.get(id) ?? (inserted.has(id) ? { kind: "over_quota", refusal } : { kind: "taken" });
  });
}

const firstState = transitions.created.challenge_issued;

/**
 * In the order of their hostnames, so that two batches with names in common wait for each other and never deadlock. A
 * name that is being taken by another transaction is waited for; one that is taken is left out of what comes back.
 * By hand: for 500 rows the client takes half a second of the process that also answers Caddy.
 */
async function insertConnections(
  ctx: Context,
  tx: Tx,
  applicationId: string,
  rows: readonly NewConnection[],
): Promise<Map<string, Connection>> {
  const now = ctx.now();
  const inserted = await tx.$queryRaw<{ id: string }[]>`${prepared("insert-connections")}
    INSERT INTO connections (id, tenant_id, application_id, hostname, hostname_unicode, kind, registrable_domain,
      setup_type, batch_id, challenge_value, dns_records, state, state_changed_at, last_sequence, ownership,
      watched_since, created_at)
    SELECT new.id, ${ctx.tenantId}::uuid, ${applicationId}::uuid, new.hostname, new."hostnameUnicode", new.kind,
      new."registrableDomain", new."setupType", new."batchId", new."challengeValue", new."dnsRecords",
      ${firstState}::connection_state, ${now}, ${eventsOfOpening.length}, 'pending', ${now}, ${now}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS new(id uuid, hostname text, "hostnameUnicode" text, kind hostname_kind, "registrableDomain" text,
        "setupType" setup_type, "batchId" text, "challengeValue" text, "dnsRecords" jsonb)
    ORDER BY new.hostname COLLATE "C"
    ON CONFLICT DO NOTHING RETURNING id`;
  const mine = new Set(inserted.map(({ id }) => id));
  return new Map(
    rows.flatMap((row) => (mine.has(row.id) ? [[row.id, asInserted(row, ctx.tenantId, applicationId, now)]] : [])),
  );
}

/** The row as the statement above, and the defaults of the table, leave it. */
function asInserted(row: NewConnection, tenantId: string, applicationId: string, now: Date): Connection {
  return {
    ...row,
    tenantId,
    applicationId,
    provider: null,
    dnsRecords: row.dnsRecords ? [...row.dnsRecords] : null,
    createdAt: now,
    state: firstState,
    stateChangedAt: now,
    errorCode: null,
    lastSequence: eventsOfOpening.length,
    ownership: "pending",
    pointing: "unknown",
    certificateFact: "unknown",
    ownershipObservation: null,
    recordsObservation: null,
    certificate: null,
    ownershipCheckedAt: null,
    recordsCheckedAt: null,
    certificateCheckedAt: null,
    mismatches: 0,
    mismatchSince: null,
    refusedProbes: 0,
    watchedSince: now,
  };
}

const eventsOfOpening = ["connection.created", "connection.pending_ownership"] as const;

function firstEvents({ id, hostname, applicationId }: Connection) {
  const moved = { from: "created", to: firstState, signal: "challenge_issued", hostname };
  const [created, pending] = eventsOfOpening;
  return {
    connectionId: id,
    events: [
      { type: created, data: { hostname, applicationId } },
      { type: pending, data: moved },
    ],
  };
}

/** Locks the row first: every writer of a connection takes this lock before the claim's, so none can deadlock. */
async function lockConnection(
  ctx: Context,
  tx: Tx,
  connectionId: string,
): Promise<{ connection: Connection; metered: boolean }> {
  const [locked] = await tx.$queryRaw<{ metered: boolean }[]>`
    SELECT a.environment = 'live' AS metered FROM connections c JOIN applications a ON a.id = c.application_id
    WHERE c.id = ${connectionId}::uuid AND c.tenant_id = ${ctx.tenantId}::uuid FOR UPDATE OF c`;
  const connection = await tx.connection.findUniqueOrThrow({ where: { id: connectionId, tenantId: ctx.tenantId } });
  return { connection, metered: locked?.metered ?? false };
}

async function holdsClaim(tx: Tx, connection: Connection): Promise<boolean> {
  return (await tx.hostnameClaim.count({ where: { connectionId: connection.id } })) > 0;
}

/** @returns false when another connection holds the hostname */
async function takeClaim(ctx: Context, tx: Tx, connection: Connection): Promise<boolean> {
  // Waits for a racing transaction that inserted the same key, and then sees what became of it.
  const inserted = await tx.$executeRaw`
    INSERT INTO hostname_claims (hostname, connection_id, tenant_id, application_id, created_at)
    VALUES (${connection.hostname}, ${connection.id}::uuid, ${connection.tenantId}::uuid,
            ${connection.applicationId}::uuid, ${ctx.now()})
    ON CONFLICT DO NOTHING`;
  if (inserted === 0) return holdsClaim(tx, connection);
  await announceClaim(tx, {
    op: "claimed",
    hostname: connection.hostname,
    applicationId: connection.applicationId,
  });
  return true;
}

/** By the owner's id, never by name: a late release must not take the name from its next owner. */
async function releaseClaim(tx: Tx, connection: Connection): Promise<void> {
  const released = await tx.hostnameClaim.deleteMany({ where: { connectionId: connection.id } });
  if (released.count > 0) await announceClaim(tx, { op: "released", hostname: connection.hostname });
}
