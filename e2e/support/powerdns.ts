import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { getFreePort } from "@/e2e/support/free-port";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { getToolPath } from "@/e2e/support/tool-path";
import { startProcess } from "@/lib/edge/managed-process";
import { timeLimit } from "@/scripts/time-limit.mjs";

export type PowerDns = {
  /** DNS on 127.0.0.1. */
  port: number;
  /** The API's. */
  baseUrl: string;
  apiKey: string;
  /** One request to the API; `path` starts after `/zones`. @throws with the answer where it is no success */
  call: (method: string, path: string, body?: unknown) => Promise<string>;
  stop: () => Promise<void>;
};

const READY_TIMEOUT_MS = timeLimit(30_000);

/** PowerDNS on loopback, with its API and an SQLite database. Zones: without a final dot. */
export async function startPowerDns(zones: readonly { name: string; kind?: string }[]): Promise<PowerDns> {
  const [port, apiPort] = [await getFreePort(), await getFreePort()];
  const scratch = createScratchDirectory("powerdns");
  const apiKey = randomBytes(16).toString("hex");
  const database = join(scratch.path, "zones.sqlite3");
  createDatabase(database);
  writeFileSync(
    join(scratch.path, "pdns.conf"),
    configFile({ directory: scratch.path, database, port, apiPort, apiKey }),
  );
  const baseUrl = `http://127.0.0.1:${apiPort}`;

  async function call(method: string, path: string, body?: unknown): Promise<string> {
    const url = `${baseUrl}/api/v1/servers/localhost/zones${path}`;
    const headers = { "x-api-key": apiKey, "content-type": "application/json" };
    const response = await fetch(url, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text;
  }

  const server = await startProcess({
    name: "pdns_server",
    command: getToolPath("powerdns"),
    args: [`--config-dir=${scratch.path}`],
    env: {},
    logPath: join(scratch.path, "pdns.log"),
    readyTimeoutMs: READY_TIMEOUT_MS,
    ready: () =>
      call("GET", "").then(
        () => true,
        () => false,
      ),
  });
  for (const { name, kind = "Native" } of zones) {
    const nameservers = kind === "Native" ? [`ns1.${name}.`, `ns2.${name}.`] : [];
    await call("POST", "", {
      name: `${name}.`,
      kind,
      nameservers,
      ...(kind === "Slave" && { masters: ["127.0.0.1"] }),
    });
  }
  return {
    port,
    baseUrl,
    apiKey,
    call,
    stop: async () => {
      await server.stop();
      scratch.remove();
    },
  };
}

/** Python's own SQLite: the program sqlite3 is not everywhere. */
function createDatabase(path: string): void {
  const script = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript(open(sys.argv[2]).read())";
  const { status, stderr } = spawnSync(
    getToolPath("dnspython"),
    ["-c", script, path, getToolPath("powerdns", "schema")],
    {
      encoding: "utf8",
    },
  );
  if (status !== 0) throw new Error(`the database could not be made: ${stderr}`);
}

type Config = { directory: string; database: string; port: number; apiPort: number; apiKey: string };

function configFile({ directory, database, port, apiPort, apiKey }: Config): string {
  return `launch=gsqlite3
gsqlite3-database=${database}
local-address=127.0.0.1
local-port=${port}
socket-dir=${directory}
daemon=no
guardian=no
disable-syslog=yes
api=yes
api-key=${apiKey}
webserver=yes
webserver-address=127.0.0.1
webserver-port=${apiPort}
webserver-allow-from=127.0.0.1
cache-ttl=0
query-cache-ttl=0
negquery-cache-ttl=0
zone-cache-refresh-interval=0
dnsupdate=no
`;
}
