import { startResponder } from "@/lib/edge/responder/start-responder";
import { EdgeEnvError, processEdgeEnv } from "@/lib/kernel/edge-env";
import { errorStack } from "@/lib/kernel/errors";
import { createLog } from "@/lib/kernel/log";
import { onShutdown } from "@/lib/kernel/on-shutdown";

const stopLimitMs = 1_900;

/** The responder as a process of its own: it answers the Caddy beside it, and needs nobody else to do so. */
export async function main(): Promise<void> {
  // What is written from here on is for this user only.
  process.umask(0o077);
  try {
    await start();
  } catch (error) {
    console.error(`\n  ✗ ${startProblem(error)}\n`);
    process.exit(1);
  }
}

async function start(): Promise<void> {
  const env = processEdgeEnv();
  const log = createLog({ logLevel: env.logLevel });
  for (const event of ["uncaughtException", "unhandledRejection"]) {
    process.on(event, (error) => {
      log.error({ err: errorStack(error) }, "the responder ends because of an error, and should be started again");
      process.exit(1);
    });
  }
  const responder = await startResponder({ env, log, now: () => new Date(), nowMs: () => performance.now() });
  let stopping = false;
  onShutdown((code) => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(code), stopLimitMs).unref();
    void responder.stop().finally(() => process.exit(code));
  });
}

function startProblem(error: unknown): string {
  if (error instanceof EdgeEnvError) return error.message;
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === "EADDRINUSE") return `Port ${port} is in use. Set RESPONDER_PORT to a free one.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
