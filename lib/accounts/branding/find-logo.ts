import type { ServiceContext } from "@/lib/platform/ports/context";

const hashForm = /^[0-9a-f]{64}$/;

/** A logo by its hash, which is all that its URL has. */
export async function findLogo(
  service: Pick<ServiceContext, "database">,
  hash: string,
): Promise<{ mediaType: string; bytes: Uint8Array<ArrayBuffer> } | null> {
  if (!hashForm.test(hash)) return null;
  return service.database.prisma.brandLogo.findUnique({
    where: { hash },
    select: { mediaType: true, bytes: true },
  });
}
