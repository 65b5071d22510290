import type { Prisma } from "@/lib/db/generated/client";
import { prepared } from "@/lib/db/prepared";
import type { Tx } from "@/lib/db/transaction";
import { newId } from "@/lib/kernel/ids";
import { isUuid } from "@/lib/kernel/is-uuid";
import type { AuditAction } from "@/lib/platform/audit/catalog";
import { actorLabel, type Caller, type Context } from "@/lib/platform/ports/context";

/** Records who did what, in the transaction that does it. `data` is camelCase JSON without secrets. */
export async function recordAudit(
  ctx: Context,
  tx: Tx,
  action: AuditAction,
  targetId: string,
  data: Prisma.InputJsonObject = {},
): Promise<void> {
  await recordAudits(ctx, tx, action, [{ targetId, data }]);
}

/**
 * The same for many targets, in one statement: an entry for each, so that each is found by its target. `tenantId`: in
 * another tenant's log than the context's, for staff who work across tenants. `caller`: of another request than the context's.
 */
export async function recordAudits(
  ctx: Context,
  tx: Tx,
  action: AuditAction,
  targets: readonly {
    targetId: string;
    data: Prisma.InputJsonObject;
    tenantId?: string;
    caller?: Caller | undefined;
  }[],
): Promise<void> {
  if (targets.length === 0) return;
  const rows = targets.map(({ caller = ctx.caller, ...target }) => ({
    tenantId: ctx.tenantId,
    ...target,
    ip: caller?.ip ?? null,
    requestId: caller?.requestId ?? null,
    ...ownersOf(action, target),
    id: newId(ctx.now()),
  }));
  const environment = ctx.actor.environment ?? null;
  await tx.$executeRaw`${prepared("record-audit")}
    INSERT INTO audit_entries (id, tenant_id, actor, ip, request_id, action, target_type, target_id, environment, data,
      created_at)
    SELECT new.id, new."tenantId", ${actorLabel(ctx.actor)}, new.ip, new."requestId", ${action},
      ${action.split(".")[0] ?? action}, new."targetId", COALESCE(${environment}::environment,
        (SELECT a.environment FROM applications a WHERE a.id = new."applicationId" AND a.tenant_id = new."tenantId"),
        (SELECT a.environment FROM connections c JOIN applications a ON a.id = c.application_id
          WHERE c.id = new."connectionId" AND c.tenant_id = new."tenantId"),
        (SELECT w.environment FROM webhook_endpoints w WHERE w.id = new."endpointId" AND w.tenant_id = new."tenantId")),
      new.data, ${ctx.now()}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS new(id uuid, "tenantId" uuid, "targetId" text, data jsonb, ip text, "requestId" text, "applicationId" uuid, "connectionId" uuid,
        "endpointId" uuid)`;
}

/** What an entry is about, as far as it has an environment. */
function ownersOf(action: AuditAction, { targetId, data }: { targetId: string; data: Prisma.InputJsonObject }) {
  const [type] = action.split(".");
  const owner = (name: string, ...types: string[]) => {
    const id = data[name] ?? (types.includes(type ?? "") ? targetId : null);
    return typeof id === "string" && isUuid(id) ? id : null;
  };
  return {
    applicationId: owner("applicationId", "application", "domain_connect"),
    connectionId: owner("connectionId", "connection"),
    endpointId: owner("endpointId", "webhook_endpoint"),
  };
}
