import { countMail } from "@/lib/accounts/auth/count-mail";
import { issueMailToken, verifyLifeMs } from "@/lib/accounts/auth/mail-token";
import { assertGoodPassword } from "@/lib/accounts/auth/password-policy";
import type { SignUpInput } from "@/lib/accounts/auth/schema";
import type { Client } from "@/lib/accounts/auth/start-session";
import { addCompany } from "@/lib/accounts/tenants/add-company";
import { inTransaction, isUniqueViolation, type Tx } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { knownAddressMail, verificationMail } from "@/lib/platform/mail/mails";
import { postMail } from "@/lib/platform/mail/post-mail";
import type { ServiceContext } from "@/lib/platform/ports/context";
import type { Mail } from "@/lib/platform/ports/mailer";

/**
 * Creates a person with a company of their own, and mails the next step. The response is the same whether the address is
 * known or not: only the mail differs.
 * @throws Refusal forbidden (by invitation only), invalid (password), rate_limited, unavailable (no mail)
 */
export async function signUp(service: ServiceContext, input: SignUpInput, client: Client): Promise<{ email: string }> {
  const { email } = input;
  if (service.policy.signUp === "invited") {
    throw new Refusal("forbidden", "Signing up is by invitation here. Ask an owner or admin of your company for one.");
  }
  service.mailer.assertReady();
  await assertGoodPassword(input.password, email);
  const waitSeconds = await countMail(service, { to: email, ip: client.ip });
  const passwordHash = await service.passwords.hash(input.password);
  if (waitSeconds !== null) return { email };
  try {
    postMail(service, await inTransaction(service, (tx) => write(service, tx, input, passwordHash)));
  } catch (error) {
    // A concurrent sign-up with the same address succeeded, and sends the mail.
    if (!isUniqueViolation(error)) throw error;
  }
  return { email };
}

async function write(service: ServiceContext, tx: Tx, input: SignUpInput, passwordHash: string): Promise<Mail> {
  const { email, name } = input;
  const { appUrl } = service.policy;
  const known = await tx.user.findUnique({ where: { email }, include: { memberships: { take: 1 } } });
  if (known && known.emailVerifiedAt !== null) return knownAddressMail(appUrl, email);
  const createdAt = service.now();
  // Unconfirmed: the person who reads the mailbox *and* knows the newest password will own it.
  const user = known
    ? await tx.user.update({ where: { id: known.id }, data: { passwordHash, name } })
    : await tx.user.create({ data: { id: newId(createdAt), email, name, passwordHash, createdAt } });
  if (!known?.memberships.length) await addCompany(service, tx, { name: input.companyName, ownerId: user.id });
  const token = await issueMailToken(service, tx, { purpose: "verify_email", email, lifeMs: verifyLifeMs });
  return verificationMail(appUrl, email, token);
}
