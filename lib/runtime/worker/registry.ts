import { checkOwnership } from "@/lib/connections/check-ownership";
import { checkRecords } from "@/lib/connections/check-records";
import { probeCertificate } from "@/lib/connections/probe-certificate";
import { takeSnapshot } from "@/lib/diagnosis/take-snapshot";
import type { JobInputs, JobName } from "@/lib/platform/jobs/catalog";
import type { JobHandler } from "@/lib/platform/jobs/drain-jobs";
import { type Context, onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";
import { deliverWebhooks } from "@/lib/webhooks/deliveries/deliver-webhooks";

type JobVerb<N extends JobName> = (ctx: Context, input: JobInputs[N]) => Promise<{ runAgainAt: Date | null }>;

/** Each kind of job is a verb. */
const verbs: { [N in JobName]: JobVerb<N> } = {
  "check-ownership": checkOwnership,
  "check-records": checkRecords,
  "probe-certificate": probeCertificate,
  "deliver-webhooks": deliverWebhooks,
  "take-snapshot": takeSnapshot,
};

/** The verbs, each on behalf of its job's tenant. */
export function jobHandlers(service: ServiceContext): Record<JobName, JobHandler> {
  const handlers = Object.entries(verbs).map(([name, verb]) => {
    const handler: JobHandler = ({ tenantId, ...input }) =>
      // A job's payload was written from its own kind's input, and by `enqueue` alone.
      (verb as JobVerb<JobName>)(onBehalfOf(service, tenantId, { kind: "worker" }), input as never);
    return [name, handler];
  });
  return Object.fromEntries(handlers);
}
