import { errorResponse } from "@/lib/api/error-response";
import { findPath } from "@/lib/api/find-route";
import { getRuntime } from "@/lib/api/runtime";
import { Refusal } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";

/**
 * Answers any request below `/v1`: 404 with the error envelope for an unknown path, 405 without a body for a method that
 * the path does not support.
 */
export async function answerV1(request: Request): Promise<Response> {
  const path = decodePath(new URL(request.url).pathname);
  const found = path === null ? null : findPath(path);
  if (!found) return notFound(request);
  const route = found.methods.get(request.method === "HEAD" ? "GET" : request.method);
  if (route) return route(request, found.params);
  const allow = [...new Set([...found.methods.keys(), ...(found.methods.has("GET") ? ["HEAD"] : []), "OPTIONS"])];
  const status = request.method === "OPTIONS" ? 204 : 405;
  return new Response(null, { status, headers: { allow: allow.sort().join(", ") } });
}

/** null: the path has a malformed escape. */
function decodePath(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

async function notFound(request: Request): Promise<Response> {
  const { service, env } = await getRuntime();
  const path = new URL(request.url).pathname.slice(0, 200);
  const refusal = new Refusal(
    "not_found",
    `There is no endpoint ${request.method} ${path}. See ${env.appUrl}/docs/api.`,
  );
  return errorResponse(refusal, newId(service.now()), env.appUrl, service.log);
}
