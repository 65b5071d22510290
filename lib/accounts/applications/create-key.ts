import { toKeyResource } from "@/lib/accounts/applications/application-row";
import { lockApplication } from "@/lib/accounts/applications/lock-application";
import type { CreatedKeyResource, CreateKeyInput } from "@/lib/accounts/applications/schema";
import { answerInTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { newId, randomToken } from "@/lib/kernel/ids";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";
import type { Context } from "@/lib/platform/ports/context";

const secretBits = 192;

/**
 * Creates an API key. Its secret is in this answer and nowhere else. `secret` is for the sandbox's seed; the API's schema
 * does not have it.
 * @throws Refusal not_found (application), forbidden when the caller's own key lacks one of the scopes
 */
export async function createKey(
  ctx: Context,
  input: CreateKeyInput & { secret?: string },
): Promise<CreatedKeyResource> {
  return answerInTransaction(ctx, async (tx) => {
    const application = await lockApplication(ctx, tx, input.id, "share");
    const { actor } = ctx;
    const missing = actor.kind === "key" ? input.scopes.filter((scope) => !actor.scopes.includes(scope)) : [];
    if (missing.length > 0) {
      const text = `A key can only grant scopes that it has. Missing: ${missing.join(", ")}.`;
      throw new Refusal("forbidden", text, { param: "scopes" });
    }
    const secret = input.secret ?? `sk_${application.environment}_${randomToken(secretBits)}`;
    const scopes = [...new Set(input.scopes)];
    const row = await tx.apiKey.create({
      data: {
        id: newId(ctx.now()),
        tenantId: ctx.tenantId,
        applicationId: application.id,
        name: input.name,
        environment: application.environment,
        last4: secret.slice(-4),
        secretHash: hashSecret(secret),
        scopes,
        createdAt: ctx.now(),
      },
    });
    const facts = { applicationId: application.id, name: row.name, environment: row.environment, scopes };
    await recordAudit(ctx, tx, "key.created", row.id, facts);
    return { ...toKeyResource(row), secret };
  });
}
