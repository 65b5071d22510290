import type { ConnectionState } from "@/lib/connections/machine";
import { prepared } from "@/lib/db/prepared";
import type { Tx } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { type Context, visibleConnections } from "@/lib/platform/ports/context";

/**
 * Which of these hostnames are taken, each with its refusal: by an unarchived connection of the same tenant, or by
 * another tenant's claim. A connection of another tenant without proof blocks nobody. One query for all.
 */
export async function findConflicts(ctx: Context, tx: Tx, hostnames: readonly string[]): Promise<Map<string, Refusal>> {
  if (hostnames.length === 0) return new Map();
  const holders = await tx.$queryRaw<Holder[]>`${prepared("find-conflicts")}
    SELECT c.hostname, c.id, c.state, c.application_id AS "applicationId", a.environment
    FROM connections c JOIN applications a ON a.id = c.application_id
    WHERE c.tenant_id = ${ctx.tenantId}::uuid AND c.hostname = ANY(${[...hostnames]}) AND c.state <> 'archived'
    UNION ALL
    SELECT hostname, NULL, NULL, NULL, NULL FROM hostname_claims
    WHERE hostname = ANY(${[...hostnames]}) AND tenant_id <> ${ctx.tenantId}::uuid`;
  const conflicts = new Map<string, Refusal>();
  for (const holder of holders) {
    // A tenant that has a connection for the name gets its own conflict, not the other tenant's claim.
    if (holder.id === null && conflicts.has(holder.hostname)) continue;
    conflicts.set(holder.hostname, holder.id === null ? claimedElsewhere(holder.hostname) : heldHere(ctx, holder));
  }
  return conflicts;
}

/** The refusal for a caller who proved control after another tenant had. */
export function claimedElsewhere(hostname: string): Refusal {
  const text = `${hostname} is connected to another account, which proved control of it. It can be connected here once it is archived there.`;
  return new Refusal("HostnameConflict", text, { param: "hostname", details: { heldBy: "another_tenant" } });
}

/** The refusal for a hostname that a concurrent request inserted, and that is free again by now. */
export function heldAMomentAgo(hostname: string): Refusal {
  const text = `Another request was connecting ${hostname} at the same time. Try again.`;
  return new Refusal("HostnameConflict", text, { param: "hostname", details: { heldBy: "own_connection" } });
}

type Holder = { hostname: string } & (
  | { id: string; state: ConnectionState; applicationId: string; environment: string }
  | { id: null }
);

/** A caller who may not see the connection learns that it exists, and nothing else about it. */
function heldHere(ctx: Context, holder: Extract<Holder, { id: string }>): Refusal {
  const { hostname, id, state } = holder;
  const visible = visibleConnections(ctx.actor);
  const seen =
    (visible.application === undefined || visible.application.environment === holder.environment) &&
    (visible.applicationId === undefined || visible.applicationId === holder.applicationId);
  if (!seen) {
    const text = `${hostname} is connected in another application of this account. Archive that connection before you connect the name here.`;
    return new Refusal("HostnameConflict", text, { param: "hostname", details: { heldBy: "own_connection" } });
  }
  const text = `You already have a connection for ${hostname} (it is ${state}). Archive it before you connect the name again.`;
  const details = { heldBy: "own_connection", connectionId: id, state };
  return new Refusal("HostnameConflict", text, { param: "hostname", details });
}
