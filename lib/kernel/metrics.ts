import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** What is read at the moment of a scrape. */
export type MetricSources = {
  claims(): number;
  asks(): { allowed: number; refused: number; invalid: number };
  queue(): Promise<{
    due: number;
    failed: number;
    oldestSeconds: number;
    pools: { pool: string; due: number; running: number; oldestSeconds: number }[];
  }>;
};

export type Metrics = {
  observeRequest(route: string, status: number, seconds: number): void;
  /** Prometheus text format. */
  text(): Promise<string>;
};

export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Histogram({
    name: "latchkey_http_request_seconds",
    help: "Time to answer a request of the API",
    labelNames: ["route", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  new Gauge({
    name: "latchkey_claims",
    help: "Hostname claims in memory",
    registers,
    collect() {
      this.set(sources.claims());
    },
  });
  new Counter({
    name: "latchkey_ask_decisions_total",
    help: "Answers to Caddy's question whether a certificate may be issued",
    labelNames: ["answer"],
    registers,
    collect() {
      this.reset();
      for (const [answer, count] of Object.entries(sources.asks())) this.inc({ answer }, count);
    },
  });
  const jobs = new Gauge({
    name: "latchkey_jobs",
    help: "Jobs that are due, and jobs that failed for good",
    labelNames: ["kind"],
    registers,
  });
  const oldest = new Gauge({ name: "latchkey_jobs_oldest_due_seconds", help: "Age of the oldest due job", registers });
  const poolJobs = new Gauge({
    name: "latchkey_pool_jobs",
    help: "Jobs of each pool that are due, and that workers hold",
    labelNames: ["pool", "kind"],
    registers,
  });
  const poolOldest = new Gauge({
    name: "latchkey_pool_oldest_due_seconds",
    help: "Age of the oldest due job of each pool",
    labelNames: ["pool"],
    registers,
  });
  return {
    observeRequest: (route, status, seconds) => requests.observe({ route, status: String(status) }, seconds),
    async text() {
      const queue = await sources.queue().catch(() => null);
      if (queue) {
        jobs.set({ kind: "due" }, queue.due);
        jobs.set({ kind: "failed" }, queue.failed);
        oldest.set(queue.oldestSeconds);
        for (const { pool, due, running, oldestSeconds } of queue.pools) {
          poolJobs.set({ pool, kind: "due" }, due);
          poolJobs.set({ pool, kind: "running" }, running);
          poolOldest.set({ pool }, oldestSeconds);
        }
      }
      return registry.metrics();
    },
  };
}
