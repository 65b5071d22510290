import type { Context } from "@/lib/context";
import type { Tx } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";

/**
 * A hostname is taken by an unarchived connection of the same tenant, or by another tenant's claim. A stranger who only
 * typed the name, and proved nothing, takes nothing.
 * @throws Refusal HostnameConflict
 */
export async function assertHostnameFree(ctx: Context, tx: Tx, hostname: string): Promise<void> {
  const refusal = await findConflict(ctx, hostname, tx);
  if (refusal) throw refusal;
}

/** The refusal for one who proved control after somebody else had. */
export function claimedElsewhere(hostname: string): Refusal {
  return new Refusal("HostnameConflict", takenText(hostname), {
    param: "hostname",
    details: { heldBy: "another_tenant" },
  });
}

/** The refusal for a hostname that turned out to be taken when it was written. */
export async function hostnameConflict(ctx: Context, hostname: string): Promise<Refusal> {
  return (await findConflict(ctx, hostname)) ?? claimedElsewhere(hostname);
}

async function findConflict(ctx: Context, hostname: string, tx?: Tx): Promise<Refusal | null> {
  const client = tx ?? ctx.database.prisma;
  const own = await client.connection.findFirst({
    where: { tenantId: ctx.tenantId, hostname, state: { not: "archived" } },
    select: { id: true, state: true },
  });
  if (own) {
    const text = `You already have a connection for ${hostname} (it is ${own.state}). Archive it before you connect the name again.`;
    return new Refusal("HostnameConflict", text, {
      param: "hostname",
      details: { heldBy: "own_connection", connectionId: own.id, state: own.state },
    });
  }
  const claim = await client.hostnameClaim.findUnique({ where: { hostname }, select: { connectionId: true } });
  return claim ? claimedElsewhere(hostname) : null;
}

function takenText(hostname: string): string {
  return `${hostname} is connected to another account, which proved control of it. It can be connected here once it is archived there.`;
}
