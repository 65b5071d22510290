import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { basename, resolve } from "node:path";
import { type ManagedProcess, type ProcessExit, ProcessStartError, startProcess } from "@/lib/edge/managed-process";

export type EdgeSettings = {
  controlplaneUrl: string;
  /** The dashboard's address. The edge serves its host over HTTPS on its own port, whatever scheme and port are given here. */
  appUrl: string;
  /** How a request that comes back to this installation is recognised. */
  edgeHostname: string;
  /** `acme`, `acme-staging`, `internal`, or an ACME directory URL. */
  issuer: string;
  acmeEmail: string | null;
  httpPort: number;
  httpsPort: number;
  /** One address, or null for all of them. */
  bind: string | null;
  storageDir: string;
  adminAddress: string | null;
  internalToken: string | null;
  /** Networks of load balancers in front of Caddy whose X-Forwarded-For it believes. */
  trustedProxies: readonly string[];
  /** PEM file of further roots that Caddy trusts when it talks to the CA and to HTTPS origins. */
  trustedRootsFile: string | null;
};

export type CaddyExit = ProcessExit & { tail: string[]; restartInMs: number };

export type CaddyOptions = {
  bin: string;
  configPath: string;
  /** As made by `caddyEnvironment`. */
  env: Record<string, string>;
  logPath: string;
  pidFile: string;
  readyTimeoutMs?: number;
  /** Called each time Caddy exits unexpectedly; it is restarted after `restartInMs`. */
  onExit?: (exit: CaddyExit) => void;
};

export type CaddyProcess = {
  /** Null while it is being restarted. */
  pid: () => number | null;
  /** SIGTERM (Caddy finishes open requests for up to 10 s), then SIGKILL after `graceMs`. */
  stop: (options?: { graceMs?: number }) => Promise<void>;
};

const READY_TIMEOUT_MS = 20_000;
const STOP_GRACE_MS = 12_000;
const RESTART_DELAYS_MS = [500, 1_000, 2_000, 5_000, 10_000, 30_000];
const STEADY_AFTER_MS = 60_000;
const CONNECT_TIMEOUT_MS = 500;
const GONE_POLL_MS = 50;
const STALE_GRACE_MS = 5_000;

/** The variables that the Caddyfile reads; what is null is left out, so that the Caddyfile's default applies. */
export function caddyEnvironment(settings: EdgeSettings): Record<string, string> {
  const values: Record<string, string | null> = {
    CONTROLPLANE_URL: settings.controlplaneUrl.replace(/\/+$/, ""),
    APP_URL: appSite(settings.appUrl),
    EDGE_HOSTNAME: settings.edgeHostname,
    EDGE_ISSUER: settings.issuer,
    ACME_EMAIL: settings.acmeEmail,
    EDGE_HTTP_PORT: String(settings.httpPort),
    EDGE_HTTPS_PORT: String(settings.httpsPort),
    EDGE_BIND: settings.bind,
    EDGE_STORAGE: settings.storageDir,
    EDGE_ADMIN: settings.adminAddress,
    EDGE_TRUSTED_PROXIES: settings.trustedProxies.join(" "),
    INTERNAL_TOKEN: settings.internalToken,
    SSL_CERT_FILE: settings.trustedRootsFile,
    // Caddy saves a copy of its running configuration, token included: beside its keys, not in a home directory.
    HOME: settings.storageDir,
    XDG_CONFIG_HOME: settings.storageDir,
    XDG_DATA_HOME: settings.storageDir,
  };
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) if (value) env[name] = value;
  return env;
}

/** Starts Caddy and keeps it running until `stop`. Rejects with a readable reason when the first start fails. */
export async function startCaddy(options: CaddyOptions): Promise<CaddyProcess> {
  await stopStale(options);
  let current: ManagedProcess | null = null;
  let stopping = false;
  let restartTimer: NodeJS.Timeout | null = null;
  let starting: Promise<void> | null = null;
  let failures = 0;

  const launch = async () => {
    const child = await spawnCaddy(options);
    current = child;
    const startedAt = Date.now();
    child.exited.then((exit) => {
      current = null;
      if (stopping) return;
      if (Date.now() - startedAt > STEADY_AFTER_MS) failures = 0;
      scheduleRestart({ ...exit, tail: child.tail() });
    });
  };
  const scheduleRestart = (exit: ProcessExit & { tail: string[] }) => {
    const restartInMs = RESTART_DELAYS_MS[Math.min(failures, RESTART_DELAYS_MS.length - 1)] ?? 0;
    failures += 1;
    options.onExit?.({ ...exit, restartInMs });
    restartTimer = setTimeout(() => {
      starting = launch().catch((error: Error) => {
        if (!stopping) scheduleRestart({ code: null, signal: null, tail: [error.message] });
      });
    }, restartInMs);
  };

  await launch();
  return {
    pid: () => current?.pid ?? null,
    stop: async ({ graceMs = STOP_GRACE_MS } = {}) => {
      stopping = true;
      if (restartTimer) clearTimeout(restartTimer);
      await starting;
      await current?.stop({ graceMs });
    },
  };
}

function appSite(appUrl: string): string {
  const { hostname } = new URL(appUrl);
  const isLoopback = hostname === "[::1]" || /^127\./.test(hostname);
  return `https://${isLoopback ? "localhost" : hostname}`;
}

async function spawnCaddy(options: CaddyOptions): Promise<ManagedProcess> {
  const { env } = options;
  const host = env.EDGE_BIND || null;
  const ports = [
    { name: "EDGE_HTTPS_PORT", port: Number(env.EDGE_HTTPS_PORT ?? 443) },
    { name: "EDGE_HTTP_PORT", port: Number(env.EDGE_HTTP_PORT ?? 80) },
  ];
  // Caddy shares its ports (SO_REUSEPORT), so a second one would silently take half of the first one's visitors.
  for (const { name, port } of ports) await assertPortFree(name, port, host);

  return startProcess({
    name: "caddy",
    command: options.bin,
    args: ["run", "--config", resolve(options.configPath), "--adapter", "caddyfile"],
    env,
    logPath: options.logPath,
    pidFile: options.pidFile,
    readyTimeoutMs: options.readyTimeoutMs ?? READY_TIMEOUT_MS,
    ready: async () => {
      for (const { port } of ports) if (!(await accepts(port, host ?? "127.0.0.1"))) return false;
      return true;
    },
    readable: readableLogLine,
  });
}

function assertPortFree(name: string, port: number, host: string | null): Promise<void> {
  return new Promise((resolvePromise, reject) => {
    const server = createServer();
    server.on("error", (error: NodeJS.ErrnoException) => {
      // Caddy may be allowed to bind a low port where Node is not: only a port in use is certain.
      if (error.code !== "EADDRINUSE") return resolvePromise();
      reject(new ProcessStartError(`port ${port} is taken by another program: end it, or set ${name} to a free port`));
    });
    server.listen({ port, host: host ?? undefined, exclusive: true }, () => server.close(() => resolvePromise()));
  });
}

function accepts(port: number, host: string): Promise<boolean> {
  return new Promise((resolvePromise) => {
    const socket = connect({ port, host, timeout: CONNECT_TIMEOUT_MS });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolvePromise(answer);
    };
    socket.on("connect", () => settle(true));
    socket.on("error", () => settle(false));
    socket.on("timeout", () => settle(false));
  });
}

/** Stops a Caddy that an earlier run left behind because it was killed. */
async function stopStale({ pidFile, configPath, bin }: CaddyOptions): Promise<void> {
  const pid = readPid(pidFile);
  if (pid !== null && isOurCaddy(pid, bin, configPath)) {
    sendSignal(pid, "SIGTERM");
    if (!(await isGoneWithin(pid, STALE_GRACE_MS))) {
      sendSignal(pid, "SIGKILL");
      if (!(await isGoneWithin(pid, STALE_GRACE_MS))) throw new ProcessStartError(`an earlier Caddy (${pid}) stays`);
    }
  }
  rmSync(pidFile, { force: true });
}

function readPid(pidFile: string): number | null {
  try {
    const pid = Number(readFileSync(pidFile, "utf8").trim());
    return Number.isSafeInteger(pid) && pid > 1 ? pid : null;
  } catch {
    return null;
  }
}

// Process ids are reused, so the command line has to be ours too.
function isOurCaddy(pid: number, bin: string, configPath: string): boolean {
  const command = commandLine(pid);
  return command.includes(basename(bin)) && command.includes(" run ") && command.includes(resolve(configPath));
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return spawnSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8" }).stdout ?? "";
  }
}

async function isGoneWithin(pid: number, graceMs: number): Promise<boolean> {
  const deadline = Date.now() + graceMs;
  while (commandLine(pid).trim() !== "") {
    if (Date.now() > deadline) return false;
    await new Promise((resolvePromise) => setTimeout(resolvePromise, GONE_POLL_MS));
  }
  return true;
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has exited already.
  }
}

/** `level: message: cause` of one of Caddy's JSON log lines; informational ones are dropped, other text is passed through. */
function readableLogLine(line: string): string | null {
  try {
    const entry = JSON.parse(line) as { level?: string; msg?: string; error?: string };
    if (entry.level === "info" || entry.level === "debug") return null;
    return [entry.level, entry.msg, entry.error].filter(Boolean).join(": ");
  } catch {
    return line;
  }
}
