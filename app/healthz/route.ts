import { setTimeout as sleep } from "node:timers/promises";
import { mayMonitor } from "@/lib/api/may-monitor";
import { getRuntime } from "@/lib/api/runtime";

const timeoutMs = 2_000;

/** 200 when the process is ready; 503 with the reason when it is not. */
export async function GET(request: Request): Promise<Response> {
  const runtime = await getRuntime();
  if (!mayMonitor(runtime, request)) return Response.json({ ready: false, reason: "unauthorized" }, { status: 401 });
  const reason =
    runtime.notReady ??
    (runtime.claims.isLoaded() ? null : "the claims are not loaded yet") ??
    (await databaseProblem(runtime));
  return Response.json(reason ? { ready: false, reason } : { ready: true }, { status: reason ? 503 : 200 });
}

async function databaseProblem(runtime: Awaited<ReturnType<typeof getRuntime>>): Promise<string | null> {
  const late = sleep(timeoutMs, "the database does not answer", { ref: false });
  const asked = runtime.service.database.prisma.$queryRaw`SELECT 1`.then(
    () => null,
    () => "the database cannot be reached",
  );
  return Promise.race([asked, late]);
}
