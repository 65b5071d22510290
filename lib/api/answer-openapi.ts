import { endpoints } from "@/lib/api/endpoints/registry";
import { openApiDocument } from "@/lib/api/openapi";
import { getRuntime } from "@/lib/api/runtime";
import { processSingleton } from "@/lib/kernel/process-singleton";

/** The API document of this installation, public: the only route of `/v1` that is not an endpoint. */
export async function answerOpenApi(): Promise<Response> {
  const { env } = await getRuntime();
  // Generated once: anyone may request it.
  const text = processSingleton("openapi", () => JSON.stringify(openApiDocument(endpoints, { serverUrl: env.appUrl })));
  return new Response(text, {
    headers: {
      "content-type": "application/json",
      "access-control-allow-origin": "*",
      "cache-control": "public, max-age=300",
    },
  });
}
