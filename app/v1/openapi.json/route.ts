import { openApiDocument } from "@/lib/api/openapi";
import { endpoints } from "@/lib/api/registry";
import { getRuntime } from "@/lib/create-context";
import { processSingleton } from "@/lib/process-singleton";

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
