import { type Application, Prisma } from "@/lib/db/generated/client";
import { prepared } from "@/lib/db/prepared";
import type { Tx } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { type Context, visibleApplications } from "@/lib/platform/ports/context";

/**
 * The application, locked until the transaction ends: `share` to create something in it, so that nobody deletes it
 * meanwhile; `update` to change or delete it. The first lock of every transaction.
 * @param param wire name of the input that names it, where that is not the path
 * @throws Refusal not_found, also for a deleted one, another tenant's, and the other environment's
 */
export async function lockApplication(
  ctx: Context,
  tx: Tx,
  id: string,
  strength: "share" | "update",
  param?: string,
): Promise<Application> {
  const [row] = await tx.$queryRaw<Application[]>`${prepared(`lock-application-${strength}`)}
    SELECT id, tenant_id AS "tenantId", name, environment, record_template AS "recordTemplate",
      COALESCE(allowed_origins, '{}') AS "allowedOrigins", upstream,
      upstream_host AS "upstreamHost", verify_origin AS "verifyOrigin", repair_drift AS "repairDrift",
      widget, created_at AS "createdAt", deleted_at AS "deletedAt"
    FROM applications WHERE id = ${id}::uuid AND tenant_id = ${ctx.tenantId}::uuid AND deleted_at IS NULL
    ${strength === "share" ? Prisma.sql`FOR SHARE` : Prisma.sql`FOR UPDATE`}`;
  const visible = visibleApplications(ctx.actor);
  const seen =
    row !== undefined &&
    (visible.environment === undefined || visible.environment === row.environment) &&
    (visible.id === undefined || visible.id === row.id);
  if (!seen) throw new Refusal("not_found", `There is no application ${id}.`, param === undefined ? {} : { param });
  return row;
}
