import { Prisma } from "@/lib/db/generated/client";
import { randomToken } from "@/lib/kernel/ids";

/** Where a database says that connections of a tenant changed. */
export const changesChannel = "latchkey_changes";

/** `connectionIds` is null where they were too many to be named. */
export type ChangeNotice = { tenantId: string; nonce: string; connectionIds: string[] | null };

/** A payload may have 8,000 bytes. */
const maxNamed = 100;

/**
 * The statement that tells every instance, when the transaction commits. Writers end their own statement with it, where it
 * costs no way to the database of its own. Every change of a state wakes the worker by a notification too, so that this
 * one costs such a commit nothing new.
 * @param connectionIds at least one
 */
export function announcementOf(tenantId: string, connectionIds: readonly string[]): Prisma.Sql {
  const ids = [...new Set(connectionIds)];
  const payload = [tenantId, randomToken(96), ids.length > maxNamed ? "*" : ids.join(",")].join(" ");
  return Prisma.sql`SELECT pg_notify(${changesChannel}, ${payload})::text`;
}

/** null for what is not a notice of this version. */
export function parseChangeNotice(payload: string): ChangeNotice | null {
  const [, tenantId, nonce, named] = /^([0-9a-f-]{36}) ([\w-]{8,40}) (\*|[0-9a-f,-]{36,})$/.exec(payload) ?? [];
  if (tenantId === undefined || nonce === undefined || named === undefined) return null;
  return { tenantId, nonce, connectionIds: named === "*" ? null : named.split(",") };
}
