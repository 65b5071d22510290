import { setTimeout as sleep } from "node:timers/promises";
import { assertMayMonitor } from "@/lib/api/assert-internal";
import { plainRoute } from "@/lib/api/plain-route";
import type { Runtime } from "@/lib/api/runtime";

const timeoutMs = 2_000;

/** 200 when the process is ready; 503 with the reason when it is not. */
export const answerHealth = plainRoute(async (request, runtime) => {
  assertMayMonitor(runtime, request);
  const reason = runtime.notReady ?? (await databaseProblem(runtime));
  return Response.json(reason ? { ready: false, reason } : { ready: true }, { status: reason ? 503 : 200 });
});

async function databaseProblem(runtime: Runtime): Promise<string | null> {
  const late = sleep(timeoutMs, "the database does not answer", { ref: false });
  const asked = runtime.service.database.prisma.$queryRaw`SELECT 1`.then(
    () => null,
    () => "the database cannot be reached",
  );
  return Promise.race([asked, late]);
}
