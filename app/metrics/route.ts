import { mayMonitor } from "@/lib/api/may-monitor";
import { getRuntime } from "@/lib/api/runtime";

/** Prometheus text format. */
export async function GET(request: Request): Promise<Response> {
  const runtime = await getRuntime();
  if (!mayMonitor(runtime, request)) return new Response("unauthorized\n", { status: 401 });
  return new Response(await runtime.metrics.text(), { headers: { "content-type": "text/plain; version=0.0.4" } });
}
