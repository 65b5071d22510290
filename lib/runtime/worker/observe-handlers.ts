import { isRefusal } from "@/lib/kernel/errors";
import type { Metrics } from "@/lib/kernel/metrics";
import type { Tracer } from "@/lib/kernel/tracer";
import type { JobName } from "@/lib/platform/jobs/catalog";
import type { JobHandler } from "@/lib/platform/jobs/run-job";

type Handlers = Readonly<Record<JobName, JobHandler>>;

/** The same handlers, with the time and the outcome of each run in the metrics and in a trace. */
export function observeHandlers(
  handlers: Handlers,
  metrics: Pick<Metrics, "observeJob">,
  tracer: Tracer,
): Record<JobName, JobHandler> {
  const observed = Object.entries(handlers).map(([name, handler]): [string, JobHandler] => [
    name,
    async (...args) => {
      const startedAt = performance.now();
      const seconds = () => (performance.now() - startedAt) / 1_000;
      try {
        const result = await tracer.span(`job ${name}`, { kind: "consumer" }, () => handler(...args));
        metrics.observeJob(name, result.runAgainAt === null ? "done" : "again", seconds());
        return result;
      } catch (error) {
        // Its object is gone: nothing went wrong.
        const isGone = isRefusal(error) && error.code === "not_found";
        metrics.observeJob(name, isGone ? "done" : "error", seconds());
        throw error;
      }
    },
  ]);
  return Object.fromEntries(observed) as Record<JobName, JobHandler>;
}
