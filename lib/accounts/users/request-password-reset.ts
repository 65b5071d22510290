import { countMail } from "@/lib/accounts/auth/count-mail";
import { issueMailToken, resetLifeMs } from "@/lib/accounts/auth/mail-token";
import type { RequestResetInput } from "@/lib/accounts/auth/schema";
import type { Client } from "@/lib/accounts/auth/start-session";
import { inTransaction } from "@/lib/db/transaction";
import { resetMail } from "@/lib/platform/mail/mails";
import { postMail } from "@/lib/platform/mail/post-mail";
import type { ServiceContext } from "@/lib/platform/ports/context";

/**
 * Mails a link to set a new password, if the address is known. The response does not reveal that: an unknown address takes
 * the same work and gets the same response.
 * @throws Refusal rate_limited (of the caller's address), unavailable (no mail)
 */
export async function requestPasswordReset(
  service: ServiceContext,
  { email }: RequestResetInput,
  client: Client,
): Promise<{ email: string }> {
  service.mailer.assertReady();
  if ((await countMail(service, { to: email, ip: client.ip })) !== null) return { email };
  const { token, isKnown } = await inTransaction(service, async (tx) => ({
    token: await issueMailToken(service, tx, { purpose: "reset_password", email, lifeMs: resetLifeMs }),
    isKnown: (await tx.user.count({ where: { email } })) > 0,
  }));
  if (isKnown) postMail(service, resetMail(service.policy.appUrl, email, token));
  return { email };
}
