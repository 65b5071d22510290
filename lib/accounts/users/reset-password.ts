import { endSessions } from "@/lib/accounts/auth/end-sessions";
import { consumeMailToken, findMailToken, linkExpired } from "@/lib/accounts/auth/mail-token";
import { assertGoodPassword } from "@/lib/accounts/auth/password-policy";
import type { ResetPasswordInput } from "@/lib/accounts/auth/schema";
import type { Client } from "@/lib/accounts/auth/start-session";
import { forgetTries } from "@/lib/accounts/auth/throttle";
import { inTransaction } from "@/lib/db/transaction";
import { passwordChangedMail } from "@/lib/platform/mail/mails";
import { postMail } from "@/lib/platform/mail/post-mail";
import type { ServiceContext } from "@/lib/platform/ports/context";

/**
 * Sets the password of the person to whom the link was mailed, which also confirms their address. All their sessions end,
 * including those of a thief of the old password. The caller signs in with the new one.
 * @throws Refusal token_expired, invalid (password)
 */
export async function resetPassword(
  service: ServiceContext,
  input: ResetPasswordInput,
  _: Client,
): Promise<{ email: string }> {
  const link = await findMailToken(service, "reset_password", input.token);
  if (!link) throw linkExpired();
  await assertGoodPassword(input.password, link.email);
  const passwordHash = await service.passwords.hash(input.password);
  const { email, isFirst } = await inTransaction(service, async (tx) => {
    const { email } = await consumeMailToken(service, tx, { purpose: "reset_password", token: input.token });
    // A link is created for unknown addresses too, but never mailed.
    const user = await tx.user.findUnique({ where: { email } });
    if (!user) throw linkExpired();
    const emailVerifiedAt = user.emailVerifiedAt ?? service.now();
    await tx.user.update({ where: { id: user.id }, data: { passwordHash, emailVerifiedAt } });
    await endSessions(service, tx, { userId: user.id });
    return { email, isFirst: user.passwordHash === null };
  });
  await forgetTries(service, "signInAccount", email);
  if (!isFirst) postMail(service, passwordChangedMail(service.policy.appUrl, email));
  return { email };
}
