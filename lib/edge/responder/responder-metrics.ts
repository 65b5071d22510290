import { monitorEventLoopDelay } from "node:perf_hooks";
import type { CertificateBands } from "@/lib/edge/guardian/guardian";
import type { IssuanceFailure } from "@/lib/edge/issuance/issuance-failures";
import type { EdgeReport } from "@/lib/edge/protocol/report";

/** What is read at the moment of a scrape. */
export type ResponderGauges = {
  version: string;
  hosts: number;
  staleSeconds: number;
  connected: boolean;
  sequence: number;
  journalBytes: number;
  problems: number;
  /** null: not all hostnames were read yet. */
  renewals: EdgeReport["renewals"];
  certificates: CertificateBands | null;
  failures: readonly IssuanceFailure[];
};

export type ResponderMetrics = {
  /** @param outcome of an ask `allowed`, `refused` or `invalid`, of a route its HTTP status */
  observe(question: "ask" | "route", outcome: string, seconds: number): void;
  /** Prometheus text format. */
  text(gauges: ResponderGauges): string;
  close(): void;
};

const buckets = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 5];
const nanosPerSecond = 1e9;

type Histogram = { counts: number[]; sum: number };
type Line = { labels?: Record<string, string>; value: number };

/** Every gauge and counter of an edge. */
export const responderCatalog = {
  latchkey_edge_hosts: { type: "gauge", help: "Hostnames that this edge serves" },
  latchkey_edge_connected: { type: "gauge", help: "Whether the control plane answers" },
  latchkey_edge_stale_seconds: {
    type: "gauge",
    help: "Since the control plane last confirmed that the hostnames are up to date",
  },
  latchkey_edge_sequence: { type: "gauge", help: "The last change of the control plane that is in force" },
  latchkey_edge_journal_bytes: { type: "gauge", help: "Changes on disk since the last snapshot" },
  latchkey_edge_problems: { type: "gauge", help: "Sentences in the problems of /healthz/edge" },
  latchkey_edge_event_loop_delay_seconds: {
    type: "gauge",
    help: "p99 of the delay of this process's event loop since the last scrape",
  },
  latchkey_edge_resident_bytes: { type: "gauge", help: "Memory of this process" },
  latchkey_edge_certificates: {
    type: "gauge",
    help: "Certificates that this edge has, by how much of their lifetime is left",
  },
  latchkey_edge_certificate_soonest_seconds: {
    type: "gauge",
    help: "Until the first of these ends; negative: it has ended",
  },
  latchkey_edge_renewals: {
    type: "gauge",
    help: "Hostnames whose certificates are watched, are in the renewal window, and are not renewed in time",
  },
  latchkey_edge_issuance_failures_total: {
    type: "counter",
    help: "Certificates that an authority did not issue, by the reason in Caddy's log",
  },
  latchkey_edge_build_info: { type: "gauge", help: "1, with the version" },
} as const satisfies Record<string, { type: "gauge" | "counter"; help: string }>;

type Name = keyof typeof responderCatalog;

/** By outcome: its `_count` says how many. */
export const responderHistograms = {
  latchkey_edge_ask_seconds: { question: "ask", help: "Time to answer whether a certificate may be ordered" },
  latchkey_edge_route_seconds: { question: "route", help: "Time to answer where a request goes, by HTTP status" },
} as const;

/** By hand: every request of a visitor is counted here, and label objects cost more than the answer. */
export function createResponderMetrics(): ResponderMetrics {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const histograms = { ask: new Map<string, Histogram>(), route: new Map<string, Histogram>() };
  return {
    observe(question, outcome, seconds) {
      const known = histograms[question].get(outcome);
      const histogram = known ?? newHistogram();
      if (known === undefined) histograms[question].set(outcome, histogram);
      let index = 0;
      while (seconds > (buckets[index] ?? Number.POSITIVE_INFINITY)) index += 1;
      histogram.counts[index] = (histogram.counts[index] ?? 0) + 1;
      histogram.sum += seconds;
    },
    text(gauges) {
      const figures = linesOf(gauges, delay.percentile(99) / nanosPerSecond);
      delay.reset();
      const names = Object.keys(responderCatalog) as Name[];
      const lines = [
        ...names.flatMap((name) => [...head(name, responderCatalog[name]), ...figures[name].map(writeLine(name))]),
        ...Object.entries(responderHistograms).flatMap(([name, { help, question }]) => [
          ...head(name, { help, type: "histogram" }),
          ...[...histograms[question]].flatMap(([outcome, histogram]) => histogramLines(name, outcome, histogram)),
        ]),
      ];
      return `${lines.join("\n")}\n`;
    },
    close: () => void delay.disable(),
  };
}

function linesOf(gauges: ResponderGauges, delaySeconds: number): Record<Name, Line[]> {
  const { renewals, certificates, failures } = gauges;
  return {
    latchkey_edge_hosts: [{ value: gauges.hosts }],
    latchkey_edge_connected: [{ value: gauges.connected ? 1 : 0 }],
    latchkey_edge_stale_seconds: [{ value: gauges.staleSeconds }],
    latchkey_edge_sequence: [{ value: gauges.sequence }],
    latchkey_edge_journal_bytes: [{ value: gauges.journalBytes }],
    latchkey_edge_problems: [{ value: gauges.problems }],
    latchkey_edge_event_loop_delay_seconds: [{ value: delaySeconds }],
    latchkey_edge_resident_bytes: [{ value: process.memoryUsage.rss() }],
    latchkey_edge_certificates: Object.entries(certificates?.bands ?? {}).map(([left, value]) => ({
      labels: { left },
      value,
    })),
    latchkey_edge_certificate_soonest_seconds: [certificates?.soonestSeconds ?? []].flat().map((value) => ({ value })),
    latchkey_edge_renewals:
      renewals === null
        ? []
        : [
            { labels: { state: "watched" }, value: renewals.watched },
            { labels: { state: "due" }, value: renewals.dueNow },
            { labels: { state: "overdue" }, value: renewals.overdueCount },
          ],
    latchkey_edge_issuance_failures_total: failures.map(({ issuer, reason, count }) => ({
      labels: { issuer, reason },
      value: count,
    })),
    latchkey_edge_build_info: [{ labels: { version: gauges.version }, value: 1 }],
  };
}

function newHistogram(): Histogram {
  return { counts: new Array<number>(buckets.length + 1).fill(0), sum: 0 };
}

function head(name: string, { help, type }: { help: string; type: string }): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

const writeLine =
  (name: string) =>
  ({ labels = {}, value }: Line): string => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}=${JSON.stringify(text)}`);
    return `${name}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${value}`;
  };

function histogramLines(name: string, outcome: string, { counts, sum }: Histogram): string[] {
  let total = 0;
  const lines = counts.map((count, index) => {
    total += count;
    return `${name}_bucket{outcome="${outcome}",le="${buckets[index] ?? "+Inf"}"} ${total}`;
  });
  return [...lines, `${name}_sum{outcome="${outcome}"} ${sum}`, `${name}_count{outcome="${outcome}"} ${total}`];
}
