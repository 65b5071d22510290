import { setSessionTenant } from "@/lib/accounts/auth/set-session-tenant";
import { getOwnSession, toSessionResource } from "@/lib/accounts/users/get-session";
import type { SessionResource, SwitchTenantInput } from "@/lib/accounts/users/schema";
import { answerInTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/** Makes this browser show another of the person's tenants. @throws Refusal not_found */
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
