import { ProcessStartError } from "@/lib/edge/managed-process";
import { EdgeEnvError } from "@/lib/kernel/edge-env";
import { EnvError } from "@/lib/kernel/env";
import { onShutdown } from "@/lib/kernel/on-shutdown";
import type { Supervisor } from "@/lib/runtime/supervisor/create-supervisor";

/** Runs a supervisor from its start to the end of this process. `start` gives it to `opened` as soon as it exists. */
export async function runSupervisor(start: (opened: (supervisor: Supervisor) => void) => Promise<void>): Promise<void> {
  // What we and our processes write is for this user only.
  process.umask(0o077);
  let supervisor: Supervisor | null = null;
  let stopping = false;
  const stop = (code: number) => {
    if (stopping) return;
    stopping = true;
    void Promise.resolve(supervisor?.stop()).finally(() => process.exit(code));
  };
  onShutdown(stop);
  // The terminal was closed.
  process.on("SIGHUP", () => stop(0));
  try {
    await start((opened) => {
      supervisor = opened;
    });
  } catch (error) {
    if (stopping) return;
    const text = isForOperator(error) ? error.message : error instanceof Error ? error.stack : String(error);
    // A process that refused to start has printed why.
    if (text) console.error(`\n  ✗ ${text}\n`);
    stop(1);
  }
}

function isForOperator(error: unknown): error is Error {
  return [EnvError, EdgeEnvError, ProcessStartError].some((kind) => error instanceof kind);
}
