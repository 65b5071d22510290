import { dataOf, oneQuery } from "@/components/queries/endpoint-query";
import { getDiagnosisCall } from "@/lib/api/calls/get-diagnosis";
import { listShareLinksCall } from "@/lib/api/calls/list-share-links";
import { listSnapshotsCall } from "@/lib/api/calls/list-snapshots";
import { type ConnectionState, states } from "@/lib/connections/machine";
import type { DiagnosisSnapshotResource } from "@/lib/diagnosis/schema";

/** A diagnosis costs dozens of DNS queries: a page that stays open polls less often after this many. */
const fastPolls = 30;
const slowPollMs = 2 * 60_000;
const maxSnapshots = 20;
const maxLinks = 50;

/** Whether a connection in this state has anything to diagnose. */
export function isToBeDiagnosed(state: ConnectionState): boolean {
  return states[state].diagnoseEveryMs !== undefined;
}

/**
 * Why a connection is stuck, diagnosed now: takes seconds. Its key is not below "connections", because a connection's
 * refetch after a change must not wait for it.
 */
export function diagnosisQuery(id: string, state: ConnectionState) {
  return oneQuery(
    getDiagnosisCall,
    { id },
    {
      enabled: isToBeDiagnosed(state),
      staleTime: 5_000,
      refetchInterval: (query) => {
        const everyMs = states[state].diagnoseEveryMs;
        if (everyMs === undefined) return false;
        return query.state.dataUpdateCount < fastPolls ? everyMs : slowPollMs;
      },
    },
  );
}

/** The stored result of the last diagnosis, shown until a new one arrives. */
export function lastSnapshotQuery(id: string) {
  return oneQuery(listSnapshotsCall, { id, limit: 1 }, { select: firstOf, staleTime: Number.POSITIVE_INFINITY });
}

function firstOf({ data }: { data: DiagnosisSnapshotResource[] }): DiagnosisSnapshotResource | null {
  return data[0] ?? null;
}

/** The stored results of the last diagnoses, newest first. */
export function snapshotsQuery(id: string) {
  return oneQuery(listSnapshotsCall, { id, limit: maxSnapshots }, { select: dataOf, staleTime: 15_000 });
}

export function shareLinksQuery(id: string) {
  return oneQuery(listShareLinksCall, { id, limit: maxLinks }, { select: dataOf });
}
