import { type EdgeReport, edgeReportSchema } from "@/lib/edge/protocol/report";

/** The report of an edge that has nothing special to report. */
export function edgeReport(change: Partial<EdgeReport> & Pick<EdgeReport, "edgeId">): EdgeReport {
  return edgeReportSchema.parse({
    name: "edge-1",
    probeAddress: null,
    responderVersion: "0.1.0",
    caddyVersion: null,
    startedAt: "2026-01-01T00:00:00.000Z",
    cursor: "0:",
    hosts: 0,
    lastAskAt: null,
    problems: [],
    asks: null,
    stopped: [],
    renewals: null,
    rateLimits: [],
    ...change,
  });
}
