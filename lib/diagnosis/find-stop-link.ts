import { mailboxOf } from "@/lib/accounts/auth/count-mail";
import { getBrand } from "@/lib/accounts/branding/get-brand";
import type { Brand } from "@/lib/accounts/branding/schema";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";
import { onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";

const maxTokenLength = 100;

export type StopLink = { tenantId: string; mailedTo: string; brand: Brand; isStopped: boolean };

/**
 * Whose mails the link stops, and to whom; null: no such link. It works for as long as the share link's row exists.
 * @param input `tenantId`: the company whose hostname the page is opened at
 */
export async function findStopLink(
  service: ServiceContext,
  { token, tenantId: onlyOf }: { token: string; tenantId?: string | null },
): Promise<StopLink | null> {
  if (token.length > maxTokenLength) return null;
  const { prisma } = service.database;
  const link = await prisma.shareLink.findUnique({ where: { stopTokenHash: hashSecret(token) } });
  if (link === null || link.mailedTo === null || (onlyOf && onlyOf !== link.tenantId)) return null;
  const { tenantId, mailedTo } = link;
  const recipientHash = hashSecret(mailboxOf(mailedTo));
  const [brand, stopped] = await Promise.all([
    getBrand(onBehalfOf(service, tenantId, { kind: "worker" })),
    prisma.mailSuppression.findUnique({ where: { tenantId_recipientHash: { tenantId, recipientHash } } }),
  ]);
  return { tenantId, mailedTo, brand, isStopped: stopped !== null };
}
