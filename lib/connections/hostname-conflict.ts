import { type ConnectionState, connectionStates, isActiveHolder } from "@/lib/connections/machine";
import { prepared } from "@/lib/db/prepared";
import type { Tx } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { type Context, visibleConnections } from "@/lib/platform/ports/context";

/**
 * Which of these hostnames are taken, each with its refusal: by an unarchived connection of the same tenant, or by
 * another tenant's claim. A connection of another tenant without proof blocks nobody, and neither does a claim whose
 * hostname no longer leads here: fresh proof moves it. One query for all.
 */
export async function findConflicts(ctx: Context, tx: Tx, hostnames: readonly string[]): Promise<Map<string, Refusal>> {
  if (hostnames.length === 0) return new Map();
  const holders = await tx.$queryRaw<Holder[]>`${prepared("find-conflicts")}
    SELECT c.hostname, c.id, c.state, c.application_id AS "applicationId", a.environment
    FROM connections c JOIN applications a ON a.id = c.application_id
    WHERE c.tenant_id = ${ctx.tenantId}::uuid AND c.hostname = ANY(${[...hostnames]}) AND c.state <> 'archived'
    UNION ALL
    SELECT h.hostname, NULL, NULL, NULL, NULL FROM hostname_claims h JOIN connections c ON c.id = h.connection_id
    WHERE h.hostname = ANY(${[...hostnames]}) AND h.tenant_id <> ${ctx.tenantId}::uuid
      AND c.state::text = ANY(${connectionStates.filter(isActiveHolder)})`;
  const conflicts = new Map<string, Refusal>();
  for (const holder of holders) {
    // A tenant that has a connection for the name gets its own conflict, not the other tenant's claim.
    if (holder.id === null && conflicts.has(holder.hostname)) continue;
    conflicts.set(holder.hostname, holder.id === null ? claimedElsewhere(holder.hostname) : heldHere(ctx, holder));
  }
  return conflicts;
}

/** The refusal for a hostname of another tenant, which fresh proof can move. */
export function claimedElsewhere(hostname: string): Refusal {
  const text = `${hostname} is connected to another account, which proved control of it. If the domain is yours, connect it with contest: true and publish the new TXT record in place of the old one: then it moves here. Or have it archived there.`;
  const details = { heldBy: "another_tenant", contest: "possible" };
  return new Refusal("HostnameConflict", text, { param: "hostname", details });
}

/** The refusal for a proof that is right, and waits. @param until when the hostname moves; null: another record is in its way */
export function contestWaits(hostname: string, until: Date | null): Refusal {
  const text =
    until === null
      ? `The TXT record of ${hostname} is right, and another account holds the domain. It moves here once this is the only proof that is published, on every nameserver: remove the other TXT records at the same name.`
      : `The TXT record of ${hostname} is right, and another account holds the domain. It moves here at ${until.toISOString()}, unless that account's TXT record comes back.`;
  const details = { heldBy: "another_tenant", contest: until === null ? "blocked" : "running", until };
  return new Refusal("HostnameConflict", text, { param: "hostname", details });
}

/** The refusal for one contest too many. */
export function tooManyContests(hostname: string, limit: number): Refusal {
  const text = `${hostname} is connected to another account, and you contest ${limit} hostnames already, the most at a time. Prove or archive some of them first.`;
  const details = { heldBy: "another_tenant", contest: "limit", limit };
  return new Refusal("HostnameConflict", text, { param: "hostname", details });
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
  const text = `You already have a connection for ${hostname} (it is ${state}). Use that one, or archive it to start over.`;
  const details = { heldBy: "own_connection", connectionId: id, state };
  return new Refusal("HostnameConflict", text, { param: "hostname", details });
}
