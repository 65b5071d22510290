import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { caddyEnvironment } from "@/lib/edge/caddy";
import { localDisk } from "@/lib/edge/responder/disk";
import { type EdgeTokens, readStoredSettings, readTokens } from "@/lib/edge/responder/edge-files";
import { type Env, readEnv } from "@/lib/kernel/env";
import { createLog } from "@/lib/kernel/log";
import { restrictDataDir } from "@/lib/kernel/restrict-data-dir";
import { caddyStorage } from "@/lib/runtime/supervisor/caddy-storage";
import { appEnvironment, edgeEnvironment } from "@/lib/runtime/supervisor/child-environments";
import { appSpec, caddySpec, responderSpec, waitUntilLoaded, workerSpec } from "@/lib/runtime/supervisor/child-specs";
import { createSupervisor } from "@/lib/runtime/supervisor/create-supervisor";
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

const newEdgeWaitMs = 30_000;

/** `npm start`: app, worker, responder and Caddy, each a process that is started again when it ends. */
export async function main({ environment, caddyBin, version }: StartOptions): Promise<void> {
  await runSupervisor(async (opened) => {
    const startedAt = performance.now();
    const env = readEnv(environment);
    const log = createLog(env);
    for (const warning of [...env.warnings, restrictDataDir(env.dataDir) ?? []].flat()) log.warn(warning);
    const supervisor = createSupervisor({ dataDir: env.dataDir, log });
    opened(supervisor);

    // Generated ones stay the same from start to start: Caddy and responder may go on running while the app is replaced.
    const given = { internalToken: env.internalToken, edgeToken: env.edge.token };
    const edgeFolder = join(env.dataDir, "edge");
    const tokens = await readTokens(localDisk, edgeFolder, given);
    const hasWorkerProcess = env.worker.enabled && env.databaseUrl !== null;
    const hasEdge = env.role !== "worker" && env.edge.enabled && caddyBin !== null;
    const children: Child[] = [];
    const envOf = (role: Env["role"]) =>
      appEnvironment(environment, { EDGE_TOKEN: tokens.edgeToken, ROLE: role, WORKER_ENABLED: undefined });
    if (hasWorkerProcess) children.push(supervisor.supervise(workerSpec({ env: envOf("worker") })));
    const { host, port, internalToken: token } = env;
    const app =
      env.role === "worker"
        ? null
        : supervisor.supervise(appSpec({ env: envOf(hasWorkerProcess ? "web" : env.role), host, port, token }));
    if (app) children.push(app);
    if (hasEdge) {
      // An edge that has nothing stored serves nothing without the app, and would only wait for it.
      const isNew = (await readStoredSettings(localDisk, edgeFolder)) === null;
      if (isNew) await Promise.race([app?.ready, sleep(newEdgeWaitMs, undefined, { ref: false })]);
      const responderEnv = responderEnvironment(environment, env, tokens);
      const responder = supervisor.supervise(
        responderSpec({ env: responderEnv, port: env.edge.responderPort, version }),
      );
      children.push(responder);
      await responder.ready;
      await waitUntilLoaded(env.edge.responderPort);
      writeCaddyVersion(caddyBin, env.dataDir);
      const outputPath = join(env.dataDir, "run/caddy.out");
      children.push(
        supervisor.supervise(caddySpec({ bin: caddyBin, env: caddyEnv(env, tokens.internalToken), outputPath })),
      );
    }
    await Promise.all(children.map(({ ready }) => ready));
    if (hasEdge) await waitUntilLoaded(env.edge.responderPort);
    const tookMs = Math.round(performance.now() - startedAt);
    if (env.sandbox && app) printReady(env, tookMs);
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
    // The sandbox's terminal is for the person who tries it: the responder's problems are on its health page.
    LOG_LEVEL: environment.LOG_LEVEL || (env.sandbox ? "error" : env.logLevel),
    // No origin may be one of our own programs.
    PORT: String(env.port),
    SANDBOX_DNS_PORT: String(env.dns.sandboxPort),
    ...databasePlaces(env),
  });
}

function databasePlaces({ databaseUrl, databaseDirectUrl, databaseReplicaUrl }: Env): Variables {
  const urls = {
    DATABASE_URL: databaseUrl,
    DATABASE_DIRECT_URL: databaseDirectUrl,
    DATABASE_REPLICA_URL: databaseReplicaUrl,
  };
  return Object.fromEntries(
    Object.entries(urls).map(([name, url]) => [name, url === null ? undefined : withoutCredentials(url)]),
  );
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
    bindings: edge.bindings,
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
