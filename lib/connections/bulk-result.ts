import { toConnectionSummary } from "@/lib/connections/connection-resource";
import type { BulkArchive, ConnectionSummary } from "@/lib/connections/schema";
import type { Connection } from "@/lib/db/generated/client";
import type { Refusal } from "@/lib/kernel/errors";

type Refused = Pick<BulkArchive["results"][number], "id" | "connection" | "error"> & { status: "refused" };

/** As the error of a request for this one alone would be. */
export function refusedResult(id: string, { code, message, param, details, fields }: Refusal): Refused {
  const error = {
    code,
    message,
    ...(param === undefined ? {} : { param }),
    ...(details === undefined ? {} : { details }),
    ...fields,
  };
  return { id, status: "refused", connection: null, error };
}

export function doneResult<S extends string>(
  status: S,
  connection: Pick<Connection, keyof ConnectionSummary>,
): { id: string; status: S; connection: ConnectionSummary; error: null } {
  return { id: connection.id, status, connection: toConnectionSummary(connection), error: null };
}

export function countOf(results: readonly { status: string }[], status: string): number {
  return results.filter((result) => result.status === status).length;
}
