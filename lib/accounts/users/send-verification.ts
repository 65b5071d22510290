import { issueMailToken, verifyLifeMs } from "@/lib/accounts/auth/mail-token";
import { isWithin } from "@/lib/accounts/auth/throttle";
import { inTransaction } from "@/lib/db/transaction";
import { verificationMail } from "@/lib/platform/mail/mails";
import { postMail } from "@/lib/platform/mail/post-mail";
import type { ServiceContext } from "@/lib/platform/ports/context";

/** Mails another link to confirm an address, within the hourly limit of a mailbox. */
export async function sendVerification(service: ServiceContext, email: string): Promise<void> {
  service.mailer.assertReady();
  if (!(await isWithin(service, "mailbox", email))) return;
  const token = await inTransaction(service, (tx) =>
    issueMailToken(service, tx, { purpose: "verify_email", email, lifeMs: verifyLifeMs }),
  );
  postMail(service, verificationMail(service.policy.appUrl, email, token));
}
