import { openApiDocument } from "@/lib/api/openapi";
import { endpoints } from "@/lib/api/registry";
import { getRuntime } from "@/lib/create-context";

/** The document of this installation, for everyone: the one route of `/v1` that is no endpoint. */
export async function GET(): Promise<Response> {
  const { env } = await getRuntime();
  return Response.json(openApiDocument(endpoints, { serverUrl: env.appUrl }), {
    headers: { "access-control-allow-origin": "*", "cache-control": "public, max-age=300" },
  });
}
