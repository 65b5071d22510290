import { type SummaryRow, toConnectionSummary } from "@/lib/connections/connection-resource";
import type { BulkArchive, ConnectionSummary } from "@/lib/connections/schema";
import type { Refusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

type Result = BulkArchive["results"][number];
type ItemError = NonNullable<Result["error"]>;
type Refused = Pick<Result, "id" | "connection" | "error"> & { status: "refused" };

export function doneResult<S extends string>(
  status: S,
  connection: SummaryRow | ConnectionSummary,
  viewer: Pick<Context, "actor" | "now">,
): { id: string; status: S; connection: ConnectionSummary; error: null } {
  return { id: connection.id, status, connection: toConnectionSummary(connection, viewer), error: null };
}

export function refusedResult(id: string, refusal: Refusal): Refused {
  return { id, status: "refused", connection: null, error: toItemError(refusal) };
}

/**
 * As the error of a request for this item alone.
 * @param path of the item in the request, for `param`: `items.0.` makes `hostname` `items.0.hostname`
 */
export function toItemError({ code, message, param, details, fields }: Refusal, path = ""): ItemError {
  return {
    code,
    message,
    ...(param === undefined ? {} : { param: `${path}${param}` }),
    ...(details === undefined ? {} : { details }),
    ...fields,
  };
}

export function countOf(results: readonly { status: string }[], status: string): number {
  return results.filter((result) => result.status === status).length;
}
