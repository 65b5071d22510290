/** Every kind of job, as data. Its verb stands under the same name in `lib/runtime/worker/registry.ts`. */
export const jobCatalog = {
  "check-ownership": { timeoutMs: 30_000, maxAttempts: null },
  "check-records": { timeoutMs: 30_000, maxAttempts: null },
  "probe-certificate": { timeoutMs: 45_000, maxAttempts: null },
  "deliver-webhooks": { timeoutMs: 45_000, maxAttempts: null },
  "take-snapshot": { timeoutMs: 20_000, maxAttempts: 3 },
} as const satisfies Record<string, JobKind>;

export type JobKind = {
  /** A run that takes longer is a failed attempt. Shorter than the lease. */
  timeoutMs: number;
  /** null: for ever, with the last delay of the list. */
  maxAttempts: number | null;
};

export type JobName = keyof typeof jobCatalog;

/** Delay after the first, second, … failed attempt; the last one repeats. */
export const retryDelaysMs = [1_000, 5_000, 30_000, 120_000, 600_000, 3_600_000] as const;

export function retryDelayMs(attempts: number): number {
  return retryDelaysMs[Math.min(attempts, retryDelaysMs.length) - 1] ?? retryDelaysMs[0];
}

type ConnectionJob = { connectionId: string };

/** What each kind of job is about: its verb's input. The values make its key. */
export type JobInputs = {
  "check-ownership": ConnectionJob;
  "check-records": ConnectionJob;
  "probe-certificate": ConnectionJob;
  "take-snapshot": ConnectionJob;
  /** What one endpoint has yet to hear of one connection; `connectionId` is null for test events. */
  "deliver-webhooks": { endpointId: string; connectionId: string | null };
};

/** As it is stored: every job belongs to a tenant. */
export type JobPayload<N extends JobName = JobName> = { tenantId: string } & JobInputs[N];

export function jobKey<N extends JobName>(name: N, input: JobInputs[N]): string {
  return [name, ...Object.values(input).map((value) => value ?? "-")].join(":");
}

/** Where a database says that a job may be due. */
export const jobsChannel = "latchkey_jobs";
