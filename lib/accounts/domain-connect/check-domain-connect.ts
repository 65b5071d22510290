import { getApplicationRow } from "@/lib/accounts/applications/application-row";
import { lockApplication } from "@/lib/accounts/applications/lock-application";
import { readDomainConnect, toDomainConnectResource } from "@/lib/accounts/domain-connect/domain-connect-row";
import { findPublishedKey, keyProblemTexts } from "@/lib/accounts/domain-connect/find-published-key";
import type { DomainConnectCheck, DomainConnectIdInput } from "@/lib/accounts/domain-connect/schema";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

const perMinute = { limit: 20, windowMs: 60_000 };
const maxShown = 80;

/**
 * Looks for the application's public keys in the DNS, and says what is wrong with what is published. A key that is found
 * signs from then on, unless there is a newer one.
 * @throws Refusal not_found (application), rate_limited
 */
export async function checkDomainConnect(ctx: Context, input: DomainConnectIdInput): Promise<DomainConnectCheck> {
  const application = await getApplicationRow(ctx, input.id);
  const { settings, keys } = await readDomainConnect(ctx, application.id);
  const nowMs = ctx.now().getTime();
  const waitMs = ctx.memory.countUse(`domain-connect-check ${ctx.tenantId}`, { ...perMinute, nowMs });
  if (waitMs > 0) {
    const retryAfterSeconds = Math.ceil(waitMs / 1_000);
    const text = `You have asked for ${perMinute.limit} checks within a minute. Try again in ${retryAfterSeconds} s.`;
    throw new Refusal("rate_limited", text, { details: { retryAfterSeconds } });
  }
  const checked =
    settings === null
      ? []
      : await Promise.all(
          keys.map(async (key) => ({ key, ...(await findPublishedKey(ctx, key, settings.keyDomain)) })),
        );
  const found = checked.filter(({ key, problem }) => problem === null && key.publishedAt === null);
  if (settings !== null && found.length > 0) {
    await inTransaction(ctx, async (tx) => {
      await lockApplication(ctx, tx, application.id, "share");
      const now = await readDomainConnect(ctx, application.id, tx);
      // What was found counts for the domain below which it was looked for.
      if (now.settings?.keyDomain !== settings.keyDomain) return;
      await tx.domainConnectKey.updateMany({
        where: { tenantId: ctx.tenantId, id: { in: found.map(({ key }) => key.id) } },
        data: { publishedAt: ctx.now() },
      });
    });
  }
  return {
    keys: checked.map(({ key, host, published, problem }) => ({
      name: key.name,
      host,
      published: published.map((value) => (value.length > maxShown ? `${value.slice(0, maxShown)}…` : value)),
      problem,
      explanation:
        problem === null ? `The key is published at ${host}, as it should be.` : keyProblemTexts[problem](host),
    })),
    settings: toDomainConnectResource(ctx, application, await readDomainConnect(ctx, application.id)),
  };
}
