import { join } from "node:path";
import { type RunningGuardian, startGuardian } from "@/lib/edge/guardian/start-guardian";
import { followCaddyLog } from "@/lib/edge/issuance/follow-caddy-log";
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
  const clocks = { now: () => new Date(), nowMs: () => performance.now() };
  let guardian: RunningGuardian | null = null;
  const renewals = () => guardian?.renewals() ?? null;
  const certificates = () => guardian?.certificates() ?? null;
  const caddyLog = followCaddyLog({ path: join(env.dataDir, "caddy.log"), now: clocks.now, log });
  const { refusals, failures } = caddyLog;
  const parts = { renewals, certificates, rateLimits: refusals, failures };
  const responder = await startResponder({ env, log, ...clocks, ...parts });
  guardian = startGuardian({
    set: {
      size: () => responder.set()?.size() ?? 0,
      hostnames: () => responder.set()?.hostnames() ?? [],
      isAdmitted: (hostname) => responder.set()?.isAdmitted(hostname),
    },
    ...clocks,
    probeAddress: { host: env.bind ?? "127.0.0.1", port: env.httpsPort },
    folder: join(env.dataDir, "edge"),
    log,
  });
  let stopping = false;
  onShutdown((code) => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(code), stopLimitMs).unref();
    void Promise.all([responder.stop(), guardian?.stop(), caddyLog.stop()]).finally(() => process.exit(code));
  });
}

function startProblem(error: unknown): string {
  if (error instanceof EdgeEnvError) return error.message;
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === "EADDRINUSE") return `Port ${port} is in use. Set RESPONDER_PORT to a free one.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
