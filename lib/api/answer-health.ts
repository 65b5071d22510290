import { setTimeout as sleep } from "node:timers/promises";
import { assertMayMonitor } from "@/lib/api/assert-internal";
import { plainRoute } from "@/lib/api/plain-route";
import { type Runtime, runtimeHolder, stopping } from "@/lib/api/runtime";
import { countEdges } from "@/lib/edge/control-plane/edge-status";
import { listEdges } from "@/lib/edge/control-plane/list-edges";
import { findProblems } from "@/lib/platform/jobs/find-problems";
import type { ServiceContext } from "@/lib/platform/ports/context";

const timeoutMs = 2_000;

/**
 * 200 when the process is ready, with figures of the edges and what is wrong with this process and the workers; 503 with the
 * reason when it is not.
 */
export const answerHealth = plainRoute(async (request, runtime) => {
  assertMayMonitor(runtime, request);
  const reason = runtime.notReady ?? (await databaseProblem(runtime));
  if (reason !== null) return Response.json({ ready: false, reason }, { status: 503 });
  const { service } = runtime;
  const [edges, problems] = await Promise.all([inTime(edgeFacts(service)), inTime(findProblems(service))]);
  const sentences = [...runtime.problems(), ...(problems ?? [])].map(({ text }) => text);
  return Response.json({ ready: true, edges, problems: sentences });
});

/**
 * 200 while this process takes requests, with or without a database; 503 when it is about to stop. Caddy leaves out an
 * instance that answers otherwise. Public.
 */
export async function answerLive(): Promise<Response> {
  const live = (await runtimeHolder().opening)?.notReady !== stopping;
  return Response.json({ live }, { status: live ? 200 : 503 });
}

/** For people: edges that are silent or behind are no reason to send nobody to this process. */
async function edgeFacts(service: ServiceContext) {
  const { connected, lagging, maxLagSeconds } = countEdges(await listEdges(service), service.now());
  return { connected, lagging, max_lag_seconds: maxLagSeconds };
}

/** null where the database fails or is slow. */
function inTime<T>(read: Promise<T>): Promise<T | null> {
  return Promise.race([read.catch(() => null), sleep(timeoutMs, null, { ref: false })]);
}

async function databaseProblem(runtime: Runtime): Promise<string | null> {
  const late = sleep(timeoutMs, "the database does not answer", { ref: false });
  const asked = runtime.service.database.prisma.$queryRaw`SELECT 1`.then(
    () => null,
    () => "the database cannot be reached",
  );
  return Promise.race([asked, late]);
}
