import { lockClaims, recordHosts } from "@/lib/connections/claims";
import { toConnectionResource } from "@/lib/connections/connection-resource";
import { getConnectionRow } from "@/lib/connections/connection-row";
import { metadataOf } from "@/lib/connections/metadata";
import { maxMetadataKeys } from "@/lib/connections/policy";
import type { ConnectionResource, UpdateConnectionInput } from "@/lib/connections/schema";
import type { Tx } from "@/lib/db/transaction";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Merges the given metadata into the connection's: null or an empty text removes a key, keys that are not given stay.
 * @throws Refusal not_found, invalid
 */
export async function updateConnection(ctx: Context, input: UpdateConnectionInput): Promise<ConnectionResource> {
  return inTransaction(ctx, async (tx) => {
    await lockConnection(ctx, tx, input.id);
    const row = await getConnectionRow(ctx, input.id, tx);
    const before = metadataOf(row);
    const metadata = merge(before, input.metadata ?? {});
    const changed = Object.keys({ ...before, ...metadata }).filter((key) => before[key] !== metadata[key]);
    if (changed.length === 0) return toConnectionResource(row, ctx);
    await tx.connection.update({ where: { id: row.id, tenantId: ctx.tenantId }, data: { metadata } });
    if (changed.includes("reference")) {
      await lockClaims(tx, [row.id]);
      await recordHosts(ctx, tx, [row.id]);
    }
    // Names alone: values may be about a person, and the audit log is never cleared of them.
    await recordAudit(ctx, tx, "connection.updated", row.id, { hostname: row.hostname, metadata: changed.sort() });
    return toConnectionResource({ ...row, metadata }, ctx);
  });
}

/** Before the claim, as every writer of a connection does. */
async function lockConnection(ctx: Context, tx: Tx, id: string): Promise<void> {
  await tx.$queryRaw`
    SELECT id FROM connections WHERE id = ${id}::uuid AND tenant_id = ${ctx.tenantId}::uuid FOR UPDATE`;
}

/** @throws Refusal invalid: too many keys */
function merge(before: Record<string, string>, given: Record<string, string | null>): Record<string, string> {
  const merged = Object.entries({ ...before, ...given }).filter((entry): entry is [string, string] => !!entry[1]);
  if (merged.length > maxMetadataKeys) {
    const text = `A connection can have ${maxMetadataKeys} keys of metadata, and would have ${merged.length}.`;
    throw new Refusal("invalid", text, { param: "metadata" });
  }
  return Object.fromEntries(merged);
}
