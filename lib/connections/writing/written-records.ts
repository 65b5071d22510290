import { createHash } from "node:crypto";
import type { Tx } from "@/lib/db/transaction";
import type { Context } from "@/lib/platform/ports/context";

/** A value in a zone that we wrote, or are about to. */
export type WrittenValue = { connectionId: string; name: string; type: string; value: string };

/**
 * Notes what is about to be written, before the call is made: what a crash leaves in the zone is still known as ours. Values
 * that are noted already stay as they are.
 */
export async function noteIntents(ctx: Context, zone: string, values: readonly WrittenValue[]): Promise<void> {
  if (values.length === 0) return;
  const now = ctx.now();
  const rows = values.map((value) => ({ ...value, digest: digestOf(value.value) }));
  await ctx.database.prisma.writtenRecord.createMany({
    data: rows.map((row) => ({ ...row, tenantId: ctx.tenantId, zone, confirmed: false, writtenAt: now })),
    skipDuplicates: true,
  });
}

/** They are in the zone now, and ours. */
export async function confirmWritten(ctx: Context, tx: Tx, connectionIds: readonly string[]): Promise<void> {
  if (connectionIds.length === 0) return;
  await tx.writtenRecord.updateMany({
    where: { tenantId: ctx.tenantId, connectionId: { in: [...connectionIds] }, confirmed: false },
    data: { confirmed: true, writtenAt: ctx.now() },
  });
}

/** They were not written, or are gone. */
export async function forgetWritten(ctx: Context, tx: Tx, values: readonly WrittenValue[]): Promise<void> {
  if (values.length === 0) return;
  const rows = values.map(({ connectionId, name, type, value }) => ({
    connectionId,
    name,
    type,
    digest: digestOf(value),
  }));
  await tx.$executeRaw`
    DELETE FROM written_records w USING jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS gone("connectionId" uuid, name text, type text, digest text)
    WHERE w.tenant_id = ${ctx.tenantId}::uuid AND w.connection_id = gone."connectionId" AND w.name = gone.name
      AND w.type = gone.type AND w.digest = gone.digest`;
}

/** The call was refused before it wrote anything. */
export async function forgetIntents(ctx: Context, tx: Tx, connectionIds: readonly string[]): Promise<void> {
  await tx.writtenRecord.deleteMany({
    where: { tenantId: ctx.tenantId, connectionId: { in: [...connectionIds] }, confirmed: false },
  });
}

const maxRecords = 20_000;

export async function listWritten(ctx: Context, connectionIds: readonly string[]): Promise<WrittenValue[]> {
  return ctx.database.prisma.writtenRecord.findMany({
    where: { tenantId: ctx.tenantId, connectionId: { in: [...connectionIds] } },
    select: { connectionId: true, name: true, type: true, value: true },
    orderBy: [{ connectionId: "asc" }, { name: "asc" }, { type: "asc" }, { digest: "asc" }],
    take: maxRecords,
  });
}

function digestOf(value: string): string {
  return createHash("sha256").update(value).digest("hex");
}
