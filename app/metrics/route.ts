import { getRuntime } from "@/lib/api/runtime";
import { isAuthorized } from "@/lib/edge/answer-internal";

/** Prometheus text format. */
export async function GET(request: Request): Promise<Response> {
  const { internal, metrics } = await getRuntime();
  const question = { query: new URL(request.url).searchParams, header: (name: string) => request.headers.get(name) };
  if (!isAuthorized(internal, question)) return new Response("unauthorized\n", { status: 401 });
  return new Response(await metrics.text(), { headers: { "content-type": "text/plain; version=0.0.4" } });
}
