import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** What is read at the moment of a scrape. */
export type MetricSources = {
  /** null: the database could not be read. */
  edges(): Promise<EdgeFigures | null>;
  snapshotsServed(): number;
  edgesWaiting(): number;
  mails(): Record<string, number>;
  /** By nearest rank, `share` of 0 to 1; null: this process has checked no live domain yet. */
  recheckSeconds(share: number): number | null;
  queue(): Promise<{
    due: number;
    failed: number;
    oldestSeconds: number;
    pools: { pool: string; due: number; running: number; oldestSeconds: number }[];
  }>;
};

export type EdgeFigures = {
  /** Stored hostnames that may have a certificate. */
  hosts: number;
  edges: { id: string; name: string; connected: boolean; behind: number; behindSeconds: number }[];
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
  const hosts = new Gauge({ name: "latchkey_hosts", help: "Hostnames that may have a certificate", registers });
  const edges = new Gauge({
    name: "latchkey_edges",
    help: "Edges that are connected, and that have reported in the last days but are not",
    labelNames: ["state"],
    registers,
  });
  const behind = new Gauge({
    name: "latchkey_edge_behind_changes",
    help: "Changes that an edge has not applied yet",
    labelNames: ["edge", "name"],
    registers,
  });
  const behindSeconds = new Gauge({
    name: "latchkey_edge_behind_seconds",
    help: "Age of the oldest change that an edge has not applied yet",
    labelNames: ["edge", "name"],
    registers,
  });
  new Gauge({
    name: "latchkey_edges_waiting",
    help: "Requests of edges that wait at this instance for the next change",
    registers,
    collect() {
      this.set(sources.edgesWaiting());
    },
  });
  new Counter({
    name: "latchkey_edge_snapshots_total",
    help: "Snapshots that this instance has sent to edges",
    registers,
    collect() {
      this.reset();
      this.inc(sources.snapshotsServed());
    },
  });
  new Counter({
    name: "latchkey_mails_total",
    help: "Mails to addresses that people typed: allowed, or refused by a limit",
    labelNames: ["outcome"],
    registers,
    collect() {
      this.reset();
      for (const [outcome, count] of Object.entries(sources.mails())) this.inc({ outcome }, count);
    },
  });
  new Gauge({
    name: "latchkey_recheck_interval_seconds",
    help: "Time between two checks of a live domain, of the last 2,000 that this process made",
    labelNames: ["quantile"],
    registers,
    collect() {
      this.reset();
      for (const quantile of [0.5, 0.95]) {
        const seconds = sources.recheckSeconds(quantile);
        if (seconds !== null) this.set({ quantile: String(quantile) }, seconds);
      }
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
      const figures = await sources.edges();
      // An edge that is no longer known must not keep its last figures.
      behind.reset();
      behindSeconds.reset();
      if (figures) {
        hosts.set(figures.hosts);
        edges.set({ state: "connected" }, figures.edges.filter(({ connected }) => connected).length);
        edges.set({ state: "silent" }, figures.edges.filter(({ connected }) => !connected).length);
        for (const edge of figures.edges) {
          behind.set({ edge: edge.id, name: edge.name }, edge.behind);
          behindSeconds.set({ edge: edge.id, name: edge.name }, edge.behindSeconds);
        }
      }
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
