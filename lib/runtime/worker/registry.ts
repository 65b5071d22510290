import { sweepSignIn } from "@/lib/accounts/auth/sweep-sign-in";
import { checkCredentials } from "@/lib/accounts/credentials/check-credentials";
import { addUpCounts } from "@/lib/connections/add-up-counts";
import { admitIssuances } from "@/lib/connections/admit-issuances";
import { checkOwnership } from "@/lib/connections/check-ownership";
import { checkRecords } from "@/lib/connections/check-records";
import { confirmStopped } from "@/lib/connections/confirm-stopped";
import { type ConnectionState, states } from "@/lib/connections/machine";
import { mailContest } from "@/lib/connections/mail-contest";
import { probeCertificate } from "@/lib/connections/probe-certificate";
import { probeOverdueRenewals } from "@/lib/connections/probe-overdue-renewals";
import { createRecheckRecords } from "@/lib/connections/recheck-records";
import { recordStateCounts } from "@/lib/connections/stats/record-state-counts";
import { writeZone } from "@/lib/connections/writing/write-zone";
import { withConnectionShare } from "@/lib/db/connection-share";
import { sweepSnapshots } from "@/lib/diagnosis/sweep-snapshots";
import { takeSnapshot } from "@/lib/diagnosis/take-snapshot";
import { sweepEdges } from "@/lib/edge/control-plane/sweep-edges";
import { sweepEvents } from "@/lib/platform/events/sweep-events";
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
import { shiftPartitions } from "@/lib/webhooks/partitions/shift-partitions";

/** `state`: where a check left its connection. */
type TenantVerb<N extends TenantJobName> = (
  ctx: Context,
  input: JobInputs[N],
) => Promise<{ runAgainAt: Date | null; state?: ConnectionState }>;

const tenantVerbs: { [N in TenantJobName]: TenantVerb<N> } = {
  "check-ownership": checkOwnership,
  "check-records": checkRecords,
  "probe-certificate": probeCertificate,
  "deliver-webhooks": deliverWebhooks,
  "take-snapshot": takeSnapshot,
  "confirm-stopped": confirmStopped,
  "mail-contest": mailContest,
  "write-zone": writeZone,
};

/** @returns how many rows were written or deleted */
type InstallationVerb = (service: ServiceContext) => Promise<number>;

const installationVerbs: Record<InstallationJobName, InstallationVerb> = {
  "sweep-idempotency-keys": sweepIdempotencyKeys,
  "sweep-deliveries": sweepDeliveries,
  "shift-partitions": shiftPartitions,
  "sweep-events": sweepEvents,
  "sweep-sign-in": sweepSignIn,
  "sweep-snapshots": sweepSnapshots,
  "sweep-heartbeats": sweepHeartbeats,
  "probe-overdue-renewals": probeOverdueRenewals,
  "admit-issuances": admitIssuances,
  "check-credentials": checkCredentials,
  "sweep-edges": sweepEdges,
  "add-up-counts": addUpCounts,
  "record-state-counts": recordStateCounts,
};

/** The handler of each kind of job: its verb, on behalf of the job's tenant where it has one. */
export function jobHandlers(service: ServiceContext): Record<JobName, JobHandler> {
  /** Of runs that nobody waits for, where they are made together. */
  const routineVerbs: { [N in TenantJobName]?: TenantVerb<N> } = { "check-records": createRecheckRecords(service) };
  const ofTenants = Object.entries(tenantVerbs).map(([name, verb]): [string, JobHandler] => [
    name,
    // `enqueue` alone writes these payloads, from the input of the same kind.
    ({ tenantId = "", ...input }, pool) =>
      withConnectionShare([tenantId], async () => {
        const ctx = onBehalfOf(service, tenantId, { kind: "worker" });
        const kind = jobCatalog[name as TenantJobName];
        const routine = pool === kind.routinePool ? routineVerbs[name as TenantJobName] : undefined;
        const { runAgainAt, state } = await ((routine ?? verb) as TenantVerb<TenantJobName>)(ctx, input as never);
        return { runAgainAt, routine: runAgainAt !== null && isRoutine(state, runAgainAt, service.now()) };
      }),
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

/** A person watches a connection on its way to live while its checks follow each other closely. */
const watchedMs = 60_000;

/** Whether nobody waits for the next check: its connection is live, needs attention, or has not changed for a while. */
function isRoutine(state: ConnectionState | undefined, runAgainAt: Date, now: Date): boolean {
  if (state === undefined) return false;
  return states[state].phase !== "underway" || runAgainAt.getTime() - now.getTime() > watchedMs;
}
