import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { caddyEnvironment } from "@/lib/edge/caddy";
import { type Env, readEnv } from "@/lib/kernel/env";
import { createLog } from "@/lib/kernel/log";
import { restrictDataDir } from "@/lib/kernel/restrict-data-dir";
import { caddyStorage } from "@/lib/runtime/supervisor/caddy-storage";
import { appEnvironment, edgeEnvironment } from "@/lib/runtime/supervisor/child-environments";
import { appSpec, caddySpec, isResponderLoaded, responderSpec, workerSpec } from "@/lib/runtime/supervisor/child-specs";
import { createSupervisor } from "@/lib/runtime/supervisor/create-supervisor";
import { type EdgeTokens, readEdgeTokens } from "@/lib/runtime/supervisor/edge-tokens";
import { printReady } from "@/lib/runtime/supervisor/print-ready";
import { runSupervisor } from "@/lib/runtime/supervisor/run-supervisor";
import type { Child } from "@/lib/runtime/supervisor/supervise-child";
import { writeCaddyVersion } from "@/lib/runtime/supervisor/write-caddy-version";

type Variables = Record<string, string | undefined>;

export type StartOptions = {
  environment: Variables;
  /** null: no Caddy here. */
  caddyBin: string | null;
  /** Changes with the code of the responder. */
  version: string;
};

const loadedPollMs = 100;
/** Caddy starts then in any case: an empty edge still serves the app's own site. */
const loadedLimitMs = 5_000;

/** `npm start`: app, worker, responder and Caddy, each a process that is started again when it ends. */
export async function main({ environment, caddyBin, version }: StartOptions): Promise<void> {
  await runSupervisor(async (opened) => {
    const startedAt = performance.now();
    const env = readEnv(environment);
    const log = createLog(env);
    for (const warning of [...env.warnings, restrictDataDir(env.dataDir) ?? []].flat()) log.warn(warning);
    const supervisor = createSupervisor({ dataDir: env.dataDir, log });
    opened(supervisor);

    const tokens = readEdgeTokens(env.dataDir);
    const edgeToken = env.edge.token ?? tokens.edgeToken;
    const hasWorkerProcess = env.worker.enabled && env.databaseUrl !== null;
    const children: Child[] = [];
    const workerEnv = appEnvironment(environment, { EDGE_TOKEN: edgeToken });
    const appEnv = hasWorkerProcess ? { ...workerEnv, WORKER_ENABLED: "0" } : workerEnv;
    const { host, port, internalToken: token } = env;
    children.push(supervisor.supervise(appSpec({ env: appEnv, host, port, token })));
    if (hasWorkerProcess) children.push(supervisor.supervise(workerSpec({ env: workerEnv })));
    if (env.edge.enabled && caddyBin !== null) {
      const internalToken = env.internalToken ?? tokens.internalToken;
      const responderEnv = responderEnvironment(environment, env, { internalToken, edgeToken });
      const responder = supervisor.supervise(
        responderSpec({ env: responderEnv, port: env.edge.responderPort, version }),
      );
      children.push(responder);
      await responder.ready;
      await waitUntilLoaded(env.edge.responderPort, loadedLimitMs);
      writeCaddyVersion(caddyBin, env.dataDir);
      const outputPath = join(env.dataDir, "run/caddy.out");
      children.push(supervisor.supervise(caddySpec({ bin: caddyBin, env: caddyEnv(env, internalToken), outputPath })));
    }
    await Promise.all(children.map(({ ready }) => ready));
    if (env.edge.enabled && caddyBin !== null) await waitUntilLoaded(env.edge.responderPort, loadedLimitMs);
    const tookMs = Math.round(performance.now() - startedAt);
    if (env.sandbox) printReady(env, tookMs);
    else log.info({ tookMs, pids: children.map((child) => child.pid()) }, "all processes are ready");
  });
}

/** What the environment of the app says, in the names that `npm run edge` reads too. */
function responderEnvironment(environment: Variables, env: Env, tokens: EdgeTokens): Record<string, string> {
  const { edge } = env;
  return edgeEnvironment(environment, {
    CONTROLPLANE_URL: edge.controlplaneUrls.join(" "),
    EDGE_TOKEN: tokens.edgeToken,
    INTERNAL_TOKEN: tokens.internalToken,
    RESPONDER_PORT: String(edge.responderPort),
    DATA_DIR: env.dataDir,
    EDGE_HTTP_PORT: String(edge.httpPort),
    EDGE_HTTPS_PORT: String(edge.httpsPort),
    EDGE_BIND: edge.bind ?? undefined,
    LOG_LEVEL: env.logLevel,
    // No origin may be one of our own programs.
    PORT: String(env.port),
    SANDBOX_DNS_PORT: String(env.dns.sandboxPort),
    DATABASE_URL: env.databaseUrl === null ? undefined : withoutCredentials(env.databaseUrl),
  });
}

function withoutCredentials(databaseUrl: string): string {
  const { protocol, host } = new URL(databaseUrl);
  return `${protocol}//${host}`;
}

function caddyEnv(env: Env, internalToken: string): Record<string, string> {
  const { edge } = env;
  return caddyEnvironment({
    controlplaneUrls: edge.controlplaneUrls,
    responderUrl: `http://127.0.0.1:${edge.responderPort}`,
    appUrl: env.appUrl,
    edgeHostname: edge.hostname,
    issuer: edge.issuer,
    acmeEmail: edge.acmeEmail,
    httpPort: edge.httpPort,
    httpsPort: edge.httpsPort,
    bind: edge.bind,
    ...caddyStorage(edge.storage, env.dataDir),
    logPath: join(env.dataDir, "caddy.log"),
    adminAddress: null,
    internalToken,
    trustedProxies: edge.trustedProxies,
    trustedRootsFile: edge.acmeCaFile,
  });
}

async function waitUntilLoaded(port: number, limitMs: number): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await isResponderLoaded(port)) && performance.now() < deadline) await sleep(loadedPollMs);
}
