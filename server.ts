import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { join } from "node:path";
import next from "next";
import { parseAndValidateFlightRouterState } from "next/dist/server/app-render/parse-and-validate-flight-router-state.js";
import { themeScript } from "@/components/shell/theme";
import { demoKey } from "@/lib/accounts/applications/find-demo-application";
import { createHttpServer } from "@/lib/api/create-http-server";
import type { Runtime } from "@/lib/api/runtime";
import { DataDirLockedError } from "@/lib/db/data-dir-lock";
import { type CaddyProcess, caddyEnvironment, startCaddy } from "@/lib/edge/caddy";
import { EnvError, processEnv } from "@/lib/kernel/env";
import { errorText } from "@/lib/kernel/errors";
import { onShutdown } from "@/lib/kernel/on-shutdown";
import { restrictDataDir } from "@/lib/kernel/restrict-data-dir";
import { enqueueInstallationJobs } from "@/lib/platform/jobs/enqueue-installation-jobs";
import { createRuntime } from "@/lib/runtime/create-runtime";
import { demoPeople } from "@/lib/runtime/sandbox/seed";
import { startSandbox } from "@/lib/runtime/sandbox/start-sandbox";
import { startTick } from "@/lib/runtime/worker/tick";

/** One long drain: ending it would mean waiting for its slowest job before the next drain begins. */
const tickBudgetMs = 3_600_000;
const stopLimitMs = 12_000;

/** The app in one process: pages, API, ask endpoint and worker, with Caddy as a child process. */
export async function main(options: { caddyBin: string | null }): Promise<void> {
  // What is written from here on is for this user only.
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
    await start(options, closers);
  } catch (error) {
    // Errors that the operator can fix are printed as a sentence, all others with their stack.
    const known = error instanceof EnvError || error instanceof DataDirLockedError;
    console.error(`\n  ✗ ${known ? error.message : startProblem(error)}\n`);
    stop(1);
  }
}

async function start(options: { caddyBin: string | null }, closers: (() => Promise<unknown>)[]): Promise<void> {
  const startedAt = performance.now();
  const env = processEnv();
  restrictDataDir(env.dataDir);
  const runtime = await createRuntime();
  closers.push(() => runtime.close());
  runtime.notReady = "starting";
  // Once more: a new embedded database sets rights of its own.
  for (const warning of [...env.warnings, restrictDataDir(env.dataDir) ?? []].flat()) runtime.service.log.warn(warning);

  // Next would answer WebSocket handshakes on the server of its first request. We have none: this one never listens.
  const app = next({ dev: false, dir: process.cwd(), customServer: true, httpServer: createServer() });
  const [sandbox] = await Promise.all([env.sandbox ? startSandbox(runtime.service, env) : null, app.prepare()]);
  runtime.sandbox = sandbox;
  if (sandbox) closers.push(() => sandbox.close());
  closers.push(() => app.close());

  const server = createHttpServer({
    runtime,
    scriptHash: `'sha256-${createHash("sha256").update(themeScript).digest("base64")}'`,
    isPageRequest,
    toNext: app.getRequestHandler(),
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(env.port, env.host, resolve);
  });
  closers.push(() => {
    runtime.edges.feed.endWaits();
    return closeServer(server);
  });

  await enqueueInstallationJobs(runtime.service);
  if (env.worker.enabled) {
    const tick = await startTick(runtime.service.database, runtime.drainOptions(tickBudgetMs));
    closers.push(() => tick.stop());
  }
  if (env.edge.enabled && options.caddyBin) {
    const caddy = await startEdge(runtime, options.caddyBin);
    closers.push(() => caddy.stop());
  }
  runtime.notReady = null;
  printReady(runtime, Math.round(performance.now() - startedAt));
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

function startEdge(runtime: Runtime, bin: string): Promise<CaddyProcess> {
  const { env, service } = runtime;
  return startCaddy({
    bin,
    configPath: "Caddyfile",
    logPath: join(env.dataDir, "caddy.log"),
    pidFile: join(env.dataDir, "caddy.pid"),
    env: caddyEnvironment({
      controlplaneUrl: env.edge.controlplaneUrl,
      appUrl: env.appUrl,
      edgeHostname: env.edge.hostname,
      issuer: env.edge.issuer,
      acmeEmail: env.edge.acmeEmail,
      httpPort: env.edge.httpPort,
      httpsPort: env.edge.httpsPort,
      bind: env.edge.bind,
      storageDir: join(env.dataDir, "caddy"),
      adminAddress: null,
      internalToken: env.internalToken,
      trustedProxies: env.edge.trustedProxies,
      trustedRootsFile: env.edge.acmeCaFile,
    }),
    onExit: ({ code, signal, restartInMs }) =>
      service.log.error({ code, signal, restartInMs }, "Caddy exited unexpectedly and is being restarted"),
  });
}

/** Closes in reverse order. A failure does not stop the rest. */
async function closeAll(closers: (() => Promise<unknown>)[]): Promise<void> {
  for (const close of closers.reverse()) {
    await close().catch((error) => console.error(`  while stopping: ${errorText(error)}`));
  }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 2_000).unref();
  });
}

function startProblem(error: unknown): string {
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === "EADDRINUSE")
    return `Port ${port} is in use. Set PORT (and SANDBOX_DNS_PORT, EDGE_HTTP_PORT, EDGE_HTTPS_PORT) to free ones.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function printReady(runtime: Runtime, tookMs: number): void {
  const { env } = runtime;
  if (!env.sandbox) {
    runtime.service.log.info({ appUrl: env.appUrl, tookMs }, "Latchkey is ready");
    return;
  }
  const paint = (code: number, text: string) =>
    process.stdout.isTTY && process.stdout.hasColors() ? `\x1b[${code}m${text}\x1b[0m` : text;
  const line = (label: string, text: string) => console.log(`    ${paint(2, label.padEnd(14))}${text}`);
  console.log(`\n  ${paint(1, "Latchkey")}  sandbox, ready in ${(tookMs / 1_000).toFixed(1)} s\n`);
  line("Domains", paint(36, `http://localhost:${env.port}`));
  line("Customer DNS", paint(36, `http://localhost:${env.port}/sandbox`));
  for (const [label, { email, password }] of Object.entries({
    "Sign in": demoPeople.owner,
    "… as support": demoPeople.staff,
  })) {
    line(label, `${email}  ${password}`);
  }
  line("API key", demoKey);
  line("Edge", `https://<hostname>:${env.edge.httpsPort}  (Caddy, its own CA)`);
  console.log(
    `\n    ${paint(2, "Try it:")} connect shop.acme.test, then publish its records on the Customer DNS page.`,
  );
  console.log(`    ${paint(2, "Ctrl-C stops everything.")}\n`);
}
