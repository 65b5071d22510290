import { z } from "zod";
import { type Connection, Prisma } from "@/lib/db/generated/client";
import { prepared } from "@/lib/db/prepared";
import type { Tx } from "@/lib/db/transaction";
import type { RecordObservation, ResourceRecord, ServerAnswer } from "@/lib/dns/records";
import { toSnake } from "@/lib/kernel/wire";
import { announcementOf } from "@/lib/platform/changes/change-notice";
import type { Context } from "@/lib/platform/ports/context";

/** What one nameserver address answered, as it is stored. */
const serverEvidenceSchema = z.object({
  server: z.string(),
  address: z.string(),
  name: z.string(),
  type: z.string(),
  kind: z.string(),
  reason: z.string().optional(),
  values: z.array(z.string()),
});

export type ServerEvidence = z.infer<typeof serverEvidenceSchema>;

const maxServers = 64;
const maxValues = 20;
const maxValueLength = 512;

/** Evidence with a bound: a hostile zone must not fill our rows. */
export function serverEvidence(servers: readonly ServerAnswer[]): ServerEvidence[] {
  return servers.slice(0, maxServers).map((answer) => ({
    server: answer.server,
    address: answer.address,
    name: answer.name,
    type: answer.type,
    kind: answer.kind,
    ...(answer.reason === undefined ? {} : { reason: answer.reason }),
    values: answer.records.slice(0, maxValues).map(recordText),
  }));
}

function recordText(record: ResourceRecord): string {
  return `${record.type} ${record.value}`.slice(0, maxValueLength);
}

const recordsObservationSchema = z.array(
  z.object({
    host: z.string(),
    type: z.string(),
    value: z.string(),
    kind: z.enum(["match", "missing", "conflict", "unreachable"]),
    observedValue: z.string().nullable(),
    servers: z.array(serverEvidenceSchema),
  }),
);

export type StoredRecordsObservation = z.infer<typeof recordsObservationSchema>;

export function storeRecords(observations: readonly RecordObservation[]): StoredRecordsObservation {
  return observations.map(({ record, observation, observedValue, servers }) => ({
    host: record.host,
    type: record.type,
    value: record.value,
    kind: observation.kind,
    observedValue: observedValue?.slice(0, maxValueLength) ?? null,
    servers: serverEvidence(servers),
  }));
}

export function readRecordsObservation(stored: Prisma.JsonValue): StoredRecordsObservation {
  return stored === null ? [] : recordsObservationSchema.parse(stored);
}

/** The servers that answered, but not with the desired value. */
export function differingServers({ servers, type, value }: StoredRecordsObservation[number]): string[] {
  const desired = `${type} ${value}`.toLowerCase();
  const differing = servers.filter(
    ({ kind, values }) => kind !== "unreachable" && !values.some((one) => one.toLowerCase() === desired),
  );
  return [...new Set(differing.map(({ server, address }) => `${server} (${address})`))];
}

const ownershipObservationSchema = z.object({
  kind: z.enum(["match", "missing", "seen", "unreachable"]),
  values: z.array(z.string()).default([]),
  agreeing: z.array(z.string()).default([]),
  disagreeing: z.array(z.string()).default([]),
  servers: z.array(serverEvidenceSchema),
});

/** null: the challenge was never looked up. */
export function readOwnershipObservation(stored: Prisma.JsonValue): z.infer<typeof ownershipObservationSchema> | null {
  return stored === null ? null : ownershipObservationSchema.parse(stored);
}

const storedCertificateSchema = z.object({
  issuer: z.string(),
  serial: z.string(),
  notBefore: z.coerce.date(),
  notAfter: z.coerce.date(),
});

/** The result of the last handshake: a certificate (valid or not), and what was wrong with it or with the handshake. */
const certificateObservationSchema = z.object({
  certificate: storedCertificateSchema.nullable(),
  error: z.string().nullable(),
  /** Absent from rows of before it was stored. */
  probe: z.object({ kind: z.enum(["certificate", "refused", "unreachable"]), code: z.string().nullable() }).optional(),
  /** Of a live hostname; absent while nothing is wrong with it. */
  health: z
    .object({ failures: z.int().nonnegative(), since: z.coerce.date().nullable(), failing: z.boolean() })
    .optional(),
  /** Whether the tenant's server confirmed the hostname, where its application requires that before it is live. */
  origin: z.object({ confirmed: z.boolean(), reason: z.string().nullable() }).optional(),
});

export type StoredCertificateObservation = z.infer<typeof certificateObservationSchema>;

export function readCertificateObservation(stored: Prisma.JsonValue): StoredCertificateObservation {
  return stored === null ? { certificate: null, error: null } : certificateObservationSchema.parse(stored);
}

/** The columns of what was observed; every other column is a decision. */
export type ObservationData = Partial<
  Pick<
    Connection,
    | "ownership"
    | "pointing"
    | "certificateFact"
    | "mismatches"
    | "mismatchSince"
    | "silentSince"
    | "silentMs"
    | "unreachableSince"
    | "refusedProbes"
    | "provider"
  > &
    Record<"ownershipObservation" | "recordsObservation" | "certificate", object>
>;

/** Columns to whose type PostgreSQL does not cast a text automatically. */
const typeOf = new Map<string, "fact" | "jsonb">([
  ["ownership", "fact"],
  ["pointing", "fact"],
  ["certificateFact", "fact"],
  ["ownershipObservation", "jsonb"],
  ["recordsObservation", "jsonb"],
  ["certificate", "jsonb"],
]);

const clockSkewMs = 60_000;

type CheckedAtColumn = "ownershipCheckedAt" | "recordsCheckedAt" | "certificateCheckedAt";

/**
 * The only writer of what was observed. An observation that started before the stored one is dropped: of two
 * overlapping checks the later one is right.
 * @param startedAt when the observation started; becomes the value of `column`
 * @returns false when it was dropped
 */
export async function recordObservation(
  ctx: Context,
  tx: Tx | null,
  connection: Pick<Connection, "id" | "state" | "ownership" | "pointing" | "certificateFact">,
  column: CheckedAtColumn,
  startedAt: Date,
  data: ObservationData,
): Promise<boolean> {
  const observed = Prisma.raw(toSnake(column));
  // The last condition is for a value stored by a clock that was ahead: nothing would be written until ours caught up.
  const update = Prisma.sql`
    UPDATE connections SET ${assignments({ ...data, [column]: startedAt })}
    WHERE id = ${connection.id}::uuid AND tenant_id = ${ctx.tenantId}::uuid
      AND state = ${connection.state}::connection_state
      AND (${observed} IS NULL OR ${observed} < ${startedAt}
        OR ${observed} > ${new Date(ctx.now().getTime() + clockSkewMs)})`;
  const client = tx ?? ctx.database.prisma;
  if (!isVisibleChange(connection, data)) return (await client.$executeRaw(update)) === 1;
  const published = await client.$queryRaw<unknown[]>`
    WITH written AS (${update} RETURNING id)
    ${announcementOf(ctx.tenantId, [connection.id])} FROM written`;
  return published.length === 1;
}

/** What a check that saw nothing new has read. */
export type Confirmation = Pick<Connection, "id" | "tenantId" | "state" | "recordsCheckedAt"> & { startedAt: Date };

/**
 * The time of checks of records that saw nothing but what is stored, of many connections and tenants in one statement. A
 * connection that has changed since it was read, or that is locked, is left as it is: `recordObservation` decides there.
 * @returns whether each was written, in the order of `checks`
 */
export async function confirmObservations(
  { database }: Pick<Context, "database">,
  checks: readonly Confirmation[],
): Promise<boolean[]> {
  const ids = checks.map(({ id }) => id);
  // Skipping locked rows, because a transaction may hold one of these rows and wait for another. `= ANY` beside the joins:
  // a prepared statement does not know how many elements an array has, and would read the whole table.
  const written = await database.read<{ id: string }>(Prisma.sql`${prepared("confirm-observations")}
    WITH seen AS (
      SELECT c.id, seen.at FROM connections c JOIN unnest(${ids}::uuid[],
        ${checks.map(({ tenantId }) => tenantId)}::uuid[], ${checks.map(({ state }) => state)}::connection_state[],
        ${checks.map((one) => one.recordsCheckedAt?.toISOString() ?? null)}::timestamptz[],
        ${checks.map((one) => one.startedAt.toISOString())}::timestamptz[]) AS seen(id, tenant_id, state, before, at)
        ON c.id = seen.id AND c.tenant_id = seen.tenant_id AND c.state = seen.state
          AND c.records_checked_at IS NOT DISTINCT FROM seen.before AND (seen.before IS NULL OR seen.before < seen.at)
      WHERE c.id = ANY(${ids}::uuid[])
      FOR NO KEY UPDATE OF c SKIP LOCKED)
    UPDATE connections c SET records_checked_at = seen.at FROM seen
    WHERE c.id = seen.id AND c.id = ANY(${ids}::uuid[]) RETURNING c.id`);
  const confirmed = new Set(written.map(({ id }) => id));
  return ids.map((id) => confirmed.has(id));
}

function assignments(data: object): Prisma.Sql {
  const set = Object.entries(data).flatMap(([field, value]) => {
    if (value === undefined) return [];
    const column = Prisma.raw(toSnake(field));
    const type = typeOf.get(field);
    if (type === undefined) return [Prisma.sql`${column} = ${value}`];
    return [Prisma.sql`${column} = ${type === "jsonb" ? JSON.stringify(value) : value}::${Prisma.raw(type)}`];
  });
  return Prisma.join(set);
}

/** Whether an open page would show a difference. The time of the check alone is none. */
function isVisibleChange(
  before: Pick<Connection, "ownership" | "pointing" | "certificateFact">,
  data: ObservationData,
): boolean {
  const always = [data.recordsObservation, data.provider, data.unreachableSince];
  if (always.some((value) => value !== undefined)) return true;
  return (["ownership", "pointing", "certificateFact"] as const).some(
    (fact) => data[fact] !== undefined && data[fact] !== before[fact],
  );
}
