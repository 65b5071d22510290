import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import type { CaddyTool } from "@/e2e/support/caddy";
import { getFreePort } from "@/e2e/support/free-port";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { getToolPath } from "@/e2e/support/tool-path";
import { isCaddyReady } from "@/lib/edge/caddy";
import { type ProcessExit, startProcess } from "@/lib/edge/managed-process";
import { findRecordedProcess } from "@/lib/runtime/supervisor/process-record";
import type { ChildName } from "@/lib/runtime/supervisor/supervise-child";
import { pgliteTemplate } from "@/lib/runtime/testing/pglite-template";
import { compiledEdge } from "@/scripts/compile.mjs";
import { timeLimit } from "@/scripts/time-limit.mjs";

export type LatchkeyOptions = {
  mode: "sandbox" | "production";
  /** Default: the embedded database in the data folder. */
  databaseUrl?: string;
  caddy?: CaddyTool;
  /** The app's port, if something has to know it in advance. */
  port?: number;
  /** Set them if a CA has to know them in advance. */
  edgePorts?: { http: number; https: number };
  /**
   * A folder that is kept after `stop`. Default: a new one that `stop` and `kill` remove, with a migrated database.
   */
  dataDir?: string;
  /** `edge`: without an app that is ready, for tests in which it cannot be. */
  waitFor?: "all" | "edge";
  /** Overrides everything else; an empty value unsets the variable. */
  env?: Record<string, string>;
};

export type ApiAnswer = { status: number; body: unknown };

/** Calls `/v1` with one key, and every other path of the app. */
export type Api = (method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: unknown) => Promise<ApiAnswer>;

export type Latchkey = {
  url: string;
  edge: { httpPort: number; httpsPort: number };
  /** Of the sandbox's DNS server. */
  dnsPort: number;
  dataDir: string;
  /** What Caddy sends to the responder, and monitoring to the app. */
  internalToken: string;
  edgeToken: string;
  responderUrl: string;
  /** Everything that it prints. */
  logPath: string;
  /** The supervisor. */
  pid: number;
  /** One of its processes as it runs now. @throws Error where there is none */
  pidOf: (name: ChildName) => number;
  exited: Promise<ProcessExit>;
  /** The last lines of its output. */
  tail: () => string[];
  api: (key: string) => Api;
  /** The status that Caddy would get for this name. */
  ask: (domain: string) => Promise<number>;
  /** What Prometheus would get. */
  metrics: () => Promise<string>;
  /** Creates a tenant with one application through the operator's command. For production, which has no seed data. */
  createTenant: (options: { name: string; owner: string }) => Promise<{ applicationId: string; key: string }>;
  /** Runs `npm run doctor -- <hostname>`; returns the report and the exit code. */
  doctor: (hostname: string) => Promise<{ code: number; stdout: string }>;
  stop: () => Promise<void>;
  /** Kills the supervisor and all of its processes at once, as a power failure does. */
  kill: () => Promise<void>;
};

/** The key that every sandbox starts with. */
export const sandboxKey = "sk_test_demo";

const databaseVariable = { sandbox: "SANDBOX_DATABASE_URL", production: "DATABASE_URL" } as const;
/** A whole production environment, with the edge on another machine. */
export const productionWithoutEdge = {
  APP_URL: "https://app.latchkey-platform.com",
  EDGE_HOSTNAME: "edge.latchkey-platform.com",
  EDGE_ADDRESSES: "198.41.0.7",
  EDGE_ISSUER: "internal",
  EDGE_ENABLED: "0",
};
const childNames: readonly ChildName[] = ["app", "worker", "responder", "caddy"];

const root = join(import.meta.dirname, "../..");
/** What `npm start` does when everything is prepared. */
const supervisorScript = `import("./${compiledEdge}/lib/runtime/supervisor/main.js").then(({ main }) =>
  main({ environment: process.env, caddyBin: process.argv[1], version: "test" }))`;
const READY_TIMEOUT_MS = timeLimit(90_000);
const REQUEST_TIMEOUT_MS = timeLimit(30_000);
/** Longer than what the supervisor gives its processes. */
const STOP_GRACE_MS = timeLimit(20_000);
const ADMIN_TIMEOUT_MS = timeLimit(60_000);

/**
 * The whole of `npm start`, supervisor and all, on free loopback ports with a data folder of its own. Resolves once
 * `/healthz` returns 200 and the edge has its hostnames. The app must have been built.
 * @throws ProcessStartError with the exit code and the last lines of its output
 */
export async function startLatchkey(options: LatchkeyOptions): Promise<Latchkey> {
  const scratch = createScratchDirectory("app");
  const dataDir = options.dataDir ?? join(scratch.path, "data");
  if (options.dataDir === undefined && options.databaseUrl === undefined) {
    cpSync((await pgliteTemplate()).folder, join(dataDir, "pglite"), { recursive: true });
  }
  const httpPort = options.edgePorts?.http ?? (await getFreePort());
  const httpsPort = options.edgePorts?.https ?? (await getFreePort());
  const token = randomBytes(24).toString("base64url");
  const edgeToken = randomBytes(24).toString("base64url");
  const logPath = join(scratch.path, "latchkey.log");
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? "",
    HOME: scratch.path,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    LOG_LEVEL: "info",
    LATCHKEY_MODE: options.mode,
    HOST: "127.0.0.1",
    EDGE_BIND: "127.0.0.1",
    PORT: String(options.port ?? (await getFreePort())),
    DATA_DIR: dataDir,
    SANDBOX_DNS_PORT: String(await getFreePort()),
    EDGE_HTTP_PORT: String(httpPort),
    EDGE_HTTPS_PORT: String(httpsPort),
    RESPONDER_PORT: String(await getFreePort()),
    INTERNAL_TOKEN: token,
    EDGE_TOKEN: edgeToken,
    ...(options.databaseUrl ? { [databaseVariable[options.mode]]: options.databaseUrl } : {}),
    ...(options.mode === "production" ? productionSecrets() : {}),
    ...options.env,
  };
  const url = `http://127.0.0.1:${env.PORT}`;
  const responderUrl = `http://127.0.0.1:${env.RESPONDER_PORT}`;
  const hasApp = env.ROLE !== "worker";
  const hasEdge = hasApp && env.EDGE_ENABLED !== "0";
  const inside = (path: string, base = url) =>
    fetch(`${base}${path}`, {
      headers: { "x-latchkey-token": token },
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });

  const isOk = (path: string, base: string) =>
    inside(path, base).then(
      ({ status }) => status === 200,
      () => false,
    );
  const recordOf = (name: ChildName) => findRecordedProcess(join(dataDir, "run", `${name}.pid`));
  // What still runs of an earlier start is no sign that this one is ready.
  const main = hasApp ? "app" : "worker";
  const earlier = recordOf(main)?.pid;
  const isReplaced = () => ![undefined, earlier].includes(recordOf(main)?.pid);
  const accepts = () => !hasEdge || isCaddyReady(env);
  const start = () =>
    startProcess({
      name: "latchkey",
      command: process.execPath,
      args: ["-e", supervisorScript, getToolPath(options.caddy ?? "caddy")],
      env,
      cwd: root,
      logPath,
      // It stops its processes in order, which nobody else does.
      exitSignal: "SIGTERM",
      readyTimeoutMs: READY_TIMEOUT_MS,
      ready: async () =>
        isReplaced() &&
        (options.waitFor === "edge" || !hasApp || (await isOk("/healthz", url))) &&
        (!hasEdge || (await isOk("/healthz/edge", responderUrl))) &&
        accepts(),
    });
  const killAll = async () => {
    process.kill(server.pid, "SIGKILL");
    await server.exited;
    for (const record of childNames.map(recordOf)) if (record) process.kill(-record.pid, "SIGKILL");
  };
  const server = await start().catch((error) => {
    scratch.remove();
    throw error;
  });

  return {
    url,
    edge: { httpPort, httpsPort },
    dnsPort: Number(env.SANDBOX_DNS_PORT),
    dataDir,
    internalToken: token,
    edgeToken,
    responderUrl,
    logPath,
    pid: server.pid,
    pidOf: (name) => {
      const record = recordOf(name);
      if (!record) throw new Error(`there is no ${name} now`);
      return record.pid;
    },
    exited: server.exited,
    tail: server.tail,
    api: (key) => (method, path, body) => callApi(`${url}${path}`, key, method, body),
    ask: async (domain) => (await inside(`/internal/ask?domain=${encodeURIComponent(domain)}`, responderUrl)).status,
    metrics: async () => (await inside("/metrics")).text(),
    createTenant: (tenant) => runAdmin(tenant, env),
    doctor: (hostname) => runDoctor(hostname, env),
    stop: async () => {
      await server.stop({ graceMs: STOP_GRACE_MS });
      // After a test that killed the supervisor, its processes are still here.
      for (const record of childNames.map(recordOf)) if (record) process.kill(-record.pid, "SIGKILL");
      scratch.remove();
    },
    kill: async () => {
      await killAll();
      scratch.remove();
    },
  };
}

function productionSecrets(): Record<string, string> {
  const secret = () => randomBytes(32).toString("base64");
  return {
    AUTH_SECRET: secret(),
    TOKEN_HMAC_SECRET: secret(),
    CREDENTIAL_ENC_KEY: secret(),
    WORKER_SECRET: secret(),
  };
}

async function callApi(url: string, key: string, method: string, body: unknown): Promise<ApiAnswer> {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
  });
  const text = await response.text();
  try {
    return { status: response.status, body: text === "" ? null : JSON.parse(text) };
  } catch {
    throw new Error(`${method} ${url} answered ${response.status} without JSON: ${text.slice(0, 500)}`);
  }
}

const adminAnswerSchema = z.object({ application_id: z.uuid(), api_key: z.string() });

async function runAdmin(tenant: { name: string; owner: string }, env: Record<string, string>) {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["scripts/admin.mjs", "create-tenant", "--name", tenant.name, "--owner", tenant.owner],
    { cwd: root, env: env as NodeJS.ProcessEnv, timeout: ADMIN_TIMEOUT_MS },
  );
  const answer = adminAnswerSchema.parse(JSON.parse(stdout));
  return { applicationId: answer.application_id, key: answer.api_key };
}

function runDoctor(hostname: string, env: Record<string, string>): Promise<{ code: number; stdout: string }> {
  const options = { cwd: root, env: env as NodeJS.ProcessEnv, timeout: ADMIN_TIMEOUT_MS };
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, ["scripts/doctor.mjs", hostname], options, (error, stdout, stderr) => {
      if (child.exitCode === null || stderr !== "") reject(new Error(stderr, { cause: error }));
      else resolve({ code: child.exitCode, stdout });
    });
  });
}
