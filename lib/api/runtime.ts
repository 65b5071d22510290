import type { ApiCallMeter } from "@/lib/accounts/quotas/api-call-meter";
import type { RateLimiter } from "@/lib/accounts/quotas/rate-limit";
import type { SandboxDns } from "@/lib/dns/sandbox/dns-server";
import type { ControlPlane } from "@/lib/edge/control-plane/open-control-plane";
import type { Env } from "@/lib/kernel/env";
import type { Metrics } from "@/lib/kernel/metrics";
import type { Problem } from "@/lib/kernel/problems";
import { processSingleton } from "@/lib/kernel/process-singleton";
import type { Tracer } from "@/lib/kernel/tracer";
import type { DrainOptions } from "@/lib/platform/jobs/drain-jobs";
import type { ServiceContext } from "@/lib/platform/ports/context";

/** Why a process is not ready that still answers, and soon will not. */
export const stopping = "stopping";

/** Everything that exists once per process. */
export type Runtime = {
  env: Env;
  service: ServiceContext;
  edges: ControlPlane;
  metrics: Metrics;
  tracer: Tracer;
  rateLimiter: RateLimiter;
  apiCalls: ApiCallMeter;
  /** What is wrong with this process at the moment. */
  problems(): readonly Problem[];
  drainOptions(budgetMs: number): DrainOptions & { problems?(): readonly Problem[] };
  /** Set by server.ts in the sandbox. */
  sandbox: { dns: SandboxDns } | null;
  /** Set by server.ts: why the process is not ready yet; null when it is. */
  notReady: string | null;
  close(): Promise<void>;
};

/** Holds this process's runtime. `createRuntime` of the composition root sets it. */
export function runtimeHolder(): { opening: Promise<Runtime> | null } {
  return processSingleton("runtime", () => ({ opening: null }));
}

/** The runtime of this process. @throws Error before `createRuntime` was called */
export async function getRuntime(): Promise<Runtime> {
  const { opening } = runtimeHolder();
  if (!opening) throw new Error("this process has no runtime: call createRuntime first");
  return opening;
}
