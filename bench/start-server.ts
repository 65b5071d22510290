import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { getFreePort } from "@/e2e/support/free-port";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { type ManagedProcess, startProcess } from "@/lib/edge/managed-process";

export const root = join(import.meta.dirname, "..");

/** What Caddy would send with its requests for /internal. */
export const benchToken = randomBytes(24).toString("base64url");
const edgeToken = randomBytes(24).toString("base64url");

export type BenchServer = ManagedProcess & { port: number; url: string; env: Record<string, string> };

/** The real server in production mode, as a separate process on loopback. `env` is added to the required variables. */
export async function startServer(
  databaseUrl: string,
  env: Record<string, string>,
  flags: string[] = [],
): Promise<BenchServer> {
  if (!existsSync(join(root, ".next/BUILD_ID"))) throw new Error("The app is not built yet: run npm start once.");
  const scratch = createScratchDirectory("bench-server");
  const port = env.PORT === undefined ? await getFreePort() : Number(env.PORT);
  const secret = () => randomBytes(32).toString("base64");
  const whole = {
    PATH: process.env.PATH ?? "",
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    APP_URL: "https://app.latchkey-platform.com",
    DATA_DIR: scratch.path,
    DATABASE_URL: databaseUrl,
    EDGE_ENABLED: "0",
    INTERNAL_TOKEN: benchToken,
    EDGE_TOKEN: edgeToken,
    TRUSTED_PROXIES: "0",
    EDGE_HOSTNAME: "edge.latchkey-platform.com",
    EDGE_ADDRESSES: "127.0.0.1",
    EDGE_ISSUER: "acme",
    AUTH_SECRET: secret(),
    TOKEN_HMAC_SECRET: secret(),
    CREDENTIAL_ENC_KEY: secret(),
    WORKER_SECRET: secret(),
    ...env,
    PORT: String(port),
  };
  const url = `http://127.0.0.1:${port}`;
  const server = await startNode(
    "server-child.ts",
    whole,
    flags,
    () => isReady(`${url}/healthz?token=${benchToken}`),
    scratch.path,
  );
  const stop = async () => {
    await server.stop();
    scratch.remove();
  };
  return { ...server, stop, port, url, env: whole };
}

/** The responder of an edge of that server, with its hostnames loaded. */
export async function startBenchResponder(
  server: BenchServer,
  flags: string[] = [],
): Promise<ManagedProcess & { url: string }> {
  const scratch = createScratchDirectory("bench-responder");
  const port = await getFreePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    PATH: process.env.PATH ?? "",
    CONTROLPLANE_URL: server.url,
    EDGE_TOKEN: edgeToken,
    INTERNAL_TOKEN: benchToken,
    RESPONDER_PORT: String(port),
    DATA_DIR: scratch.path,
    LOG_LEVEL: "warn",
    ...(server.env.DNS_RESOLVERS ? { DNS_RESOLVERS: server.env.DNS_RESOLVERS } : {}),
  };
  const responder = await startNode(
    "responder-child.ts",
    env,
    flags,
    () => isReady(`${url}/healthz/edge`),
    scratch.path,
  );
  const stop = async () => {
    await responder.stop();
    scratch.remove();
  };
  return { ...responder, stop, url };
}

/** A bare HTTP server with a constant response, as a separate process. */
export async function startBareServer(): Promise<ManagedProcess & { url: string }> {
  const scratch = createScratchDirectory("bench-bare");
  const port = await getFreePort();
  const url = `http://127.0.0.1:${port}`;
  const server = await startNode("bare-server.ts", { PORT: String(port) }, [], () => isReady(url), scratch.path);
  const stop = async () => {
    await server.stop();
    scratch.remove();
  };
  return { ...server, stop, url };
}

function startNode(
  file: string,
  env: Record<string, string>,
  flags: string[],
  ready: () => Promise<boolean>,
  logDir: string,
) {
  return startProcess({
    name: file,
    command: process.execPath,
    args: [...flags, "--import", "tsx", join(import.meta.dirname, file)],
    env,
    cwd: root,
    logPath: join(logDir, "server.log"),
    ready,
    readyTimeoutMs: 120_000,
  });
}

function isReady(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(2_000) })
    .then(async (response) => {
      // This may run into the limit too.
      await response.arrayBuffer();
      return response.ok;
    })
    .catch(() => false);
}
