import type { ShareLink } from "@/lib/db/generated/client";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";
import type { ServiceContext } from "@/lib/platform/ports/context";

const maxTokenLength = 100;

/**
 * The link of a token; null: unknown, expired, or revoked.
 * @param input `tenantId`: the company whose hostname the page is opened at, which shows its own links alone
 */
export async function findShareLink(
  service: ServiceContext,
  { token, tenantId }: { token: string; tenantId?: string | null },
): Promise<ShareLink | null> {
  if (token.length > maxTokenLength) return null;
  const link = await service.database.prisma.shareLink.findUnique({ where: { tokenHash: hashSecret(token) } });
  if (!link || link.revokedAt !== null || link.expiresAt <= service.now()) return null;
  return tenantId && tenantId !== link.tenantId ? null : link;
}
