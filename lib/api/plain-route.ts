import { errorResponse } from "@/lib/api/error-response";
import type { RouteRequest } from "@/lib/api/route-request";
import { getRuntime, type Runtime } from "@/lib/api/runtime";
import { newId } from "@/lib/kernel/ids";

/** A route outside of the API: it answers with the error envelope where `run` throws. */
export function plainRoute(
  run: (request: RouteRequest, runtime: Runtime, requestId: string) => Promise<Response>,
): (request: RouteRequest) => Promise<Response> {
  return async (request) => {
    const runtime = await getRuntime();
    const { service, env } = runtime;
    const requestId = newId(service.now());
    try {
      return await run(request, runtime, requestId);
    } catch (error) {
      return errorResponse(error, requestId, env.appUrl, service.log);
    }
  };
}
