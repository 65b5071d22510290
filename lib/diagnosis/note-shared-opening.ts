import { findShareLink } from "@/lib/diagnosis/find-share-link";
import type { ServiceContext } from "@/lib/platform/ports/context";

/** A page that stays open writes no more often than this. */
const notedEveryMs = 60_000;

/**
 * Stores that somebody has opened the page behind a share link. Persons are neither counted nor distinguished. A link that does not work is
 * ignored.
 * @param input `tenantId`: the company whose hostname the page is opened at
 */
export async function noteSharedOpening(
  service: ServiceContext,
  input: { token: string; tenantId?: string | null },
): Promise<void> {
  const link = await findShareLink(service, input);
  if (link === null) return;
  const at = service.now();
  if (link.lastOpenedAt !== null && at.getTime() - link.lastOpenedAt.getTime() < notedEveryMs) return;
  await service.database.prisma.shareLink.updateMany({
    where: { id: link.id, tenantId: link.tenantId },
    data: { firstOpenedAt: link.firstOpenedAt ?? at, lastOpenedAt: at },
  });
}
