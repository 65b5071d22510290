import { readFault, readRepairs, type WritingRow } from "@/lib/connections/stored-writing";
import {
  type Application,
  type Connection,
  type ConnectionStop,
  type ConnectionWriting,
  type HostnameClaim,
  Prisma,
} from "@/lib/db/generated/client";
import { ofDatabase } from "@/lib/db/of-database";
import { prepared } from "@/lib/db/prepared";
import type { Tx } from "@/lib/db/transaction";
import { type RecordTemplate, recordTemplatesSchema } from "@/lib/dns/records/schema";
import { Refusal } from "@/lib/kernel/errors";
import { joinWork } from "@/lib/kernel/join-work";
import { toSnake } from "@/lib/kernel/wire";
import { type Context, visibleConnections } from "@/lib/platform/ports/context";

/** A connection with what most of its verbs need as well. */
export type ConnectionRow = Connection & {
  application: Pick<Application, "environment">;
  claim: Pick<HostnameClaim, "connectionId" | "admittedAt" | "queuedAt" | "queuedUntil" | "queuedBy"> | null;
  /** Whether edges still serve it, once its claim was released. */
  stop: Pick<ConnectionStop, "releasedAt" | "settledAt" | "confirmed" | "unconfirmed"> | null;
  /** The one that runs: its own, or of another account for its hostname. */
  contest: { role: "challenger" | "holder"; startedAt: Date; movesAt: Date } | null;
  /** What a stored credential writes for it. */
  writing: WritingRow | null;
};

/**
 * The tenant's connection, whatever its state.
 * @throws Refusal not_found, also for another tenant's
 */
export async function getConnectionRow(ctx: Context, id: string, tx?: Tx): Promise<ConnectionRow> {
  const row = await (tx ? readInTransaction(ctx, tx, id) : readingsIn(ctx.database)(ctx.tenantId, id));
  if (!row || !isVisible(ctx, row)) throw noConnection(id);
  return toConnectionRow(row);
}

async function readInTransaction({ tenantId }: Context, tx: Tx, id: string): Promise<FlatRow | undefined> {
  const [row] = await tx.$queryRaw<FlatRow[]>`${prepared("connection-row")} ${selection}
    WHERE c.id = ${id}::uuid AND c.tenant_id = ${tenantId}::uuid`;
  return row;
}

const readTogether = 100;

/** What a tenant reads at the same time is one statement: it takes the process less than half of what one for each does. */
const readingsIn = ofDatabase((database) =>
  joinWork<string, FlatRow | undefined>({
    maxItems: readTogether,
    run: async (ids, tenantId) => {
      const rows = await database.read<FlatRow>(Prisma.sql`${prepared("connection-rows")} ${selection}
        WHERE c.id = ANY(${[...new Set(ids)]}::uuid[]) AND c.tenant_id = ${tenantId}::uuid`);
      const found = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => ({ ok: true, value: found.get(id.toLowerCase()) }));
    },
  }),
);

/** Those of the connections that the caller may see, sorted by id. */
export async function listConnectionRows(ctx: Context, ids: readonly string[]): Promise<ConnectionRow[]> {
  if (ids.length === 0) return [];
  const rows = await ctx.database.prisma.$queryRaw<FlatRow[]>`${selection}
    WHERE c.id = ANY(${[...ids]}::uuid[]) AND c.tenant_id = ${ctx.tenantId}::uuid ORDER BY c.id`;
  return rows.filter((row) => isVisible(ctx, row)).map(toConnectionRow);
}

/** Connections of any tenants in one statement, in the order of `asked`; null where that tenant has none of that id. */
export async function readConnectionRows(
  { database }: Pick<Context, "database">,
  asked: readonly { tenantId: string; id: string }[],
): Promise<(ConnectionRow | null)[]> {
  const rows = await database.read<FlatRow>(Prisma.sql`${prepared("connection-rows-of-tenants")} ${selection}
    WHERE c.id = ANY(${asked.map(({ id }) => id)}::uuid[])`);
  const found = new Map(rows.map((row) => [row.id, row]));
  return asked.map(({ tenantId, id }) => {
    const row = found.get(id);
    return row?.tenantId === tenantId ? toConnectionRow(row) : null;
  });
}

/** Every column of `connections c`, under the names that the client gives them. */
export const connectionColumns = Prisma.raw(
  Object.values(Prisma.ConnectionScalarFieldEnum)
    .map((field) => `c.${toSnake(field)} AS "${field}"`)
    .join(", "),
);

const selection = Prisma.sql`
    SELECT ${connectionColumns}, a.environment, h.connection_id AS "claimOf", h.admitted_at AS "admittedAt",
      h.queued_at AS "queuedAt", h.queued_until AS "queuedUntil", h.queued_by AS "queuedBy",
      s.released_at AS "releasedAt", s.settled_at AS "settledAt", s.confirmed, s.unconfirmed,
      t.connection_id AS "contestBy", t.started_at AS "contestedAt", t.moves_at AS "movesAt",
      w.credential_id AS "credentialId", w.zone AS "writingZone", w.purpose, w.status AS "writingStatus",
      w.requested_at AS "requestedAt", w.written_at AS "writtenAt", w.attempts, w.retry_at AS "retryAt", w.fault,
      w.repairs,
      d.provider AS "writingProvider", d.label
    FROM connections c JOIN applications a ON a.id = c.application_id
      LEFT JOIN hostname_claims h ON h.connection_id = c.id
      LEFT JOIN connection_stops s ON s.connection_id = c.id
      LEFT JOIN hostname_contests t ON t.hostname = c.hostname AND c.id IN (t.connection_id, t.holder_connection_id)
      LEFT JOIN connection_writings w ON w.connection_id = c.id
      LEFT JOIN dns_credentials d ON d.id = w.credential_id AND d.deleted_at IS NULL`;

function toConnectionRow(row: FlatRow): ConnectionRow {
  const { contestBy, contestedAt, movesAt, ...rest } = row;
  const { credentialId, writingZone, purpose, writingStatus, requestedAt, writtenAt, attempts, retryAt, ...plain } =
    rest;
  const { fault, repairs, writingProvider, label, ...known } = plain;
  const { environment, claimOf, releasedAt, settledAt, confirmed, unconfirmed, ...queued } = known;
  const { admittedAt, queuedAt, queuedUntil, queuedBy, ...connection } = queued;
  return {
    ...connection,
    application: { environment },
    claim: claimOf === null ? null : { connectionId: claimOf, admittedAt, queuedAt, queuedUntil, queuedBy },
    stop: releasedAt === null ? null : { releasedAt, settledAt, confirmed, unconfirmed },
    contest:
      contestedAt === null || movesAt === null
        ? null
        : { role: contestBy === row.id ? "challenger" : "holder", startedAt: contestedAt, movesAt },
    writing:
      credentialId === null
        ? null
        : {
            credentialId,
            zone: writingZone,
            purpose,
            status: writingStatus,
            requestedAt,
            writtenAt,
            attempts,
            retryAt,
            fault: readFault(fault),
            repairs: readRepairs(repairs),
            provider: writingProvider,
            label,
          },
  };
}

type FlatRow = Connection &
  ConnectionRow["application"] &
  Pick<HostnameClaim, "admittedAt" | "queuedAt" | "queuedUntil" | "queuedBy"> &
  Pick<ConnectionStop, "settledAt" | "confirmed" | "unconfirmed"> & {
    claimOf: string | null;
    releasedAt: Date | null;
    contestBy: string | null;
    contestedAt: Date | null;
    movesAt: Date | null;
  } & Pick<
    ConnectionWriting,
    "purpose" | "requestedAt" | "writtenAt" | "attempts" | "retryAt" | "fault" | "repairs"
  > & {
    /** Null, as the other columns of it, where there is no writing. */
    credentialId: string | null;
    writingZone: string;
    writingStatus: ConnectionWriting["status"];
    writingProvider: string | null;
    label: string | null;
  };

/** Also for what another tenant owns, or the caller may not see. */
export function noConnection(id: string): Refusal {
  return new Refusal("not_found", `There is no connection ${id}.`);
}

/** As `visibleConnections` says. Checked here, so that the statement is the same for every caller. */
function isVisible({ actor }: Context, row: FlatRow): boolean {
  const { application, applicationId = row.applicationId, hostname = row.hostname } = visibleConnections(actor);
  return (
    (application?.environment ?? row.environment) === row.environment &&
    applicationId === row.applicationId &&
    hostname === row.hostname
  );
}

/** The record templates of a connection; null: the default records. */
export function templatesOf({ dnsRecords }: Pick<Connection, "dnsRecords">): RecordTemplate[] | null {
  return dnsRecords === null ? null : recordTemplatesSchema.parse(dnsRecords);
}
