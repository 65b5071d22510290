import { filteredConnections } from "@/lib/connections/connection-filter";
import { type SummaryRow, toConnectionSummary } from "@/lib/connections/connection-resource";
import { summaryColumns } from "@/lib/connections/list-connections";
import type { ConnectionsExport, ExportConnectionsInput } from "@/lib/connections/schema";
import { Prisma } from "@/lib/db/generated/client";
import { parseIdCursor, toPage } from "@/lib/db/pagination";
import { csvText } from "@/lib/kernel/csv-text";
import type { Context } from "@/lib/platform/ports/context";

type Row = SummaryRow & { application: string; reference: string | null };

const columns: Record<string, (row: Row, ctx: Context) => string | null> = {
  id: (row) => row.id,
  hostname: (row) => row.hostname,
  hostname_unicode: (row) => row.hostnameUnicode,
  state: (row) => row.state,
  state_changed_at: (row) => row.stateChangedAt.toISOString(),
  error_code: (row) => row.errorCode,
  finding: (row, ctx) => toConnectionSummary(row, ctx).finding?.code ?? null,
  finding_title: (row, ctx) => toConnectionSummary(row, ctx).finding?.title ?? null,
  urgency: (row, ctx) => toConnectionSummary(row, ctx).finding?.urgency ?? null,
  provider: (row) => row.provider,
  application: (row) => row.application,
  reference: (row) => row.reference,
  batch_id: (row) => row.batchId,
  end_user_ref: (row) => row.endUserRef,
  setup_type: (row) => row.setupType,
  created_at: (row) => row.createdAt.toISOString(),
};

/**
 * The connections that a list would find as a CSV file, in pages: the first one begins with the names of the columns, and the
 * pages joined are the file. Newest first.
 * @throws Refusal invalid for a foreign cursor
 */
export async function exportConnections(ctx: Context, input: ExportConnectionsInput): Promise<ConnectionsExport> {
  const before = parseIdCursor(input.cursor);
  const rows = await ctx.database.read<Row>(Prisma.sql`
    SELECT ${summaryColumns}, c.metadata ->> 'reference' AS reference,
      (SELECT a.name FROM applications a WHERE a.id = c.application_id) AS application
    FROM connections c
    WHERE ${filteredConnections(ctx, input)} AND ${before === undefined ? Prisma.sql`true` : Prisma.sql`c.id < ${before}::uuid`}
    ORDER BY c.id DESC LIMIT ${input.limit + 1}`);
  const { data, nextCursor } = toPage(
    rows,
    input.limit,
    ({ id }) => id,
    (row) => Object.values(columns).map((read) => read(row, ctx)),
  );
  return {
    filename: `domains-${ctx.now().toISOString().slice(0, 10)}.csv`,
    content: csvText(before === undefined ? Object.keys(columns) : null, data),
    nextCursor,
  };
}
