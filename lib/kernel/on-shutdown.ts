/** A process that ends with this cannot start until its operator changes something. It has printed what. */
export const refusedExitCode = 78;

/**
 * Calls `end` when this process should stop: at SIGINT and SIGTERM with 0, and with 1 when the reader of its output is
 * gone. Unhandled, a broken pipe is an uncaught exception that is written to the broken pipe, which throws again: the
 * process spins and no longer reacts to signals.
 */
export function onShutdown(end: (code: number) => void): void {
  process.on("SIGINT", () => end(0));
  process.on("SIGTERM", () => end(0));
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => end(1));
}
