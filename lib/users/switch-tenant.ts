import { recordAudit } from "@/lib/audit/record-audit";
import { setSessionTenant } from "@/lib/auth/set-session-tenant";
import type { Context } from "@/lib/context";
import { answerInTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { getOwnSession, toSessionResource } from "@/lib/users/get-session";
import type { SessionResource, SwitchTenantInput } from "@/lib/users/schema";

/** From now on this browser shows another of the person's tenants. @throws Refusal not_found */
export async function switchTenant(ctx: Context, { tenantId }: SwitchTenantInput): Promise<SessionResource> {
  const found = await getOwnSession(ctx);
  const current = found.memberships.find(({ tenant }) => tenant.id === tenantId);
  if (!current) throw new Refusal("not_found", `There is no tenant ${tenantId}.`, { param: "tenant_id" });
  return answerInTransaction(ctx, async (tx) => {
    await setSessionTenant(tx, found.row.id, tenantId);
    await recordAudit({ ...ctx, tenantId }, tx, "session.tenant_switched", found.row.id);
    return toSessionResource({ ...found, current });
  });
}
