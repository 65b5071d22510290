import { hastenRechecks } from "@/lib/connections/hasten-rechecks";
import { NewerDatabaseError, UpgradeNeededError } from "@/lib/db/migrate";
import { EnvError, processEnv } from "@/lib/kernel/env";
import { createRuntime } from "@/lib/runtime/create-runtime";
import { runService } from "@/lib/runtime/run-service";
import { serveWorker } from "@/lib/runtime/worker/serve-worker";
import { startTick, tickBudgetMs } from "@/lib/runtime/worker/tick";

/** The worker as a process of its own, which needs PostgreSQL: the embedded database belongs to the app's process. */
export async function main(): Promise<void> {
  await runService(async (closers) => {
    if (processEnv().databaseUrl === null) {
      throw new EnvError(["a worker of its own needs PostgreSQL: with the embedded database, the app is the worker"]);
    }
    const runtime = await createRuntime({ waitForDatabase: true, process: "worker" });
    closers.push(() => runtime.close());
    const { env, service } = runtime;
    if (env.metricsPort !== null) {
      closers.push(await serveWorker({ host: env.host, port: env.metricsPort, log: service.log }));
    }
    void hastenRechecks(service);
    const tick = await startTick(service.database, runtime.drainOptions(tickBudgetMs));
    closers.push(() => tick.stop());
    service.log.info("the worker is ready");
  }, sentenceFor);
}

function sentenceFor(error: unknown): string | null {
  const refusals = [EnvError, NewerDatabaseError, UpgradeNeededError];
  if (refusals.some((refusal) => error instanceof refusal)) return (error as Error).message;
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  return code === "EADDRINUSE" ? `Port ${port} is in use. Set METRICS_PORT to a free one, or remove it.` : null;
}
