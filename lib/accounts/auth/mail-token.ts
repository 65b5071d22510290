import type { MailTokenPurpose } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { randomToken } from "@/lib/kernel/ids";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";
import type { Context, ServiceContext } from "@/lib/platform/ports/context";

const tokenBits = 256;
export const verifyLifeMs = 24 * 3_600_000;
export const resetLifeMs = 3_600_000;

type Clock = Pick<Context, "now">;

/** A secret for a link in a mail. Only its hash is stored. */
export async function issueMailToken(
  clock: Clock,
  tx: Tx,
  input: { purpose: MailTokenPurpose; email: string; lifeMs: number },
): Promise<string> {
  const token = randomToken(tokenBits);
  const now = clock.now();
  const { purpose, email } = input;
  await tx.mailToken.create({
    data: {
      tokenHash: hashSecret(token),
      purpose,
      email,
      expiresAt: new Date(now.getTime() + input.lifeMs),
      createdAt: now,
    },
  });
  return token;
}

/** The owner of a link, without using it; null: used, expired, or not one of ours. */
export async function findMailToken(
  service: ServiceContext,
  purpose: MailTokenPurpose,
  token: string,
): Promise<{ email: string } | null> {
  return service.database.prisma.mailToken.findUnique({
    where: { tokenHash: hashSecret(token), purpose, usedAt: null, expiresAt: { gt: service.now() } },
    select: { email: true },
  });
}

/**
 * Uses a link, and invalidates all others of its kind to the same mailbox. Of two concurrent uses one succeeds.
 * @throws Refusal token_expired
 */
export async function consumeMailToken(
  clock: Clock,
  tx: Tx,
  input: { purpose: MailTokenPurpose; token: string },
): Promise<{ email: string }> {
  const now = clock.now();
  const { purpose } = input;
  const [row] = await tx.mailToken.updateManyAndReturn({
    where: { tokenHash: hashSecret(input.token), purpose, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
    select: { email: true },
  });
  if (!row) throw linkExpired();
  await tx.mailToken.updateMany({ where: { email: row.email, purpose, usedAt: null }, data: { usedAt: now } });
  return row;
}

export function linkExpired(): Refusal {
  return new Refusal("token_expired", "This link was already used, or has expired. Request a new one.");
}
