import { sweepSignIn } from "@/lib/accounts/auth/sweep-sign-in";
import { checkOwnership } from "@/lib/connections/check-ownership";
import { checkRecords } from "@/lib/connections/check-records";
import { probeCertificate } from "@/lib/connections/probe-certificate";
import { recordStateCounts } from "@/lib/connections/stats/record-state-counts";
import { sweepSnapshots } from "@/lib/diagnosis/sweep-snapshots";
import { takeSnapshot } from "@/lib/diagnosis/take-snapshot";
import { sweepIdempotencyKeys } from "@/lib/platform/idempotency/sweep-idempotency-keys";
import {
  type InstallationJobName,
  installationJobNames,
  type JobInputs,
  type JobName,
  jobCatalog,
  type TenantJobName,
} from "@/lib/platform/jobs/catalog";
import type { JobHandler } from "@/lib/platform/jobs/run-job";
import { type Context, onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";
import { sweepHeartbeats } from "@/lib/runtime/worker/heartbeat";
import { deliverWebhooks } from "@/lib/webhooks/deliveries/deliver-webhooks";
import { sweepDeliveries } from "@/lib/webhooks/deliveries/sweep-deliveries";

type TenantVerb<N extends TenantJobName> = (ctx: Context, input: JobInputs[N]) => Promise<{ runAgainAt: Date | null }>;

const tenantVerbs: { [N in TenantJobName]: TenantVerb<N> } = {
  "check-ownership": checkOwnership,
  "check-records": checkRecords,
  "probe-certificate": probeCertificate,
  "deliver-webhooks": deliverWebhooks,
  "take-snapshot": takeSnapshot,
};

/** @returns how many rows were written or deleted */
type InstallationVerb = (service: ServiceContext) => Promise<number>;

const installationVerbs: Record<InstallationJobName, InstallationVerb> = {
  "sweep-idempotency-keys": sweepIdempotencyKeys,
  "sweep-deliveries": sweepDeliveries,
  "sweep-sign-in": sweepSignIn,
  "sweep-snapshots": sweepSnapshots,
  "sweep-heartbeats": sweepHeartbeats,
  "record-state-counts": recordStateCounts,
};

/** The handler of each kind of job: its verb, on behalf of the job's tenant where it has one. */
export function jobHandlers(service: ServiceContext): Record<JobName, JobHandler> {
  const ofTenants = Object.entries(tenantVerbs).map(([name, verb]): [string, JobHandler] => [
    name,
    // `enqueue` alone writes these payloads, from the input of the same kind.
    ({ tenantId = "", ...input }) =>
      (verb as TenantVerb<TenantJobName>)(onBehalfOf(service, tenantId, { kind: "worker" }), input as never),
  ]);
  const ofInstallation = installationJobNames.map((name): [string, JobHandler] => [
    name,
    async () => {
      // A run that outlasts its time-out goes on: the retry joins it rather than start a second one beside it.
      const rows = await service.memory.share(`job ${name}`, 0, () => installationVerbs[name](service));
      if (rows > 0) service.log.info({ job: name, rows }, "job done");
      return { runAgainAt: new Date(service.now().getTime() + jobCatalog[name].everyMs) };
    },
  ]);
  return Object.fromEntries([...ofTenants, ...ofInstallation]) as Record<JobName, JobHandler>;
}
