/** What the verb of a job is given, by kind of input. The values make the job's key. */
type InputOf = {
  /** A job about one connection. */
  connection: { connectionId: string };
  /** The pending deliveries of one connection to one endpoint; `connectionId` is null for test events. */
  delivery: { endpointId: string; connectionId: string | null };
  /** A job of the installation: there is one of its kind, and it belongs to no tenant. */
  none: Record<never, never>;
};

export type JobKind = {
  input: keyof InputOf;
  /** A run that takes longer is a failed attempt. Shorter than the lease. */
  timeoutMs: number;
  /** null: retried indefinitely, with the last delay of the list. */
  maxAttempts: number | null;
  /** How often it runs; null: its verb answers when to run again. Exactly the jobs without a tenant have one. */
  everyMs: number | null;
};

/** Every kind of job. `lib/runtime/worker/registry.ts` has the verb of each. */
export const jobCatalog = {
  "check-ownership": { input: "connection", timeoutMs: 30_000, maxAttempts: null, everyMs: null },
  "check-records": { input: "connection", timeoutMs: 30_000, maxAttempts: null, everyMs: null },
  "probe-certificate": { input: "connection", timeoutMs: 45_000, maxAttempts: null, everyMs: null },
  "take-snapshot": { input: "connection", timeoutMs: 20_000, maxAttempts: 3, everyMs: null },
  "deliver-webhooks": { input: "delivery", timeoutMs: 45_000, maxAttempts: null, everyMs: null },
  "sweep-idempotency-keys": { input: "none", timeoutMs: 45_000, maxAttempts: null, everyMs: 600_000 },
  "sweep-deliveries": { input: "none", timeoutMs: 45_000, maxAttempts: null, everyMs: 600_000 },
  "sweep-sign-in": { input: "none", timeoutMs: 45_000, maxAttempts: null, everyMs: 600_000 },
  "sweep-snapshots": { input: "none", timeoutMs: 45_000, maxAttempts: null, everyMs: 600_000 },
  "sweep-heartbeats": { input: "none", timeoutMs: 45_000, maxAttempts: null, everyMs: 600_000 },
  // The last count of a day is the one that stays.
  "record-state-counts": { input: "none", timeoutMs: 45_000, maxAttempts: null, everyMs: 3_600_000 },
} as const satisfies Record<string, JobKind>;

export type JobName = keyof typeof jobCatalog;
type NameOf<I extends keyof InputOf> = {
  [N in JobName]: (typeof jobCatalog)[N]["input"] extends I ? N : never;
}[JobName];

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

/** The input of each kind's verb. */
export type JobInputs = { [N in JobName]: InputOf[(typeof jobCatalog)[N]["input"]] };

/** As it is stored: with the tenant that it belongs to, if any. */
export type JobPayload = { tenantId?: string; connectionId?: string | null; endpointId?: string };

export function jobKey<N extends JobName>(name: N, input: JobInputs[N]): string {
  return [name, ...Object.values(input).map((value) => value ?? "-")].join(":");
}

/** Where a database announces that a job may be due. */
export const jobsChannel = "latchkey_jobs";
