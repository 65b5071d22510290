import { refreshCredential } from "@/lib/accounts/credentials/refresh-credential";
import { warnOfExpiry } from "@/lib/accounts/credentials/warn-of-expiry";
import { errorText } from "@/lib/kernel/errors";
import { onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";

const dayMs = 86_400_000;
/** Of a run. Those that are left are due at the next one. */
const maxCredentials = 200;
/** So that one tenant's slow servers do not use up a run. */
const maxOfTenant = 5;
const lanes = 10;
const budgetMs = 15_000;

type DueRow = { id: string; tenantId: string; applicationId: string; testedAt: Date; expiresAt: Date | null };

/**
 * Looks once a day at each stored credential: which zones it reaches now, whether it still works, when it expires. Nothing is
 * written at the provider. Owners and admins are mailed before it expires.
 * @returns how many were checked
 */
export async function checkCredentials(service: ServiceContext): Promise<number> {
  const due = await service.database.prisma.$queryRaw<DueRow[]>`
    SELECT id, tenant_id AS "tenantId", application_id AS "applicationId", tested_at AS "testedAt", expires_at AS "expiresAt"
    FROM (
      SELECT c.*, row_number() OVER (PARTITION BY c.tenant_id ORDER BY c.tested_at, c.id) AS turn
      FROM dns_credentials c JOIN applications a ON a.id = c.application_id AND a.deleted_at IS NULL
      WHERE c.deleted_at IS NULL AND c.tested_at < ${new Date(service.now().getTime() - dayMs)}
    ) AS ranked
    WHERE turn <= ${maxOfTenant} ORDER BY tested_at, id LIMIT ${maxCredentials}`;
  const startedAtMs = performance.now();
  let checked = 0;
  const rows = due.values();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (const row of rows) {
        if (performance.now() - startedAtMs > budgetMs) return;
        await check(service, row);
        checked += 1;
      }
    }),
  );
  return checked;
}

async function check(service: ServiceContext, row: DueRow): Promise<void> {
  const ctx = onBehalfOf(service, row.tenantId, { kind: "worker" });
  try {
    await refreshCredential(ctx, row, { probe: false });
    await warnOfExpiry(ctx, row.id);
  } catch (error) {
    ctx.log.warn({ credentialId: row.id, err: errorText(error) }, "a credential could not be checked");
  }
}
