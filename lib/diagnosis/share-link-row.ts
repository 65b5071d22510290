import type { ShareLink } from "@/lib/db/generated/client";
import type { ShareLinkResource } from "@/lib/diagnosis/schema";

export function toShareLinkResource(row: ShareLink): ShareLinkResource {
  const { id, connectionId, createdBy, expiresAt, revokedAt, createdAt, mailedTo } = row;
  return { id, connectionId, createdBy, expiresAt, revokedAt, createdAt, mailedTo };
}
