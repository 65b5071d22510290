import { connect, createServer } from "node:net";
import { resolve } from "node:path";
import { type ManagedProcess, ProcessStartError, startProcess } from "@/lib/edge/managed-process";

export type CaddySettings = {
  /** The app's instances, for the app's own site. */
  controlplaneUrls: readonly string[];
  responderUrl: string;
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
  /** Keys and certificates, and what Caddy saves besides. */
  storageDir: string;
  /** A file with a `storage` block of the operator's own, in place of `storageDir`. */
  storageFile: string | null;
  /** null: its standard error. */
  logPath: string | null;
  adminAddress: string | null;
  internalToken: string | null;
  /** Networks of load balancers in front of Caddy whose X-Forwarded-For it believes. */
  trustedProxies: readonly string[];
  /** PEM file of further roots that Caddy trusts when it talks to the CA and to HTTPS origins. */
  trustedRootsFile: string | null;
};

export type CaddyOptions = {
  bin: string;
  configPath: string;
  /** As made by `caddyEnvironment`. */
  env: Record<string, string>;
  /** For its standard error, and its log unless that is a file of its own. */
  logPath: string;
  readyTimeoutMs?: number;
};

const readyTimeoutMs = 20_000;
const connectTimeoutMs = 500;

/** The variables that the Caddyfile reads; what is null is left out, so that the Caddyfile's default applies. */
export function caddyEnvironment(settings: CaddySettings): Record<string, string> {
  const values: Record<string, string | null> = {
    CONTROLPLANE_URL: settings.controlplaneUrls.map(withoutSlash).join(" "),
    RESPONDER_URL: withoutSlash(settings.responderUrl),
    APP_URL: appSite(settings.appUrl),
    EDGE_HOSTNAME: settings.edgeHostname,
    EDGE_ISSUER: settings.issuer,
    ACME_EMAIL: settings.acmeEmail,
    EDGE_HTTP_PORT: String(settings.httpPort),
    EDGE_HTTPS_PORT: String(settings.httpsPort),
    EDGE_BIND: settings.bind,
    EDGE_STORAGE: settings.storageDir,
    EDGE_STORAGE_FILE: settings.storageFile,
    EDGE_LOG: settings.logPath && fileOutput(settings.logPath),
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

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}

/** Caddy rotates it, so that the log is bounded while Caddy runs and whatever happens to us. */
function fileOutput(path: string): string {
  return `file "${resolve(path)}" {\n\t\t\troll_size 10MiB\n\t\t\troll_keep 3\n\t\t}`;
}

function appSite(appUrl: string): string {
  const { hostname } = new URL(appUrl);
  const isLoopback = hostname === "[::1]" || /^127\./.test(hostname);
  return `https://${isLoopback ? "localhost" : hostname}`;
}

/** What starts Caddy with a Caddyfile. */
export function caddyArguments(configPath: string): string[] {
  return ["run", "--config", resolve(configPath), "--adapter", "caddyfile"];
}

/** Starts one Caddy, which ends with this process. Rejects with a readable reason when it does not become ready. */
export async function startCaddy(options: CaddyOptions): Promise<ManagedProcess> {
  const { env, logPath } = options;
  await assertCaddyPortsFree(env);
  return startProcess({
    name: "caddy",
    command: options.bin,
    args: caddyArguments(options.configPath),
    env,
    logPath,
    readyTimeoutMs: options.readyTimeoutMs ?? readyTimeoutMs,
    ready: () => isCaddyReady(env),
    readable: readableLogLine,
  });
}

/**
 * Caddy shares its ports (SO_REUSEPORT), so a second one would silently take half of the first one's visitors.
 * @throws ProcessStartError
 */
export async function assertCaddyPortsFree(env: Record<string, string>): Promise<void> {
  for (const { name, port } of portsOf(env)) await assertPortFree(name, port, env.EDGE_BIND || null);
}

/** Whether both of its ports accept connections. */
export async function isCaddyReady(env: Record<string, string>): Promise<boolean> {
  for (const { port } of portsOf(env)) if (!(await accepts(port, env.EDGE_BIND || "127.0.0.1"))) return false;
  return true;
}

function portsOf(env: Record<string, string>) {
  return [
    { name: "EDGE_HTTPS_PORT", port: Number(env.EDGE_HTTPS_PORT ?? 443) },
    { name: "EDGE_HTTP_PORT", port: Number(env.EDGE_HTTP_PORT ?? 80) },
  ];
}

/** @throws ProcessStartError with the name of the variable that chooses another port */
export function assertPortFree(name: string, port: number, host: string | null): Promise<void> {
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
    const socket = connect({ port, host, timeout: connectTimeoutMs });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolvePromise(answer);
    };
    socket.on("connect", () => settle(true));
    socket.on("error", () => settle(false));
    socket.on("timeout", () => settle(false));
  });
}

/** `level: message: cause` of one of Caddy's JSON log lines; informational ones are dropped, other text is passed through. */
export function readableLogLine(line: string): string | null {
  try {
    const entry = JSON.parse(line) as { level?: string; msg?: string; error?: string };
    if (entry.level === "info" || entry.level === "debug") return null;
    return [entry.level, entry.msg, entry.error].filter(Boolean).join(": ");
  } catch {
    return line;
  }
}
