import { errorResponse } from "@/lib/api/error-response";
import { getRuntime } from "@/lib/api/runtime";
import { Refusal } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";

/** What `/v1` answers where no endpoint is: a mistyped path is met by the error envelope, and not by a page. */
export async function noEndpoint(request: Request): Promise<Response> {
  const { service, env } = await getRuntime();
  const path = new URL(request.url).pathname.slice(0, 200);
  const refusal = new Refusal(
    "not_found",
    `There is no endpoint ${request.method} ${path}. See ${env.appUrl}/docs/api.`,
  );
  return errorResponse(refusal, newId(service.now()), env.appUrl, service.log);
}
