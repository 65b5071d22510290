import { mailboxOf } from "@/lib/accounts/auth/count-mail";
import { findStopLink } from "@/lib/diagnosis/find-stop-link";
import { Refusal } from "@/lib/kernel/errors";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";
import type { ServiceContext } from "@/lib/platform/ports/context";

/**
 * From now on, the company of the link sends its recipient no mail through us. Whoever has the mail may do it, any number
 * of times.
 * @throws Refusal not_found
 */
export async function stopMails(
  service: ServiceContext,
  input: { token: string; tenantId?: string | null },
): Promise<void> {
  const link = await findStopLink(service, input);
  if (link === null) throw new Refusal("not_found", "This link does not work. Open it from the mail again.");
  const { tenantId, mailedTo } = link;
  await service.database.prisma.mailSuppression.createMany({
    data: { tenantId, recipientHash: hashSecret(mailboxOf(mailedTo)), createdAt: service.now() },
    skipDuplicates: true,
  });
}
