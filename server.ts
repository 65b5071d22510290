import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { join } from "node:path";
import next from "next";
import { parseAndValidateFlightRouterState } from "next/dist/server/app-render/parse-and-validate-flight-router-state.js";
import { themeScript } from "@/components/shell/theme";
import { createHttpServer } from "@/lib/api/create-http-server";
import { drainable } from "@/lib/api/drain-server";
import { stopping } from "@/lib/api/runtime";
import { hastenRechecks } from "@/lib/connections/hasten-rechecks";
import { DataDirLockedError } from "@/lib/db/data-dir-lock";
import { NewerDatabaseError, UpgradeNeededError } from "@/lib/db/migrate";
import { type Env, EnvError, processEnv } from "@/lib/kernel/env";
import { restrictDataDir } from "@/lib/kernel/restrict-data-dir";
import { enqueueInstallationJobs } from "@/lib/platform/jobs/enqueue-installation-jobs";
import { createRuntime } from "@/lib/runtime/create-runtime";
import { type Closers, runService } from "@/lib/runtime/run-service";
import { startSandbox } from "@/lib/runtime/sandbox/start-sandbox";
import { startTick, type Tick, tickBudgetMs } from "@/lib/runtime/worker/tick";

/** What is not answered by then, is not: the rest of the stop has its own time. */
const answerLimitMs = 3_000;

/**
 * With other instances beside it, it serves on for longer than the second after which Caddy has noticed that it is about to
 * stop. Alone, it has nobody to hand over to.
 */
function handOverOf({ edge }: Env): { lingerMs: number; idleMs: number } {
  const isAlone = edge.enabled && edge.controlplaneUrls.length === 1;
  return isAlone ? { lingerMs: 0, idleMs: 0 } : { lingerMs: 2_500, idleMs: 1_000 };
}

/** The app: pages, API and what edges ask of the control plane; and a worker, unless that is a process of its own. */
export async function main(): Promise<void> {
  await runService(start, sentenceFor);
}

async function start(closers: Closers): Promise<void> {
  const startedAt = performance.now();
  const env = processEnv();
  if (env.role === "worker") {
    throw new EnvError(["ROLE=worker starts no app: use `npm run worker` or `npm start`, or remove ROLE"]);
  }
  const hasDatabase = existsSync(join(env.dataDir, "pglite"));
  const unrestricted = restrictDataDir(env.dataDir);
  takeBuiltConfig();
  // Next would answer WebSocket handshakes on the server of its first request. We have none: this one never listens.
  const app = next({
    dev: false,
    dir: process.cwd(),
    customServer: true,
    httpServer: createServer(),
  });
  // Each waits for files while the other computes.
  const [runtime] = await Promise.all([createRuntime({ waitForDatabase: true }), app.prepare()]);
  closers.push(() => runtime.close());
  closers.push(() => app.close());
  runtime.notReady = "starting";
  // A new embedded database sets rights of its own.
  const warning = hasDatabase ? unrestricted : restrictDataDir(env.dataDir);
  for (const text of [...env.warnings, warning ?? []].flat()) runtime.service.log.warn(text);

  if (env.sandbox) {
    const sandbox = await startSandbox(runtime.service, env);
    runtime.sandbox = sandbox;
    closers.push(() => sandbox.close());
  }

  const server = createHttpServer({
    runtime,
    scriptHash: `'sha256-${createHash("sha256").update(themeScript).digest("base64")}'`,
    isPageRequest,
    hasBuiltFile: (path) => existsSync(join(".next", path.slice("/_next/".length))),
    toNext: app.getRequestHandler(),
  });
  const { drain } = drainable(server);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(env.port, env.host, resolve);
  });
  let tick: Tick | null = null;
  closers.push(() => {
    // Whoever checks our health sends no more requests. Others find the port closed, and go to another instance.
    runtime.notReady = stopping;
    const onClosing = () => {
      runtime.edges.feed.endWaits();
      runtime.service.changes.endWaits();
    };
    return Promise.all([drain({ ...handOverOf(env), limitMs: answerLimitMs, onClosing }), tick?.stop()]);
  });

  await enqueueInstallationJobs(runtime.service);
  if (env.worker.enabled) {
    void hastenRechecks(runtime.service);
    tick = await startTick(runtime.service.database, runtime.drainOptions(tickBudgetMs));
  }
  runtime.notReady = null;
  const tookMs = Math.round(performance.now() - startedAt);
  // The sandbox's terminal has a text of the supervisor.
  runtime.service.log.info({ appUrl: env.appUrl, tookMs }, "Latchkey is ready");
}

/**
 * The configuration as the build has read it, handed over as Next's own standalone server does. To read next.config.ts again,
 * Next would load a compiler of 97 MB.
 */
function takeBuiltConfig(): void {
  const { config } = JSON.parse(readFileSync(join(".next", "required-server-files.json"), "utf8"));
  // biome-ignore lint/style/noProcessEnv: Next reads it from nowhere else
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(config);
}

/** Next answers 500 where it cannot parse the state of the router that a browser sends with a navigation. */
function isPageRequest({ headers }: IncomingMessage): boolean {
  try {
    parseAndValidateFlightRouterState(headers["next-router-state-tree"]);
    return true;
  } catch {
    return false;
  }
}

/** What only the operator can change. */
const refusals = [EnvError, DataDirLockedError, NewerDatabaseError, UpgradeNeededError] as const;

function sentenceFor(error: unknown): string | null {
  if (refusals.some((refusal) => error instanceof refusal)) return (error as Error).message;
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  return code === "EADDRINUSE"
    ? `Port ${port} is in use. Set PORT (and SANDBOX_DNS_PORT, RESPONDER_PORT, EDGE_HTTP_PORT, EDGE_HTTPS_PORT) to free ones.`
    : null;
}
