import { randomBytes } from "node:crypto";
import type { WebhookEndpoint } from "@/lib/db/generated/client";
import type { Context } from "@/lib/platform/ports/context";
import { secretPrefix } from "@/lib/webhooks/sign";

const secretBytes = 32;

/** `whsec_` and the base64 of 32 random bytes, as Standard Webhooks writes a symmetric secret. */
export function newSigningSecret(): string {
  return `${secretPrefix}${randomBytes(secretBytes).toString("base64")}`;
}

/**
 * The secrets that sign now, in clear: the current one, and the previous one until its overlap ends.
 * @throws Error when a secret was sealed with a key that is gone
 */
export function openSigningSecrets(
  ctx: Context,
  endpoint: Pick<WebhookEndpoint, "secretSealed" | "previousSecretSealed" | "previousSecretExpiresAt">,
): string[] {
  const { secretSealed, previousSecretSealed, previousSecretExpiresAt } = endpoint;
  const overlaps = previousSecretExpiresAt !== null && previousSecretExpiresAt > ctx.now();
  return [secretSealed, ...(overlaps && previousSecretSealed ? [previousSecretSealed] : [])].map((sealed) =>
    ctx.encryptor.decrypt(sealed),
  );
}
