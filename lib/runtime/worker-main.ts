import { EnvError, processEnv } from "@/lib/kernel/env";
import { errorText } from "@/lib/kernel/errors";
import { onShutdown, refusedExitCode } from "@/lib/kernel/on-shutdown";
import { createRuntime } from "@/lib/runtime/create-runtime";
import { startTick } from "@/lib/runtime/worker/tick";

/** One long drain: ending it would mean waiting for its slowest job before the next drain begins. */
const tickBudgetMs = 3_600_000;
const stopLimitMs = 12_000;

/** The worker as a process of its own, which needs PostgreSQL: the embedded database belongs to the app's process. */
export async function main(): Promise<void> {
  process.umask(0o077);
  const closers: (() => Promise<unknown>)[] = [];
  let stopping = false;
  const stop = (code: number) => {
    if (stopping) return;
    stopping = true;
    // Whatever is still running then is left to leases and locks, as after a kill -9.
    setTimeout(() => process.exit(1), stopLimitMs).unref();
    void closeAll(closers).then(() => process.exit(code));
  };
  onShutdown(stop);
  try {
    if (processEnv().databaseUrl === null) {
      throw new EnvError(["a worker of its own needs PostgreSQL: with the embedded database, the app is the worker"]);
    }
    const runtime = await createRuntime({ waitForDatabase: true });
    closers.push(() => runtime.close());
    const tick = await startTick(runtime.service.database, runtime.drainOptions(tickBudgetMs));
    closers.push(() => tick.stop());
    runtime.service.log.info("the worker is ready");
  } catch (error) {
    const isRefused = error instanceof EnvError;
    console.error(`\n  ✗ ${isRefused || !(error instanceof Error) ? errorText(error) : error.stack}\n`);
    stop(isRefused ? refusedExitCode : 1);
  }
}

async function closeAll(closers: (() => Promise<unknown>)[]): Promise<void> {
  for (const close of closers.reverse()) {
    await close().catch((error) => console.error(`  while stopping: ${errorText(error)}`));
  }
}
