import { getApplicationRow } from "@/lib/accounts/applications/application-row";
import { lockApplication } from "@/lib/accounts/applications/lock-application";
import {
  maxKeys,
  readDomainConnect,
  signingKeyOf,
  toDomainConnectResource,
} from "@/lib/accounts/domain-connect/domain-connect-row";
import type { DomainConnectIdInput, DomainConnectResource } from "@/lib/accounts/domain-connect/schema";
import { answerInTransaction } from "@/lib/db/transaction";
import { createKeyPair } from "@/lib/dns/domain-connect/create-key-pair";
import { Refusal } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/** Making a key pair takes a core for a fraction of a second. */
const perHour = { limit: 10, windowMs: 3_600_000 };

/**
 * Makes a key pair under the next name: the first one, or the successor of the one that signs. It signs once a check has
 * found it published; until then the old one does. A successor that was never published is replaced.
 * @throws Refusal not_found (application), rate_limited
 */
export async function createDomainConnectKey(
  ctx: Context,
  input: DomainConnectIdInput,
): Promise<DomainConnectResource> {
  await getApplicationRow(ctx, input.id);
  const waitMs = ctx.memory.countUse(`domain-connect-key ${ctx.tenantId}`, { ...perHour, nowMs: ctx.now().getTime() });
  if (waitMs > 0) {
    const retryAfterSeconds = Math.ceil(waitMs / 1_000);
    const text = `You have made ${perHour.limit} keys within an hour. Try again in ${retryAfterSeconds} s.`;
    throw new Refusal("rate_limited", text, { details: { retryAfterSeconds } });
  }
  const pair = await createKeyPair();
  return answerInTransaction(ctx, async (tx) => {
    const application = await lockApplication(ctx, tx, input.id, "update");
    const { keys } = await readDomainConnect(ctx, application.id, tx);
    const signing = signingKeyOf(keys);
    // The one that signs stays; of the others, as many as leave a place for the new one.
    const removed = keys.filter(({ id }) => id !== signing?.id).slice(signing === null ? maxKeys - 1 : 0);
    await tx.domainConnectKey.deleteMany({
      where: { tenantId: ctx.tenantId, applicationId: application.id, id: { in: removed.map(({ id }) => id) } },
    });
    const key = {
      id: newId(ctx.now()),
      tenantId: ctx.tenantId,
      applicationId: application.id,
      name: nextName(keys.map(({ name }) => name)),
      publicKey: pair.publicKey,
      privateKey: ctx.encryptor.encrypt(pair.privateKey),
      createdAt: ctx.now(),
    };
    await tx.domainConnectKey.create({ data: key });
    await recordAudit(ctx, tx, "domain_connect.key_created", application.id, { name: key.name });
    return toDomainConnectResource(ctx, application, await readDomainConnect(ctx, application.id, tx));
  });
}

/** `_dck1`, then counting on: caches still hold the records of an old name. */
function nextName(names: readonly string[]): string {
  return `_dck${Math.max(0, ...names.map((name) => Number(name.replace(/\D+/g, "")))) + 1}`;
}
