import { getConnectionRow } from "@/lib/connections/connection-row";
import { readOwnershipObservation, readRecordsObservation } from "@/lib/connections/record-observation";
import type { ConnectionIdInput, ObservationsResource } from "@/lib/connections/schema";
import type { Context } from "@/lib/platform/ports/context";

/**
 * What each nameserver answered in the last check: the evidence for `ownership` and `observed_records`. Makes no new
 * lookups.
 * @throws Refusal not_found
 */
export async function getObservations(ctx: Context, input: ConnectionIdInput): Promise<ObservationsResource> {
  const row = await getConnectionRow(ctx, input.id);
  const ownership = readOwnershipObservation(row.ownershipObservation);
  return {
    ownership: ownership && {
      ...ownership,
      servers: ownership.servers.map(toAnswer),
      checkedAt: row.ownershipCheckedAt,
    },
    records: readRecordsObservation(row.recordsObservation).map((record) => ({
      ...record,
      servers: record.servers.map(toAnswer),
    })),
    recordsCheckedAt: row.recordsCheckedAt,
  };
}

function toAnswer<T extends { reason?: string | undefined }>(answer: T): T & { reason: string | null } {
  return { ...answer, reason: answer.reason ?? null };
}
