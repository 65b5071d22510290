import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { histogramCatalog, type MetricName, metricCatalog } from "@/lib/kernel/metric-catalog";

/** One line of a metric. */
export type Figure = { labels?: Readonly<Record<string, string>>; value: number };

/** What could be read: a metric without an entry has no line, as one of a process that does not have it. */
export type Figures = Partial<Record<MetricName, readonly Figure[]>>;

export type JobResult = "done" | "again" | "error";

export type Metrics = {
  observeRequest(route: string, status: number, seconds: number): void;
  observeJob(job: string, outcome: JobResult, seconds: number): void;
  /** Prometheus text format. */
  text(): Promise<string>;
};

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** @param read at the moment of a scrape; never rejects */
export function createMetrics(read: () => Promise<Figures>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const histogram = (name: keyof typeof histogramCatalog) => {
    const { help, labels } = histogramCatalog[name];
    return new Histogram({ name, help, labelNames: [...labels], buckets, registers });
  };
  const requests = histogram("latchkey_http_request_seconds");
  const jobs = histogram("latchkey_job_seconds");
  const names = Object.keys(metricCatalog) as MetricName[];
  const kinds = { gauge: Gauge, counter: Counter };
  const metrics = new Map(
    names.map((name) => {
      const { type, help, labels } = metricCatalog[name];
      const Kind = kinds[type];
      return [name, new Kind({ name, help, labelNames: [...labels], registers })];
    }),
  );
  return {
    observeRequest: (route, status, seconds) => requests.observe({ route, status: String(status) }, seconds),
    observeJob: (job, outcome, seconds) => jobs.observe({ job, outcome }, seconds),
    async text() {
      const figures = await read();
      for (const [name, metric] of metrics) {
        // An edge that is no longer known must not keep its last figures.
        metric.reset();
        // A metric without labels is 0 after that, which would be a figure that nobody read.
        metric.remove({});
        for (const { labels = {}, value } of figures[name] ?? []) metric.inc(labels, value);
      }
      return registry.metrics();
    },
  };
}
