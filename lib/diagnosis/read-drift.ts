import { z } from "zod";
import type { ConnectionRow } from "@/lib/connections/connection-row";
import {
  differingServers,
  readRecordsObservation,
  type StoredRecordsObservation,
} from "@/lib/connections/record-observation";
import type { Event } from "@/lib/db/generated/client";
import type { DriftEvidence } from "@/lib/diagnosis/evidence/evidence";

const driftDataSchema = z.object({
  evidence: z.object({
    since: z.coerce.date().nullish(),
    records: z.array(
      z.object({
        host: z.string(),
        type: z.string(),
        wanted: z.string(),
        kind: z.string(),
        observedValue: z.string().nullable(),
      }),
    ),
  }),
});

type DriftRow = Pick<ConnectionRow, "state" | "mismatchSince" | "recordsObservation">;

/**
 * How a live domain's records changed, since when and on which servers; null where nothing drifts. A confirmed drift is
 * read from its event, one that is still being confirmed from the last check.
 */
export function readDrift(
  row: DriftRow,
  event: Pick<Event, "type" | "data" | "createdAt"> | null,
  now: Date,
): DriftEvidence | null {
  const seen = readRecordsObservation(row.recordsObservation);
  if (row.state === "live" && row.mismatchSince !== null) {
    const changes = seen.filter(({ kind }) => kind === "missing" || kind === "conflict").map(toChange);
    return { confirmedAt: now.toISOString(), since: row.mismatchSince.toISOString(), changes };
  }
  if (row.state !== "drifted" || event?.type !== "domain.drift") return null;
  const data = driftDataSchema.safeParse(event.data);
  if (!data.success) return null;
  const { records, since } = data.data.evidence;
  const changes = records
    .filter(({ kind }) => kind !== "match")
    .map(({ host, type, wanted, observedValue }) => {
      const latest = seen.find((one) => one.host === host && one.type === type && one.value === wanted);
      const servers = latest === undefined ? [] : differingServers(latest);
      return { host, type, from: wanted, to: latest?.observedValue ?? observedValue, servers };
    });
  return {
    confirmedAt: event.createdAt.toISOString(),
    since: (since ?? event.createdAt).toISOString(),
    changes,
  };
}

function toChange(seen: StoredRecordsObservation[number]): DriftEvidence["changes"][number] {
  return {
    host: seen.host,
    type: seen.type,
    from: seen.value,
    to: seen.observedValue,
    servers: differingServers(seen),
  };
}
