import { consume, throttles, tooMany } from "@/lib/accounts/auth/throttle";
import type { Tx } from "@/lib/db/transaction";
import type { ServiceContext } from "@/lib/platform/ports/context";

const hourSeconds = 3_600;

/** A mail to an address that somebody typed. `ip`: theirs, if known. */
export type TypedMail = {
  to: string;
  ip: string | null;
  /** For an invitation: the transaction that writes it, which counts it too or not at all. */
  invitation?: { tenantId: string; tx: Tx };
};

/**
 * Counts a mail before it is sent: by the sender's address and company, by the mailbox, and in all.
 * @returns the seconds to wait where the mailbox has had its mails: a form must not reveal that; null: send it
 * @throws Refusal rate_limited, by any other limit
 */
export async function countMail(service: ServiceContext, mail: TypedMail): Promise<number | null> {
  const { memory, policy, log } = service;
  const queries = mail.invitation?.tx ?? service.database.prisma;
  const take = (name: keyof typeof throttles, subject: string) => consume(queries, name, subject, throttles[name]);

  const byAddress = mail.ip === null ? null : await take(mail.invitation ? "inviteAddress" : "mailAddress", mail.ip);
  if (byAddress !== null) {
    memory.mails.address_limit += 1;
    throw tooMany("Too many mails were requested from your address.", byAddress);
  }
  const byTenant = mail.invitation ? await take("inviteTenant", mail.invitation.tenantId) : null;
  if (byTenant !== null) {
    memory.mails.tenant_limit += 1;
    throw tooMany(`Your company sent ${throttles.inviteTenant.points} invitations within a day.`, byTenant);
  }
  const byMailbox = await take("mailbox", mailboxOf(mail.to));
  if (byMailbox !== null) {
    memory.mails.mailbox_limit += 1;
    return byMailbox;
  }
  const inAll = await consume(queries, "allMails", "", { points: policy.mailsPerHour, duration: hourSeconds });
  if (inAll !== null) {
    memory.mails.installation_limit += 1;
    log.warn({ limit: policy.mailsPerHour }, "a mail was refused: MAIL_LIMIT_PER_HOUR is reached");
    throw tooMany("This installation has sent all mails that it may send in an hour.", inAll);
  }
  memory.mails.allowed += 1;
  return null;
}

/**
 * The mailbox that an address leads to, as far as that can be known: in lower case, without `+tag`, and without the dots
 * that Gmail ignores. Two mailboxes that are taken for one share a limit, and nothing else.
 */
export function mailboxOf(email: string): string {
  const [local = "", domain = ""] = email
    .trim()
    .toLowerCase()
    .split(/@(?=[^@]*$)/);
  const name = local.replace(/(?<=.)\+.*$/, "");
  const isGmail = domain === "gmail.com" || domain === "googlemail.com";
  return isGmail ? `${name.replaceAll(".", "")}@gmail.com` : `${name}@${domain}`;
}
