import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { request } from "@/lib/api/client";
import { getDiagnosisEndpoint, listShareLinksEndpoint, listSnapshotsEndpoint } from "@/lib/api/endpoints/diagnosis";
import { type ConnectionState, states } from "@/lib/connections/machine";
import type { listSnapshotsSchema } from "@/lib/diagnosis/schema";

/** Nobody watches a page for hours that is worth dozens of questions each time. */
const patientAfterLooks = 30;
const patientMs = 2 * 60_000;

/** Whether a connection in this state has something to be explained. */
export function isToBeDiagnosed(state: ConnectionState): boolean {
  return states[state].diagnoseEveryMs !== undefined;
}

/**
 * Everything that holds a connection up, asked for now: takes seconds. Its key is not below "connections": what tells
 * that a connection has changed must not wait for it.
 */
export function diagnosisQuery(id: string, state: ConnectionState) {
  return queryOptions({
    queryKey: ["diagnosis", id],
    queryFn: ({ signal }) => request(getDiagnosisEndpoint, { id }, { signal }),
    enabled: isToBeDiagnosed(state),
    staleTime: 5_000,
    refetchInterval: (query) => {
      const everyMs = states[state].diagnoseEveryMs;
      if (everyMs === undefined) return false;
      return query.state.dataUpdateCount < patientAfterLooks ? everyMs : patientMs;
    },
  });
}

export function lastSnapshotInput(id: string): z.input<typeof listSnapshotsSchema> {
  return { id, limit: 1 };
}

/** What the last diagnosis found: there at once, until a new one is. */
export function lastSnapshotQuery(id: string) {
  return queryOptions({
    queryKey: ["diagnosis-snapshot", id],
    queryFn: async ({ signal }) =>
      (await request(listSnapshotsEndpoint, lastSnapshotInput(id), { signal })).data[0] ?? null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

const maxSnapshots = 20;
const snapshotsStaleMs = 15_000;

/** What the last diagnoses found, newest first. Its key is not below "connections", as the diagnosis's is not. */
export function snapshotsQuery(id: string) {
  return queryOptions({
    queryKey: ["diagnosis-snapshots", id],
    queryFn: async ({ signal }) => (await request(listSnapshotsEndpoint, { id, limit: maxSnapshots }, { signal })).data,
    staleTime: snapshotsStaleMs,
  });
}

const maxLinks = 50;

export function shareLinksQuery(id: string) {
  return queryOptions({
    queryKey: ["share-links", id],
    queryFn: async ({ signal }) => (await request(listShareLinksEndpoint, { id, limit: maxLinks }, { signal })).data,
  });
}
