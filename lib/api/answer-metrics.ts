import { assertMayMonitor } from "@/lib/api/assert-internal";
import { plainRoute } from "@/lib/api/plain-route";

/** Prometheus text format. */
export const answerMetrics = plainRoute(async (request, runtime) => {
  assertMayMonitor(runtime, request);
  return new Response(await runtime.metrics.text(), { headers: { "content-type": "text/plain; version=0.0.4" } });
});
