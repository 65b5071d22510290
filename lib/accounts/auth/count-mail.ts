import { consume, type Throttle, throttles, tooMany } from "@/lib/accounts/auth/throttle";
import type { Tx } from "@/lib/db/transaction";
import type { ServiceContext } from "@/lib/platform/ports/context";

const hourSeconds = 3_600;

/** A mail to an address that somebody typed. `ip`: theirs, if known. */
export type TypedMail = {
  to: string;
  ip: string | null;
  /** In a company's name: with the transaction that writes it, which counts it too or not at all. */
  company?: { kind: keyof typeof companyLimits; tenantId: string; tx: Tx };
};

/**
 * What a company may send. `address`: from one address of its members or servers. `recipient`: to one mailbox, so that no
 * company fills the one that others need.
 */
const companyLimits = {
  invitation: { address: "inviteAddress", tenant: "inviteTenant", recipient: null, noun: "invitations" },
  instructions: {
    address: null,
    tenant: "instructTenant",
    recipient: "instructRecipient",
    noun: "instructions by mail",
  },
  /** By a visitor with a widget token: from their address, too. */
  visitorInstructions: {
    address: "mailAddress",
    tenant: "visitorTenant",
    recipient: "instructRecipient",
    noun: "instructions by mail",
  },
} as const;

/**
 * Counts a mail before it is sent: by the sender's address and company, by the mailbox, and in all.
 * @returns the seconds to wait where the mailbox has had its mails: a form must not reveal that; null: send it
 * @throws Refusal rate_limited, by any other limit
 */
export async function countMail(service: ServiceContext, mail: TypedMail): Promise<number | null> {
  const { memory, policy, log } = service;
  const { company } = mail;
  const limits = company ? companyLimits[company.kind] : null;
  const queries = company?.tx ?? service.database.prisma;
  const take = (name: Throttle, subject: string) => consume(queries, name, subject, throttles[name]);

  const addressLimit = limits === null ? "mailAddress" : limits.address;
  const byAddress = mail.ip === null || addressLimit === null ? null : await take(addressLimit, mail.ip);
  if (byAddress !== null) {
    memory.mails.address_limit += 1;
    throw tooMany("Too many mails were requested from your address.", byAddress);
  }
  const byTenant = company && limits ? await take(limits.tenant, company.tenantId) : null;
  if (byTenant !== null && limits) {
    memory.mails.tenant_limit += 1;
    throw tooMany(`Your company sent ${throttles[limits.tenant].points} ${limits.noun} within a day.`, byTenant);
  }
  const byRecipient =
    company && limits?.recipient ? await take(limits.recipient, `${company.tenantId} ${mailboxOf(mail.to)}`) : null;
  if (byRecipient !== null && limits?.recipient) {
    memory.mails.mailbox_limit += 1;
    const { points } = throttles[limits.recipient];
    throw tooMany(`Your company sent ${points} ${limits.noun} to ${mail.to} within a day.`, byRecipient);
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
