import { answerPreflight } from "@/lib/accounts/tokens/cross-origin";
import { errorResponse } from "@/lib/api/error-response";
import type { RouteRequest } from "@/lib/api/route-request";
import { getRuntime } from "@/lib/api/runtime";
import { newId } from "@/lib/kernel/ids";

/** `OPTIONS` of the paths that accept a widget token. */
export async function preflight(request: RouteRequest): Promise<Response> {
  const { service, env } = await getRuntime();
  try {
    return await answerPreflight(service, request.headers);
  } catch (error) {
    return errorResponse(error, newId(service.now()), env.appUrl, service.log);
  }
}
