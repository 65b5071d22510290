import { toConnectionResource } from "@/lib/connections/connection-resource";
import { getConnectionRow } from "@/lib/connections/connection-row";
import type { ConnectionIdInput, ConnectionResource } from "@/lib/connections/schema";
import type { Context } from "@/lib/platform/ports/context";

/** @throws Refusal not_found */
export async function getConnection(ctx: Context, input: ConnectionIdInput): Promise<ConnectionResource> {
  return toConnectionResource(await getConnectionRow(ctx, input.id), ctx);
}
