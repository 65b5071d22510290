import { checkOwnership } from "@/lib/connections/check-ownership";
import { checkRecords } from "@/lib/connections/check-records";
import { probeCertificate } from "@/lib/connections/probe-certificate";
import { type Context, onBehalfOf, type ServiceContext } from "@/lib/context";
import type { JobName, JobPayload } from "@/lib/jobs/catalog";
import type { JobHandler } from "@/lib/jobs/drain-jobs";

type JobVerb = (ctx: Context, input: { connectionId: string }) => Promise<{ runAgainAt: Date | null }>;

/** Each kind of job is a verb. */
const verbs: Record<JobName, JobVerb> = {
  "check-ownership": checkOwnership,
  "check-records": checkRecords,
  "probe-certificate": probeCertificate,
};

/** The verbs, each on behalf of its job's tenant. */
export function jobHandlers(service: ServiceContext): Record<JobName, JobHandler> {
  const run = (verb: JobVerb) => (payload: JobPayload) =>
    verb(onBehalfOf(service, payload.tenantId, { kind: "worker" }), { connectionId: payload.connectionId });
  return {
    "check-ownership": run(verbs["check-ownership"]),
    "check-records": run(verbs["check-records"]),
    "probe-certificate": run(verbs["probe-certificate"]),
  };
}
