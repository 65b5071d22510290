import { monitorEventLoopDelay } from "node:perf_hooks";

/** What is read at the moment of a scrape. */
export type ResponderGauges = {
  hosts: number;
  staleSeconds: number;
  connected: boolean;
  sequence: number;
  journalBytes: number;
  problems: number;
};

export type ResponderMetrics = {
  /** @param outcome of an ask its reason or `allowed`, of a route its HTTP status */
  observe(question: "ask" | "route", outcome: string, seconds: number): void;
  /** Prometheus text format. */
  text(gauges: ResponderGauges): string;
  close(): void;
};

const buckets = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 5];
const nanosPerSecond = 1e9;

/** By hand: every request of a visitor is counted here, and label objects cost more than the answer. */
export function createResponderMetrics(): ResponderMetrics {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const histograms = { ask: newHistogram(), route: newHistogram() };
  const outcomes = { ask: new Map<string, number>(), route: new Map<string, number>() };
  return {
    observe(question, outcome, seconds) {
      const histogram = histograms[question];
      let index = 0;
      while (seconds > (buckets[index] ?? Number.POSITIVE_INFINITY)) index += 1;
      histogram.counts[index] = (histogram.counts[index] ?? 0) + 1;
      histogram.sum += seconds;
      outcomes[question].set(outcome, (outcomes[question].get(outcome) ?? 0) + 1);
    },
    text(gauges) {
      const lines = [
        ...gauge("latchkey_edge_hosts", "Hostnames that this edge serves", gauges.hosts),
        ...gauge(
          "latchkey_edge_stale_seconds",
          "Since the control plane last confirmed that the hostnames are up to date",
          gauges.staleSeconds,
        ),
        ...gauge("latchkey_edge_connected", "Whether the control plane answers", gauges.connected ? 1 : 0),
        ...gauge("latchkey_edge_sequence", "The last change of the control plane that is in force", gauges.sequence),
        ...gauge("latchkey_edge_journal_bytes", "Changes on disk since the last snapshot", gauges.journalBytes),
        ...gauge("latchkey_edge_problems", "Sentences in the problems of /healthz/edge", gauges.problems),
        ...gauge(
          "latchkey_edge_event_loop_delay_seconds",
          "p99 of the delay of this process's event loop since the last scrape",
          delay.percentile(99) / nanosPerSecond,
        ),
        ...counter("latchkey_edge_asks_total", "Answers to whether a certificate may be ordered", outcomes.ask),
        ...counter("latchkey_edge_routes_total", "Answers to where a request goes, by HTTP status", outcomes.route),
        ...histogramLines("latchkey_edge_ask_seconds", "Time to answer an ask", histograms.ask),
        ...histogramLines("latchkey_edge_route_seconds", "Time to answer a route", histograms.route),
      ];
      delay.reset();
      return `${lines.join("\n")}\n`;
    },
    close: () => void delay.disable(),
  };
}

type Histogram = { counts: number[]; sum: number };

function newHistogram(): Histogram {
  return { counts: new Array<number>(buckets.length + 1).fill(0), sum: 0 };
}

function head(name: string, help: string, type: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

function gauge(name: string, help: string, value: number): string[] {
  return [...head(name, help, "gauge"), `${name} ${value}`];
}

function counter(name: string, help: string, values: ReadonlyMap<string, number>): string[] {
  return [
    ...head(name, help, "counter"),
    ...[...values].map(([outcome, count]) => `${name}{outcome="${outcome}"} ${count}`),
  ];
}

function histogramLines(name: string, help: string, { counts, sum }: Histogram): string[] {
  let total = 0;
  const lines = counts.map((count, index) => {
    total += count;
    return `${name}_bucket{le="${buckets[index] ?? "+Inf"}"} ${total}`;
  });
  return [...head(name, help, "histogram"), ...lines, `${name}_sum ${sum}`, `${name}_count ${total}`];
}
