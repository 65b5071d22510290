import type { ChangesResource, ListChangesInput } from "@/lib/platform/changes/schema";
import type { Changes } from "@/lib/platform/ports/change-feed";
import { type Context, principalOf, visibleConnections } from "@/lib/platform/ports/context";

/**
 * Which of the tenant's connections changed since the cursor. With `wait` it answers as soon as one does, and at the
 * latest after that many seconds; the caller asks again with the new cursor, and is authenticated each time.
 * At once where too many of the caller's requests wait already.
 * @throws Refusal invalid (cursor)
 */
export async function listChanges(ctx: Context, input: ListChangesInput): Promise<ChangesResource> {
  const signal = ctx.caller?.signal;
  const until = ctx.now().getTime() + input.wait * 1_000;
  let after = input.after ?? null;
  for (;;) {
    const waitMs = Math.max(0, until - ctx.now().getTime());
    const changes = await ctx.changes.read(
      { tenantId: ctx.tenantId, principal: principalOf(ctx.actor) },
      after,
      waitMs,
      signal,
    );
    const visible = await onlyVisible(ctx, changes);
    const isHidden = changes.connectionIds.length > 0 && visible.connectionIds.length === 0 && !visible.more;
    // Only connections of the other environment changed: keep waiting.
    if (!isHidden || after === null || ctx.now().getTime() >= until || signal?.aborted) return visible;
    after = changes.cursor;
  }
}

async function onlyVisible(ctx: Context, changes: Changes): Promise<Changes> {
  const filter = visibleConnections(ctx.actor);
  if (changes.connectionIds.length === 0 || Object.keys(filter).length === 0) return changes;
  const rows = await ctx.database.prisma.connection.findMany({
    where: { tenantId: ctx.tenantId, id: { in: changes.connectionIds }, AND: filter },
    select: { id: true },
  });
  const visible = new Set(rows.map(({ id }) => id));
  return { ...changes, connectionIds: changes.connectionIds.filter((id) => visible.has(id)) };
}
