import { type RecordTemplate, recordTemplatesSchema } from "@/lib/connections/schema";
import { type Context, visibleConnections } from "@/lib/context";
import type { Application, Connection, HostnameClaim } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";

/** A connection with what its verbs always need beside it. */
export type ConnectionRow = Connection & {
  application: Pick<Application, "environment">;
  claim: Pick<HostnameClaim, "connectionId"> | null;
};

/**
 * The tenant's connection, whatever its state.
 * @throws Refusal not_found, also for another tenant's
 */
export async function getConnectionRow(ctx: Context, id: string, tx?: Tx): Promise<ConnectionRow> {
  const row = await (tx ?? ctx.database.prisma).connection.findFirst({
    where: { id, tenantId: ctx.tenantId, AND: visibleConnections(ctx.actor) },
    include: {
      application: { select: { environment: true } },
      claim: { select: { connectionId: true } },
    },
  });
  if (!row) throw new Refusal("not_found", `There is no connection ${id}.`);
  return row;
}

/** The record templates that hold for a connection; null: the default. */
export function templatesOf({ dnsRecords }: Pick<Connection, "dnsRecords">): RecordTemplate[] | null {
  return dnsRecords === null ? null : recordTemplatesSchema.parse(dnsRecords);
}
