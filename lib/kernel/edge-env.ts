import { isIP } from "node:net";
import { isHostPort, parseHostPort } from "@/lib/kernel/host-port";
import { canonicalAddress } from "@/lib/kernel/networks";
import { samePorts } from "@/lib/kernel/same-ports";

/** The configuration of the responder, and of `npm run edge`. What all edges have in common comes from the control plane. */
export type EdgeEnv = {
  controlplaneUrls: readonly string[];
  /** null: generated into the data folder. */
  edgeToken: string | null;
  internalToken: string | null;
  responderPort: number;
  dataDir: string;
  httpPort: number;
  httpsPort: number;
  /** The address that Caddy listens on; null: all of them. */
  bind: string | null;
  /** Where the control plane reaches this Caddy, as `host:port`. */
  probeAddress: string;
  logLevel: (typeof logLevels)[number];
  /** Recursive resolvers for the names of origins; null: the system's. */
  resolvers: readonly { host: string; port: number }[] | null;
  /** Our other programs, if they are on this machine: no origin may be one of them. */
  appPort: number;
  sandboxDnsPort: number;
  databaseUrls: readonly string[];
};

/** The environment of an edge is not valid. `problems` is a sentence per variable. */
export class EdgeEnvError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The environment is not complete:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.name = "EdgeEnvError";
    this.problems = problems;
  }
}

const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
const databaseNames = ["DATABASE_URL", "SANDBOX_DATABASE_URL", "DATABASE_DIRECT_URL", "DATABASE_REPLICA_URL"] as const;
const token = /^[\w-]{16,200}$/;

/** @throws EdgeEnvError with a sentence per variable that is malformed */
export function readEdgeEnv(source: Record<string, string | undefined>): EdgeEnv {
  const problems: string[] = [];
  const given = (name: string) => source[name] || null;

  function readPort(name: string, otherwise: number): number {
    const value = given(name);
    if (value === null) return otherwise;
    const port = Number(value);
    if (/^\d{1,5}$/.test(value) && port >= 1 && port <= 65_535) return port;
    problems.push(`${name}: a port between 1 and 65535`);
    return otherwise;
  }

  function readToken(name: string): string | null {
    const value = given(name);
    if (value === null || token.test(value)) return value;
    problems.push(`${name}: at least 16 letters, digits, - or _`);
    return null;
  }

  function readList(name: string): string[] {
    return (given(name) ?? "").split(/[\s,]+/).filter((item) => item !== "");
  }

  const bind = given("EDGE_BIND");
  if (bind !== null && canonicalAddress(bind) === null) problems.push("EDGE_BIND: one IP address of this machine");
  const probe = given("EDGE_PROBE_ADDRESS");
  if (probe !== null && !isHostPort(probe))
    problems.push("EDGE_PROBE_ADDRESS: a host with an optional port: 127.0.0.1:443");
  const urls = readList("CONTROLPLANE_URL");
  if (!urls.every(isOrigin)) problems.push("CONTROLPLANE_URL: one URL or several, such as https://app.example.com");
  const resolvers = readList("DNS_RESOLVERS").map((item) => parseHostPort(item, 53));
  if (!resolvers.every(({ host, port }) => isIP(host) !== 0 && port > 0 && port < 65_536))
    problems.push("DNS_RESOLVERS: IP addresses, each with an optional :port");
  const logLevel = logLevels.find((level) => level === (given("LOG_LEVEL") ?? "info"));
  if (logLevel === undefined) problems.push(`LOG_LEVEL: one of ${logLevels.join(", ")}`);
  const appPort = readPort("PORT", 3_000);
  const controlplaneUrls = urls.length > 0 ? urls.filter(isOrigin) : [`http://127.0.0.1:${appPort}`];
  const httpsPort = readPort("EDGE_HTTPS_PORT", 443);
  const env: EdgeEnv = {
    controlplaneUrls: controlplaneUrls.map((url) => new URL(url).origin),
    edgeToken: readToken("EDGE_TOKEN"),
    internalToken: readToken("INTERNAL_TOKEN"),
    responderPort: readPort("RESPONDER_PORT", 3_010),
    dataDir: given("DATA_DIR") ?? ".data",
    httpPort: readPort("EDGE_HTTP_PORT", 80),
    httpsPort,
    bind,
    probeAddress: probe ?? `127.0.0.1:${httpsPort}`,
    logLevel: logLevel ?? "info",
    resolvers: resolvers.length > 0 ? resolvers : null,
    appPort,
    sandboxDnsPort: readPort("SANDBOX_DNS_PORT", 5_353),
    databaseUrls: databaseNames.flatMap((name) => given(name) ?? []),
  };
  problems.push(
    ...samePorts([
      ["RESPONDER_PORT", env.responderPort],
      ["EDGE_HTTP_PORT", env.httpPort],
      ["EDGE_HTTPS_PORT", env.httpsPort],
    ]),
  );
  if (problems.length > 0) throw new EdgeEnvError(problems);
  return env;
}

/** The variables of this process, for what Caddy reads besides. */
export function processVariables(): Record<string, string | undefined> {
  return process.env;
}

/** The environment of this process. */
export function processEdgeEnv(): EdgeEnv {
  return readEdgeEnv(process.env);
}

function isOrigin(url: string): boolean {
  return URL.canParse(url) && /^https?:\/\/[^/\\?#@]+\/*$/i.test(url);
}
