import type { ConnectionState } from "@/lib/connections/machine";
import { waitingSince } from "@/lib/connections/policy";
import { Prisma } from "@/lib/db/generated/client";
import type { SupportHit } from "@/lib/support/schema";

export type HitRow = {
  id: string;
  tenantId: string;
  tenantName: string;
  hostname: string;
  state: ConnectionState;
  errorCode: string | null;
  stateChangedAt: Date;
  createdAt: Date;
  assigneeId: string | null;
  assigneeName: string | null;
};

/** The columns of a `HitRow`, of connections `c`, tenants `t`, and what `assigneeJoin` joins to `c`. */
export const hitColumns = Prisma.sql`c.id, c.tenant_id AS "tenantId", t.name AS "tenantName", c.hostname,
  c.state::text AS state, c.error_code AS "errorCode", c.state_changed_at AS "stateChangedAt",
  c.created_at AS "createdAt", u.id AS "assigneeId", COALESCE(NULLIF(u.name, ''), u.email) AS "assigneeName"`;

export const assigneeJoin = Prisma.sql`LEFT JOIN support_assignments a ON a.connection_id = c.id
  LEFT JOIN users u ON u.id = a.user_id AND u.is_staff`;

export function toSupportHit({ createdAt, assigneeId, assigneeName, ...row }: HitRow): SupportHit {
  return {
    ...row,
    waitingSince: waitingSince({ ...row, createdAt }),
    assignee: assigneeId === null ? null : { id: assigneeId, name: assigneeName ?? "" },
  };
}
