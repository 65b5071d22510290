import { Prisma } from "@/lib/db/generated/client";
import { randomToken } from "@/lib/kernel/ids";

/** The channel on which the database announces that connections of a tenant changed. */
export const changesChannel = "latchkey_changes";

/** `connectionIds` is null where there were too many to name. */
export type ChangeNotice = { tenantId: string; nonce: string; connectionIds: string[] | null };

/** PostgreSQL limits a payload to 8,000 bytes. */
const maxNamed = 100;

/**
 * The statement that notifies every instance when the transaction commits. Writers append it to their own statement, so
 * that it costs no round trip. A change of state notifies the worker anyway: this one adds nothing to such a commit.
 * @param connectionIds at least one
 */
export function announcementOf(tenantId: string, connectionIds: readonly string[]): Prisma.Sql {
  const ids = [...new Set(connectionIds)];
  const payload = [tenantId, randomToken(96), ids.length > maxNamed ? "*" : ids.join(",")].join(" ");
  return Prisma.sql`SELECT pg_notify(${changesChannel}, ${payload})::text`;
}

/** null for a payload of another version. */
export function parseChangeNotice(payload: string): ChangeNotice | null {
  const [, tenantId, nonce, named] = /^([0-9a-f-]{36}) ([\w-]{8,40}) (\*|[0-9a-f,-]{36,})$/.exec(payload) ?? [];
  if (tenantId === undefined || nonce === undefined || named === undefined) return null;
  return { tenantId, nonce, connectionIds: named === "*" ? null : named.split(",") };
}
