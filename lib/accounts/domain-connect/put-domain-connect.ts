import { lockApplication } from "@/lib/accounts/applications/lock-application";
import { readDomainConnect, toDomainConnectResource } from "@/lib/accounts/domain-connect/domain-connect-row";
import type { DomainConnectResource, PutDomainConnectInput } from "@/lib/accounts/domain-connect/schema";
import { inTransaction } from "@/lib/db/transaction";
import { problemOfKeyDomain, problemOfProviderId } from "@/lib/dns/domain-connect/provider-id";
import { Refusal } from "@/lib/kernel/errors";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Sets what the application's templates are made of. Keys that were published below another domain have to be found again
 * before they sign.
 * @throws Refusal invalid, not_found (application)
 */
export async function putDomainConnect(ctx: Context, input: PutDomainConnectInput): Promise<DomainConnectResource> {
  const { id, providerId, providerName, keyDomain, logoUrl = null } = input;
  assertNames(input);
  return inTransaction(ctx, async (tx) => {
    const application = await lockApplication(ctx, tx, id, "update");
    const before = await readDomainConnect(ctx, application.id, tx);
    const wanted = { providerId, providerName, keyDomain, logoUrl };
    const changed = Object.entries(wanted).filter(([field, value]) => {
      return before.settings?.[field as keyof typeof wanted] !== value;
    });
    if (changed.length === 0) return toDomainConnectResource(ctx, application, before);
    await tx.domainConnectSettings.upsert({
      where: { applicationId: id, tenantId: ctx.tenantId },
      create: { applicationId: id, tenantId: ctx.tenantId, ...wanted, updatedAt: ctx.now() },
      update: { ...wanted, version: { increment: 1 }, updatedAt: ctx.now() },
    });
    if (before.settings?.keyDomain !== keyDomain) {
      await tx.domainConnectKey.updateMany({
        where: { applicationId: id, tenantId: ctx.tenantId },
        data: { publishedAt: null },
      });
    }
    await recordAudit(ctx, tx, "domain_connect.updated", id, {
      name: application.name,
      changed: changed.map(([field]) => field),
    });
    return toDomainConnectResource(ctx, application, await readDomainConnect(ctx, id, tx));
  });
}

function assertNames({ providerId, keyDomain }: PutDomainConnectInput): void {
  const problems = { provider_id: problemOfProviderId(providerId), key_domain: problemOfKeyDomain(keyDomain) };
  for (const [param, problem] of Object.entries(problems)) {
    if (problem !== null) throw new Refusal("invalid", problem, { param });
  }
}
