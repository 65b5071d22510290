/** What the verb of a job is given, by kind of input. The values make the job's key. */
type InputOf = {
  /** A job about one connection. */
  connection: { connectionId: string };
  /** The pending deliveries of one connection to one endpoint; `connectionId` is null for test events. */
  delivery: { endpointId: string; connectionId: string | null };
  /** What released claims together: its connections are confirmed as stopped together. */
  release: { releaseId: string };
  /** An event of a connection. */
  event: { connectionId: string; sequence: number };
  /** What a credential is to write in one of its zones, for all connections that wait for it. */
  zone: { credentialId: string; zone: string };
  /** A job of the installation: there is one of its kind, and it belongs to no tenant. */
  none: Record<never, never>;
};

/**
 * The lanes of a worker, by what runs in them: as a part of WORKER_CONCURRENCY. A pool that hangs delays no other. What a
 * person waits for and what repeats itself have pools of their own, so that neither waits for a backlog of the other.
 */
export const jobPools = {
  /** DNS checks on the way to live, and those that were requested. */
  checks: 0.26,
  /**
   * DNS checks that repeat themselves: of live domains, and of those whose owner has not acted for a while. Many more, because
   * they are read and written together: one that waits for a nameserver holds nothing that others need.
   */
  rechecks: 3,
  /** The same two for TLS handshakes. */
  handshakes: 0.12,
  rehandshakes: 0.08,
  deliveries: 0.16,
  /** Writes at DNS providers, which may be slow. */
  writes: 0.08,
  upkeep: 0.04,
} as const;

export type JobPool = keyof typeof jobPools;
export const jobPoolNames = Object.keys(jobPools) as JobPool[];

/** Two for a tenant, so that one slow job does not delay its next, and as many for the others. */
const minLanes = 4;

/** How many jobs of a pool a worker of this concurrency runs at a time. */
export function lanesOf(pool: JobPool, concurrency: number): number {
  return Math.max(minLanes, Math.round(concurrency * jobPools[pool]));
}

export type JobKind = {
  input: keyof InputOf;
  pool: JobPool;
  /** Of a run that nobody waits for. */
  routinePool: JobPool;
  /** A run that takes longer is a failed attempt. Shorter than the lease. */
  timeoutMs: number;
  /** null: retried indefinitely, with the last delay of the list. */
  maxAttempts: number | null;
  /** The longest wait between two runs, and after a failed one; with RECHECK_INTERVAL, the longer of the two. */
  longestMs: number;
  /** How often it runs; null: its verb answers when to run again. Exactly the jobs without a tenant have one. */
  everyMs: number | null;
};

const hour = 3_600_000;
const check = { input: "connection", pool: "checks", routinePool: "rechecks", longestMs: hour } as const;
const handshake = {
  input: "connection",
  pool: "handshakes",
  routinePool: "rehandshakes",
  longestMs: 12 * hour,
} as const;
const delivery = { input: "delivery", pool: "deliveries", routinePool: "deliveries", longestMs: hour } as const;
const upkeep = { pool: "upkeep", routinePool: "upkeep", longestMs: hour } as const;

/** Every kind of job. `lib/runtime/worker/registry.ts` has the verb of each. */
export const jobCatalog = {
  "check-ownership": { ...check, timeoutMs: 30_000, maxAttempts: null, everyMs: null },
  "check-records": { ...check, timeoutMs: 30_000, maxAttempts: null, everyMs: null },
  "probe-certificate": { ...handshake, timeoutMs: 45_000, maxAttempts: null, everyMs: null },
  "take-snapshot": {
    input: "connection",
    ...upkeep,
    longestMs: 24 * hour,
    timeoutMs: 20_000,
    maxAttempts: 3,
    everyMs: null,
  },
  "deliver-webhooks": { ...delivery, timeoutMs: 45_000, maxAttempts: null, everyMs: null },
  "write-zone": {
    input: "zone",
    pool: "writes",
    routinePool: "writes",
    longestMs: hour,
    timeoutMs: 50_000,
    maxAttempts: null,
    everyMs: null,
  },
  "confirm-stopped": { input: "release", ...upkeep, timeoutMs: 30_000, maxAttempts: null, everyMs: null },
  "mail-contest": { input: "event", ...upkeep, timeoutMs: 30_000, maxAttempts: 5, everyMs: null },
  "sweep-idempotency-keys": { input: "none", ...upkeep, timeoutMs: 45_000, maxAttempts: null, everyMs: 600_000 },
  "sweep-deliveries": { input: "none", ...upkeep, timeoutMs: 45_000, maxAttempts: null, everyMs: 600_000 },
  "shift-partitions": { input: "none", ...upkeep, timeoutMs: 45_000, maxAttempts: null, everyMs: hour },
  "sweep-events": { input: "none", ...upkeep, timeoutMs: 45_000, maxAttempts: null, everyMs: 600_000 },
  "sweep-sign-in": { input: "none", ...upkeep, timeoutMs: 45_000, maxAttempts: null, everyMs: 600_000 },
  "sweep-snapshots": { input: "none", ...upkeep, timeoutMs: 45_000, maxAttempts: null, everyMs: 600_000 },
  "sweep-heartbeats": { input: "none", ...upkeep, timeoutMs: 45_000, maxAttempts: null, everyMs: 600_000 },
  "probe-overdue-renewals": { input: "none", ...upkeep, timeoutMs: 45_000, maxAttempts: null, everyMs: 60_000 },
  // As often as limits of certificate authorities give another order, about.
  "admit-issuances": { input: "none", ...upkeep, timeoutMs: 45_000, maxAttempts: null, everyMs: 15_000 },
  "check-credentials": { input: "none", ...upkeep, timeoutMs: 45_000, maxAttempts: null, everyMs: 600_000 },
  "sweep-edges": { input: "none", ...upkeep, timeoutMs: 45_000, maxAttempts: null, everyMs: 600_000 },
  "add-up-counts": { input: "none", ...upkeep, timeoutMs: 45_000, maxAttempts: null, everyMs: 15_000 },
  // The last count of a day is the one that stays.
  "record-state-counts": { input: "none", ...upkeep, timeoutMs: 45_000, maxAttempts: null, everyMs: hour },
} as const satisfies Record<string, JobKind>;

export type JobName = keyof typeof jobCatalog;
type NameOf<I extends keyof InputOf> = {
  [N in JobName]: (typeof jobCatalog)[N]["input"] extends I ? N : never;
}[JobName];

/** Whether it holds runs alone that nobody waits for. */
export function isRoutinePool(pool: JobPool): boolean {
  return jobNames.some((name) => jobCatalog[name].pool !== pool && jobCatalog[name].routinePool === pool);
}

export type ConnectionJobName = NameOf<"connection">;
export type InstallationJobName = NameOf<"none">;
export type TenantJobName = Exclude<JobName, InstallationJobName>;

export const jobNames = Object.keys(jobCatalog) as JobName[];
export const connectionJobNames = jobNames.filter(
  (name): name is ConnectionJobName => jobCatalog[name].input === "connection",
);
export const installationJobNames = jobNames.filter(
  (name): name is InstallationJobName => jobCatalog[name].input === "none",
);

/** Beyond `longestMs`, so that workers whose clocks differ do not undo each other's times. */
const clockSlackMs = hour;

/**
 * The latest time, from now on, for which a job of each kind can have been planned. One that is due even later was planned by
 * a clock that was ahead.
 */
export function latestRunMs(name: JobName, recheckIntervalMs: number): number {
  return Math.max(jobCatalog[name].longestMs, recheckIntervalMs) + clockSlackMs;
}

/** The input of each kind's verb. */
export type JobInputs = { [N in JobName]: InputOf[(typeof jobCatalog)[N]["input"]] };

/** As it is stored: with the tenant that it belongs to, if any. */
export type JobPayload = {
  tenantId?: string;
  connectionId?: string | null;
  endpointId?: string;
  releaseId?: string;
  credentialId?: string;
  zone?: string;
  sequence?: number;
};

export function jobKey<N extends JobName>(name: N, input: JobInputs[N]): string {
  return [name, ...Object.values(input).map((value) => value ?? "-")].join(":");
}

/** Where a database announces that a job may be due. */
export const jobsChannel = "latchkey_jobs";
