import { issueMailToken, verifyLifeMs } from "@/lib/accounts/auth/mail-token";
import { inTransaction } from "@/lib/db/transaction";
import { isRefusal } from "@/lib/kernel/errors";
import { firstPasswordMail } from "@/lib/platform/mail/mails";
import type { ServiceContext } from "@/lib/platform/ports/context";
import type { Mail } from "@/lib/platform/ports/mailer";

/**
 * Lets the owner of a tenant that an operator created sign in: a link to set a password, valid for a day. The operator gets
 * it too, since there may be no mail server yet.
 */
export async function sendFirstPassword(
  service: ServiceContext,
  input: { email: string; company: string },
): Promise<{ url: string; mailed: boolean }> {
  const { email, company } = input;
  const { appUrl } = service.policy;
  const token = await inTransaction(service, (tx) =>
    issueMailToken(service, tx, { purpose: "reset_password", email, lifeMs: verifyLifeMs }),
  );
  const mailed = await isSent(service, firstPasswordMail(appUrl, email, token, company));
  return { url: `${appUrl}/reset-password/${token}`, mailed };
}

async function isSent({ mailer }: ServiceContext, mail: Mail): Promise<boolean> {
  try {
    mailer.assertReady();
    await mailer.send(mail);
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}
