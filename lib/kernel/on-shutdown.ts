/**
 * Calls `end` when this process is to go: at SIGINT and SIGTERM with 0, and with 1 once nobody reads any more what it
 * writes. Unheard, a broken pipe is an uncaught exception that is written to the broken pipe, and so on for ever: the
 * process then only spins, and is deaf to signals.
 */
export function onShutdown(end: (code: number) => void): void {
  process.on("SIGINT", () => end(0));
  process.on("SIGTERM", () => end(0));
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => end(1));
}
