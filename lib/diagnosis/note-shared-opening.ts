import { inTransaction } from "@/lib/db/transaction";
import { findShareLink } from "@/lib/diagnosis/find-share-link";
import { recordEvents } from "@/lib/platform/events/record-event";
import { onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";

/** A page that stays open writes no more often than this. */
const notedEveryMs = 60_000;

/**
 * Stores that somebody has opened the page behind a share link; the first time, in the connection's timeline too. Persons
 * are neither counted nor distinguished. A link that does not work is ignored.
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
  const { id, tenantId, connectionId, mailedTo } = link;
  const ctx = onBehalfOf(service, tenantId, { kind: "link" });
  await inTransaction(ctx, async (tx) => {
    const first = { where: { id, tenantId, firstOpenedAt: null }, data: { firstOpenedAt: at, lastOpenedAt: at } };
    const { count } = await tx.shareLink.updateMany(first);
    if (count === 0) await tx.shareLink.updateMany({ where: { id, tenantId }, data: { lastOpenedAt: at } });
    else {
      const recipient = mailedTo === null ? {} : { recipient: mailedTo };
      await recordEvents(ctx, tx, connectionId, ["connection.share_link_opened"], { linkId: id, ...recipient });
    }
  });
}
