import { Prisma } from "@/lib/db/generated/client";
import { type Page, parseCursor, parseKeyTime, toPage } from "@/lib/db/pagination";
import { isUuid } from "@/lib/kernel/is-uuid";
import type { Context } from "@/lib/platform/ports/context";
import { stuckTable } from "@/lib/support/read-stuck";
import { recordStaffViews } from "@/lib/support/record-staff-view";
import type { ListStuckConnectionsInput, SupportHit } from "@/lib/support/schema";
import { assigneeJoin, type HitRow, hitColumns, toSupportHit } from "@/lib/support/support-hit";

type Key = { at: Date; id: string };

/** One group of the queue, the longest waiting first. @throws Refusal invalid for a cursor that no list returned */
export async function listStuckConnections(ctx: Context, input: ListStuckConnectionsInput): Promise<Page<SupportHit>> {
  const after = parseCursor(input.cursor, readKey, writeKey);
  const beyond = after ? Prisma.sql`AND (c.state_changed_at, c.id) > (${after.at}, ${after.id}::uuid)` : Prisma.empty;
  const rows = await ctx.database.prisma.$queryRaw<HitRow[]>`
    WITH ${stuckTable(ctx)}
    SELECT ${hitColumns} FROM named c JOIN tenants t ON t.id = c.tenant_id ${assigneeJoin}
    WHERE by = ${input.by} AND code = ${input.code} ${beyond}
    ORDER BY c.state_changed_at, c.id LIMIT ${input.limit + 1}`;
  const page = toPage(
    rows,
    input.limit,
    ({ stateChangedAt, id }) => writeKey({ at: stateChangedAt, id }),
    toSupportHit,
  );
  const views = [...new Set(page.data.map(({ tenantId }) => tenantId))].map((tenantId) => ({
    tenantId,
    targetId: tenantId,
    data: { q: input.code, connections: page.data.filter((row) => row.tenantId === tenantId).length },
  }));
  await recordStaffViews(ctx, "support.queue_viewed", views);
  return page;
}

function writeKey({ at, id }: Key): string {
  return `${at.toISOString()} ${id}`;
}

function readKey(text: string): Key | null {
  const [time = "", id = ""] = text.split(" ", 2);
  const at = parseKeyTime(time);
  return at && isUuid(id) ? { at, id } : null;
}
