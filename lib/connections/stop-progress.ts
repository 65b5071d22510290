import { z } from "zod";

/** An edge is late when it has not confirmed this long after the release. */
export const stopLateMs = 10_000;

/** Edges report every 10 s. One that was seen in this time before the release serves what it knew. */
const connectedMs = 60_000;
/** After an outage of the control plane all edges are silent at first: they are given this long to come back. */
const returnMs = 60_000;
const maxSilenceMs = 600_000;
/** One that is gone for this long is not waited for any more. */
const goneMs = 7 * 86_400_000;

export type StopSubject = {
  releasedAt: Date;
  /** Of the change that released it; null while no edge can have read it. */
  sequence: bigint | null;
  /** The hostname was connected again since: edges allow it then, for the other connection. */
  reclaimed: boolean;
};

export type KnownEdge = { id: string; name: string; startedAt: Date; seenAt: Date; sequence: bigint };

/** What an edge answered for the hostname after the release, and when that was received. */
export type StopReport = { edgeId: string; sequence: bigint; askStatus: number; routeStatus: number; at: Date };

const unconfirmedSchema = z.object({ edgeId: z.string(), name: z.string() });
const confirmedSchema = unconfirmedSchema.extend({ seconds: z.number() });

/** As a connection's stop stores them. */
export const storedEdgesSchema = z.object({
  confirmed: z.array(confirmedSchema),
  unconfirmed: z.array(unconfirmedSchema),
});

export type ConfirmedEdge = z.infer<typeof confirmedSchema>;
export type UnconfirmedEdge = z.infer<typeof unconfirmedSchema>;

export type StopProgress = {
  confirmed: ConfirmedEdge[];
  /** Not confirmed yet, and waited for. */
  waiting: UnconfirmedEdge[];
  /** Not confirmed, and not waited for: it was away before the release and has not come back. */
  silent: UnconfirmedEdge[];
};

/** Which edges no longer serve a hostname that was released. */
export function stopProgress(
  stop: StopSubject,
  edges: readonly KnownEdge[],
  reports: readonly StopReport[],
  now: Date,
): StopProgress {
  const progress: StopProgress = { confirmed: [], waiting: [], silent: [] };
  for (const edge of edges) {
    const { id: edgeId, name } = edge;
    const at = confirmedAt(
      stop,
      edge,
      reports.find((report) => report.edgeId === edge.id),
    );
    if (at !== null) {
      const seconds = Math.max(0, at.getTime() - stop.releasedAt.getTime()) / 1_000;
      progress.confirmed.push({ edgeId, name, seconds });
    } else if (isAwaited(stop, edge, now)) {
      progress.waiting.push({ edgeId, name });
    } else if (wasThere(stop, edge, maxSilenceMs)) {
      progress.silent.push({ edgeId, name });
    }
  }
  return progress;
}

function confirmedAt(stop: StopSubject, edge: KnownEdge, report: StopReport | undefined): Date | null {
  if (stop.sequence === null) return null;
  if (report !== undefined && report.sequence >= stop.sequence && (stop.reclaimed || isRefused(report)))
    return report.at;
  // It started from a set without the hostname, and so has no release to report.
  const startedLater = edge.startedAt > stop.releasedAt && edge.sequence >= stop.sequence;
  return startedLater && report === undefined ? edge.startedAt : null;
}

/** Caddy takes any 2xx as a yes; a route of a hostname that is not connected is 404, or 421 where TLS was for another. */
function isRefused({ askStatus, routeStatus }: StopReport): boolean {
  return (askStatus < 200 || askStatus > 299) && (routeStatus === 404 || routeStatus === 421);
}

function isAwaited(stop: StopSubject, edge: KnownEdge, now: Date): boolean {
  if (now.getTime() - edge.seenAt.getTime() >= goneMs) return false;
  const returning = now.getTime() - stop.releasedAt.getTime() < returnMs;
  return wasThere(stop, edge, returning ? maxSilenceMs : connectedMs);
}

function wasThere(stop: StopSubject, edge: KnownEdge, silenceMs: number): boolean {
  return edge.seenAt.getTime() >= stop.releasedAt.getTime() - silenceMs;
}
