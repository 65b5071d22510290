import { inTransaction, type Tx } from "@/lib/db/transaction";
import { sequenceOf } from "@/lib/edge/protocol/changes";
import type { EdgeReport } from "@/lib/edge/protocol/report";
import type { ServiceContext } from "@/lib/platform/ports/context";

/** How long minutes of asks are stored. A report that is older was waiting for longer than anybody needs it. */
export const askMinutesKeptMs = 86_400_000;

/** @returns the last batch of asks that was added for this edge: what it must count on from */
export async function recordReport(ctx: ServiceContext, report: EdgeReport): Promise<{ askBatch: number }> {
  return inTransaction(ctx, async (tx) => {
    const lastBatch = await recordEdge(ctx, tx, report);
    return { askBatch: await recordAsks(ctx, tx, report, lastBatch) };
  });
}

/** Locks the edge's row, so that a report that is sent twice at once waits for itself. @returns its last batch */
async function recordEdge(ctx: ServiceContext, tx: Tx, report: EdgeReport): Promise<number> {
  const { edgeId, name, probeAddress, responderVersion, caddyVersion, startedAt, hosts, lastAskAt } = report;
  const [row] = await tx.$queryRaw<{ askBatch: number }[]>`
    INSERT INTO edges (id, name, probe_address, responder_version, caddy_version, sequence, hosts, started_at, seen_at,
      last_ask_at, problems, renewals)
    VALUES (${edgeId}::uuid, ${name}, ${probeAddress}, ${responderVersion}, ${caddyVersion},
      ${sequenceOf(report.cursor)}::bigint, ${hosts}::int, ${startedAt}::timestamptz, ${ctx.now()},
      ${lastAskAt}::timestamptz, ${JSON.stringify(report.problems)}::jsonb, ${jsonOf(report.renewals)}::jsonb)
    ON CONFLICT (id) DO UPDATE SET
      name = EXCLUDED.name, probe_address = EXCLUDED.probe_address, responder_version = EXCLUDED.responder_version,
      caddy_version = EXCLUDED.caddy_version, sequence = EXCLUDED.sequence, hosts = EXCLUDED.hosts,
      started_at = EXCLUDED.started_at, seen_at = EXCLUDED.seen_at, last_ask_at = EXCLUDED.last_ask_at,
      problems = EXCLUDED.problems, renewals = EXCLUDED.renewals
    RETURNING ask_batch::float8 AS "askBatch"`;
  return row?.askBatch ?? 0;
}

/** Adds a batch once. Counts of hostnames are stored for connected ones only, so that scanners cannot fill the table. */
async function recordAsks(
  ctx: ServiceContext,
  tx: Tx,
  { edgeId, asks }: EdgeReport,
  lastBatch: number,
): Promise<number> {
  if (asks === null || asks.batch <= lastBatch) return lastBatch;
  const now = ctx.now();
  // In one order in all reports, or two of them could wait for each other. An edge's clock may be ahead.
  await tx.$executeRaw`
    INSERT INTO ask_decisions (hostname, allowed, refused, last_allowed, last_reason, last_asked_at)
    SELECT d.hostname, sum(d.allowed), sum(d.refused), (array_agg(d."lastAllowed" ORDER BY d.at DESC))[1],
      (array_agg(d."lastReason" ORDER BY d.at DESC))[1], least(max(d.at), ${now})
    FROM jsonb_to_recordset(${JSON.stringify(asks.hosts)}::jsonb)
      AS d(hostname text, allowed bigint, refused bigint, "lastAllowed" boolean, "lastReason" text, at timestamptz)
    WHERE EXISTS (SELECT 1 FROM connections c WHERE c.hostname = d.hostname)
    GROUP BY d.hostname ORDER BY d.hostname
    ON CONFLICT (hostname) DO UPDATE SET
      allowed = ask_decisions.allowed + EXCLUDED.allowed, refused = ask_decisions.refused + EXCLUDED.refused,
      last_allowed = CASE WHEN EXCLUDED.last_asked_at >= ask_decisions.last_asked_at
        THEN EXCLUDED.last_allowed ELSE ask_decisions.last_allowed END,
      last_reason = CASE WHEN EXCLUDED.last_asked_at >= ask_decisions.last_asked_at
        THEN EXCLUDED.last_reason ELSE ask_decisions.last_reason END,
      last_asked_at = greatest(EXCLUDED.last_asked_at, ask_decisions.last_asked_at)`;
  await tx.$executeRaw`
    INSERT INTO ask_minutes (minute, allowed, refused)
    SELECT date_trunc('minute', least(m.minute, ${now})), sum(m.allowed), sum(m.refused)
    FROM jsonb_to_recordset(${JSON.stringify(asks.minutes)}::jsonb)
      AS m(minute timestamptz, allowed bigint, refused bigint)
    WHERE m.minute > ${new Date(now.getTime() - askMinutesKeptMs)}
    GROUP BY 1 ORDER BY 1
    ON CONFLICT (minute) DO UPDATE SET
      allowed = ask_minutes.allowed + EXCLUDED.allowed, refused = ask_minutes.refused + EXCLUDED.refused`;
  await tx.$executeRaw`UPDATE edges SET ask_batch = ${asks.batch}::bigint WHERE id = ${edgeId}::uuid`;
  return asks.batch;
}

function jsonOf(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
