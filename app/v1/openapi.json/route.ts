import { endpoints } from "@/lib/api/endpoints/registry";
import { openApiDocument } from "@/lib/api/openapi";
import { getRuntime } from "@/lib/api/runtime";
import { processSingleton } from "@/lib/kernel/process-singleton";

/** The document of this installation, for everyone: the one route of `/v1` that is no endpoint. */
export async function GET(): Promise<Response> {
  const { env } = await getRuntime();
  // Some hundred schemas: written out once, because everyone may ask.
  const text = processSingleton("openapi", () => JSON.stringify(openApiDocument(endpoints, { serverUrl: env.appUrl })));
  return new Response(text, {
    headers: {
      "content-type": "application/json",
      "access-control-allow-origin": "*",
      "cache-control": "public, max-age=300",
    },
  });
}
