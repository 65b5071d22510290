import { errorResponse } from "@/lib/api/error-response";
import { getRuntime } from "@/lib/create-context";
import { newId } from "@/lib/ids";
import { answerPreflight } from "@/lib/tokens/cross-origin";

/** `OPTIONS` of every route that a widget token may call: `export const OPTIONS = preflight;`. */
export async function preflight(request: Request): Promise<Response> {
  const { service, env } = await getRuntime();
  try {
    return await answerPreflight(service, request.headers);
  } catch (error) {
    return errorResponse(error, newId(service.now()), env.appUrl, service.log);
  }
}
