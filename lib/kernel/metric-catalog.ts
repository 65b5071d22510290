/**
 * `from`: which process has it. `installation`: read from the database, the same at every app instance, so take the maximum
 * of the instances and not their sum. `process`: an app's or a worker's own.
 */
type MetricEntry = {
  type: "gauge" | "counter";
  help: string;
  labels: readonly string[];
  from: "installation" | "app" | "process";
};

const installation = { type: "gauge", from: "installation" } as const;

/** Every metric of the app and the worker that is read at the moment of a scrape. No label is a hostname or a tenant. */
export const metricCatalog = {
  latchkey_hosts: { ...installation, help: "Hostnames that may have a certificate", labels: [] },
  latchkey_connections: { ...installation, help: "Connections by state, as of the last count", labels: ["state"] },
  latchkey_problems: {
    ...installation,
    help: "Problems of the installation at the moment, by code: 0 or how many processes have it",
    labels: ["problem"],
  },
  latchkey_workers: { ...installation, help: "Workers that reported within the last minute", labels: [] },
  latchkey_edges: {
    ...installation,
    help: "Edges that are connected, and that have reported in the last days but are not",
    labels: ["state"],
  },
  latchkey_edge_behind_changes: {
    ...installation,
    help: "Changes that an edge has not applied yet",
    labels: ["edge", "name"],
  },
  latchkey_edge_behind_seconds: {
    ...installation,
    help: "Age of the oldest change that an edge has not applied yet",
    labels: ["edge", "name"],
  },
  latchkey_jobs: { ...installation, help: "Jobs that are due, and jobs that failed for good", labels: ["kind"] },
  latchkey_jobs_oldest_due_seconds: { ...installation, help: "Age of the oldest due job", labels: [] },
  latchkey_pool_jobs: {
    ...installation,
    help: "Jobs of each pool that are due, and that workers hold; class: whether somebody waits for them",
    labels: ["pool", "class", "kind"],
  },
  latchkey_pool_oldest_due_seconds: {
    ...installation,
    help: "Age of the oldest due job of each pool; class: whether somebody waits for it",
    labels: ["pool", "class"],
  },
  latchkey_webhooks_pending: {
    ...installation,
    help: "Webhook deliveries that have not succeeded yet, retries that are planned included",
    labels: [],
  },
  latchkey_webhooks_oldest_pending_seconds: { ...installation, help: "Age of the oldest of these", labels: [] },
  latchkey_certificate_queue: {
    ...installation,
    help: "Hostnames whose first certificate waits for a limit of the certificate authority",
    labels: [],
  },
  latchkey_certificate_queue_oldest_seconds: {
    ...installation,
    help: "For how long the first of them has been waiting",
    labels: [],
  },
  latchkey_ca_orders_left: {
    ...installation,
    help: "Certificates that the limits of an authority's account allow at once, as we count them",
    labels: ["ca"],
  },
  latchkey_ca_blocked_seconds: {
    ...installation,
    help: "For how long an authority refuses further orders because of the account's limit; 0: it does not",
    labels: ["ca"],
  },
  latchkey_edges_waiting: {
    type: "gauge",
    from: "app",
    help: "Requests of edges that wait at this instance for the next change",
    labels: [],
  },
  latchkey_edge_snapshots_total: {
    type: "counter",
    from: "app",
    help: "Snapshots that this instance has sent to edges",
    labels: [],
  },
  latchkey_mails_total: {
    type: "counter",
    from: "app",
    help: "Mails to addresses that people typed: allowed, or refused by a limit",
    labels: ["outcome"],
  },
  latchkey_checks_total: {
    type: "counter",
    from: "process",
    help: "Checks of ownership, records and certificates (handshake), by outcome",
    labels: ["kind", "outcome"],
  },
  latchkey_recheck_interval_seconds: {
    type: "gauge",
    help: "Time between two checks of a live domain, of the last 2,000 that this process made",
    labels: ["quantile"],
    from: "process",
  },
  latchkey_listen_up: {
    type: "gauge",
    from: "process",
    help: "1 while the database's notifications of a channel reach this process",
    labels: ["channel"],
  },
  latchkey_listen_lost_seconds: {
    type: "gauge",
    from: "process",
    help: "For how long they have not",
    labels: ["channel"],
  },
  latchkey_database_connections: {
    type: "gauge",
    from: "process",
    help: "Connections to PostgreSQL that are in use or idle, and callers that wait for one",
    labels: ["state"],
  },
  latchkey_build_info: {
    type: "gauge",
    from: "process",
    help: "1, with the version, the newest migration of the code, and what the process is",
    labels: ["version", "migration", "process"],
  },
} as const satisfies Record<string, MetricEntry>;

export type MetricName = keyof typeof metricCatalog;

/** Counted as it happens, by the app or the worker. */
export const histogramCatalog = {
  latchkey_http_request_seconds: { help: "Time to answer a request of the API", labels: ["route", "status"] },
  latchkey_job_seconds: {
    help: "Time that a run of a job took; outcome: done, again, or error",
    labels: ["job", "outcome"],
  },
} as const satisfies Record<string, { help: string; labels: readonly string[] }>;
