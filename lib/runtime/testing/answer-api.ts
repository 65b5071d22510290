import { errorResponse } from "@/lib/api/error-response";
import { findRoute } from "@/lib/api/find-route";
import { getRuntime } from "@/lib/api/runtime";
import { newId } from "@/lib/kernel/ids";

/** Answers a request as the server does, without one. */
export async function answerApi(request: Request): Promise<Response> {
  const { service, env } = await getRuntime();
  try {
    const found = findRoute(request.method, decodeURIComponent(new URL(request.url).pathname));
    if (found === "next") throw new Error(`Next answers ${request.url}`);
    return await found.route(request, found.params);
  } catch (error) {
    return errorResponse(error, newId(service.now()), env.appUrl, service.log);
  }
}
