import { countMail } from "@/lib/accounts/auth/count-mail";
import { issueMailToken, verifyLifeMs } from "@/lib/accounts/auth/mail-token";
import { inTransaction } from "@/lib/db/transaction";
import { verificationMail } from "@/lib/platform/mail/mails";
import { postMail } from "@/lib/platform/mail/post-mail";
import type { ServiceContext } from "@/lib/platform/ports/context";

/**
 * Mails another link to confirm an address, within the hourly limit of a mailbox.
 * @throws Refusal rate_limited (of the caller's address), unavailable (no mail)
 */
export async function sendVerification(service: ServiceContext, email: string, ip: string | null): Promise<void> {
  service.mailer.assertReady();
  if ((await countMail(service, { to: email, ip })) !== null) return;
  const token = await inTransaction(service, (tx) =>
    issueMailToken(service, tx, { purpose: "verify_email", email, lifeMs: verifyLifeMs }),
  );
  postMail(service, verificationMail(service.policy.appUrl, email, token));
}
