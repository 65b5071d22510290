import { hastenRechecks } from "@/lib/connections/hasten-rechecks";
import { EnvError, processEnv } from "@/lib/kernel/env";
import { createRuntime } from "@/lib/runtime/create-runtime";
import { runService } from "@/lib/runtime/run-service";
import { startTick, tickBudgetMs } from "@/lib/runtime/worker/tick";

/** The worker as a process of its own, which needs PostgreSQL: the embedded database belongs to the app's process. */
export async function main(): Promise<void> {
  await runService(
    async (closers) => {
      if (processEnv().databaseUrl === null) {
        throw new EnvError(["a worker of its own needs PostgreSQL: with the embedded database, the app is the worker"]);
      }
      const runtime = await createRuntime({ waitForDatabase: true });
      closers.push(() => runtime.close());
      void hastenRechecks(runtime.service);
      const tick = await startTick(runtime.service.database, runtime.drainOptions(tickBudgetMs));
      closers.push(() => tick.stop());
      runtime.service.log.info("the worker is ready");
    },
    (error) => (error instanceof EnvError ? error.message : null),
  );
}
