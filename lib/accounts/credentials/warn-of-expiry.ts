import { providerName } from "@/lib/dns/providers/catalog";
import { isRefusal } from "@/lib/kernel/errors";
import { credentialExpiryMail } from "@/lib/platform/mail/mails";
import type { Context } from "@/lib/platform/ports/context";

const dayMs = 86_400_000;
/** Days before the expiry on which a mail is sent. */
const warnedDays = [1, 3, 14] as const;
const maxRecipients = 20;

/** Mails the owners and admins that a credential expires: once for each of the three thresholds. */
export async function warnOfExpiry(ctx: Context, credentialId: string): Promise<void> {
  const { prisma } = ctx.database;
  const where = { id: credentialId, tenantId: ctx.tenantId, deletedAt: null };
  const row = await prisma.dnsCredential.findFirst({ where });
  if (!row?.expiresAt) return;
  const days = Math.ceil((row.expiresAt.getTime() - ctx.now().getTime()) / dayMs);
  const threshold = days <= 0 ? undefined : warnedDays.find((one) => days <= one);
  if (threshold === undefined || (row.expiryMailed !== null && row.expiryMailed <= threshold)) return;
  // Before it is sent: two workers must not both send it.
  const { count } = await prisma.dnsCredential.updateMany({
    where: { ...where, expiryMailed: row.expiryMailed },
    data: { expiryMailed: threshold },
  });
  if (count === 0) return;
  const members = await prisma.membership.findMany({
    where: { tenantId: ctx.tenantId, role: { in: ["owner", "admin"] } },
    select: { user: { select: { email: true } } },
    orderBy: { createdAt: "asc" },
    take: maxRecipients,
  });
  const url = `${ctx.policy.appUrl}/applications/${row.applicationId}/credentials`;
  const facts = { label: row.label, provider: providerName(row.provider), expiresAt: row.expiresAt, url };
  for (const { user } of members) {
    try {
      await ctx.mailer.send(credentialExpiryMail(user.email, facts));
    } catch (error) {
      // Without a mail server there is nothing to try again: the page shows it.
      if (!isRefusal(error) || error.code !== "unavailable") throw error;
    }
  }
}
