import { errorText } from "@/lib/kernel/errors";
import { onShutdown, refusedExitCode } from "@/lib/kernel/on-shutdown";

/** What `start` has opened: closed in reverse order when the process stops. */
export type Closers = (() => Promise<unknown>)[];

const stopLimitMs = 12_000;

/**
 * Runs the app or a worker until the process is stopped.
 * @param explain a sentence about an error that only the operator can change, which must not be tried again; null for others
 */
export async function runService(
  start: (closers: Closers) => Promise<void>,
  explain: (error: unknown) => string | null,
): Promise<void> {
  // What is written from here on is for this user only.
  process.umask(0o077);
  const closers: Closers = [];
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
    await start(closers);
  } catch (error) {
    const sentence = explain(error);
    console.error(`\n  ✗ ${sentence ?? (error instanceof Error ? error.stack : String(error))}\n`);
    stop(sentence === null ? 1 : refusedExitCode);
  }
}

/** A failure does not stop the rest. */
async function closeAll(closers: Closers): Promise<void> {
  for (const close of closers.reverse()) {
    await close().catch((error) => console.error(`  while stopping: ${errorText(error)}`));
  }
}
