import { answerPreflight } from "@/lib/accounts/tokens/cross-origin";
import { errorResponse } from "@/lib/api/error-response";
import { getRuntime } from "@/lib/api/runtime";
import { newId } from "@/lib/kernel/ids";

/** `OPTIONS` of the paths that accept a widget token. */
export async function preflight(request: Request): Promise<Response> {
  const { service, env } = await getRuntime();
  try {
    return await answerPreflight(service, request.headers);
  } catch (error) {
    return errorResponse(error, newId(service.now()), env.appUrl, service.log);
  }
}
