import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { Resolver } from "node:dns/promises";
import { mkdirSync, writeFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { getFreePort } from "@/e2e/support/free-port";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { getToolPath } from "@/e2e/support/tool-path";
import { startProcess } from "@/lib/edge/managed-process";
import { timeLimit } from "@/scripts/time-limit.mjs";

export type Zone = {
  /** Without a final dot. */
  name: string;
  /** Additional lines of the zone file; names without a final dot are relative to the zone. */
  records?: string[];
  /** Nameservers and their addresses. Default: `ns1` and `ns2` of the zone, at the server's first two addresses. */
  nameservers?: Record<string, string[]>;
  /** SOA minimum. Default 5. */
  negativeTtlSeconds?: number;
  /** The whole zone file, such as a signed one, instead of `records` and `nameservers`. null: unreadable, which is SERVFAIL. */
  file?: string | null;
};

export type KnotOptions = {
  zones: Zone[];
  /** Set if another server already uses the same port: nameservers differ only by address. */
  port?: number;
  /** Default: two loopback addresses, and IPv6 if the machine has it. */
  addresses?: string[];
};

export type Knot = {
  port: number;
  /** Every address that it listens on, all with the same port. */
  addresses: string[];
  /** For clients that send RFC 2136 updates themselves. */
  tsig: { name: string; algorithm: "hmac-sha256"; secret: string };
  /** The same, without the right to transfer zones. */
  updateOnly: { name: string; algorithm: "hmac-sha256"; secret: string };
  /** Lines of one RFC 2136 update, such as `add www.example.test. 60 CNAME edge.test.` or `delete www.example.test. TXT`. */
  update: (zone: string, lines: string[]) => Promise<void>;
  /** Adds a zone; resolves once the server answers for it. */
  addZone: (zone: Zone) => Promise<void>;
  stop: () => Promise<void>;
};

const READY_TIMEOUT_MS = timeLimit(30_000);
const UPDATE_TIMEOUT_MS = timeLimit(30_000);
const POLL_MS = 20;

/** An authoritative DNS server on loopback that accepts signed updates. */
export async function startKnot({ zones, ...options }: KnotOptions): Promise<Knot> {
  const port = options.port ?? (await getFreePort());
  const addresses = options.addresses ?? ["127.0.0.1", "127.0.0.2", ...(hasIpv6Loopback() ? ["::1"] : [])];
  const first = addresses[0] ?? "127.0.0.1";
  const scratch = createScratchDirectory("knot");
  const tsig = { name: "latchkey-test", algorithm: "hmac-sha256", secret: randomBytes(32).toString("base64") } as const;
  const updateOnly = { ...tsig, name: "latchkey-update", secret: randomBytes(32).toString("base64") };
  const served = [...zones];
  const configPath = join(scratch.path, "knot.conf");
  for (const folder of ["zones", "db"]) mkdirSync(join(scratch.path, folder));

  const writeZone = (zone: Zone) => {
    if (zone.file === null) return;
    // Knot uses an empty name for the root.
    const name = zone.name === "." ? "" : zone.name;
    writeFileSync(join(scratch.path, "zones", `${name}.zone`), zone.file ?? zoneFile(zone, addresses));
  };
  const writeConfig = () =>
    writeFileSync(configPath, configFile(scratch.path, port, addresses, [tsig, updateOnly], served));
  for (const zone of served) writeZone(zone);
  writeConfig();

  const server = await startProcess({
    name: "knotd",
    command: getToolPath("knot"),
    args: ["-c", configPath],
    env: {},
    logPath: join(scratch.path, "knot.log"),
    readyTimeoutMs: READY_TIMEOUT_MS,
    ready: async () => {
      for (const { name, file } of served) if (file !== null && !(await answersFor(name, first, port))) return false;
      return true;
    },
  });

  return {
    port,
    addresses,
    tsig,
    updateOnly,
    update: (zone, lines) => sendUpdate(zone, lines, { address: first, port }, tsig),
    addZone: async (zone) => {
      served.push(zone);
      writeZone(zone);
      writeConfig();
      process.kill(server.pid, "SIGHUP");
      const deadline = Date.now() + READY_TIMEOUT_MS;
      while (!(await answersFor(zone.name, first, port))) {
        if (Date.now() > deadline) throw new Error(`Knot does not serve ${zone.name}:\n${server.tail().join("\n")}`);
        await setTimeout(POLL_MS);
      }
    },
    stop: async () => {
      await server.stop();
      scratch.remove();
    },
  };
}

function hasIpv6Loopback(): boolean {
  return Object.values(networkInterfaces()).some((entries) => entries?.some(({ address }) => address === "::1"));
}

/** The text of a zone file; `addresses` are those of the server that will load it. */
export function zoneFile(
  { name, records = [], nameservers, negativeTtlSeconds = 5 }: Zone,
  addresses: string[],
): string {
  const servers = nameservers ?? { [`ns1.${name}`]: addresses.slice(0, 1), [`ns2.${name}`]: addresses.slice(1, 2) };
  const lines = [
    `$ORIGIN ${name === "." ? "." : `${name}.`}`,
    "$TTL 60",
    `@ SOA ns1 hostmaster 1 3600 600 86400 ${negativeTtlSeconds}`,
    ...Object.keys(servers).map((server) => `@ NS ${server}.`),
  ];
  for (const [server, hosts] of Object.entries(servers)) {
    if (name !== "." && server !== name && !server.endsWith(`.${name}`)) continue;
    for (const host of hosts) lines.push(`${server}. ${host.includes(":") ? "AAAA" : "A"} ${host}`);
  }
  return `${[...lines, ...records].join("\n")}\n`;
}

function configFile(
  directory: string,
  port: number,
  addresses: string[],
  keys: readonly [Knot["tsig"], Knot["updateOnly"]],
  zones: Zone[],
): string {
  const [tsig, updateOnly] = keys;
  return `server:
  rundir: "${directory}"
  listen: [ ${addresses.map((address) => `${address}@${port}`).join(", ")} ]
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
log:
  - target: stderr
    any: info
database:
  storage: "${join(directory, "db")}"
key:
${keys.map(({ name, algorithm, secret }) => `  - id: ${name}\n    algorithm: ${algorithm}\n    secret: ${secret}`).join("\n")}
acl:
  - id: update
    key: ${tsig.name}
    action: [ update, transfer ]
  - id: update-only
    key: ${updateOnly.name}
    action: update
template:
  - id: default
    storage: "${join(directory, "zones")}"
    file: "%s.zone"
    zonefile-sync: -1
    zonefile-load: difference-no-serial
    journal-content: all
    semantic-checks: off
    acl: [ update, update-only ]
zone:
${zones.map(({ name }) => `  - domain: ${name}`).join("\n")}
`;
}

async function answersFor(zone: string, address: string, port: number): Promise<boolean> {
  const resolver = new Resolver({ timeout: 500, tries: 1 });
  resolver.setServers([`${address}:${port}`]);
  return resolver.resolveSoa(zone).then(
    () => true,
    () => false,
  );
}

type Place = { address: string; port: number };

function sendUpdate(zone: string, lines: string[], { address, port }: Place, tsig: Knot["tsig"]): Promise<void> {
  const script = [`server ${address} ${port}`, `zone ${zone}.`, ...lines.map((line) => `update ${line}`), "send", ""];
  return new Promise((resolve, reject) => {
    const client = spawn(getToolPath("knot", "update"), ["-y", `${tsig.algorithm}:${tsig.name}:${tsig.secret}`], {
      env: {} as NodeJS.ProcessEnv,
      stdio: ["pipe", "pipe", "pipe"],
      timeout: UPDATE_TIMEOUT_MS,
    });
    let said = "";
    client.stdout.on("data", (chunk) => {
      said += chunk;
    });
    client.stderr.on("data", (chunk) => {
      said += chunk;
    });
    client.on("error", reject);
    client.on("close", (code) => {
      if (code === 0 && !/error|failed/i.test(said)) resolve();
      else reject(new Error(`the update of ${zone} was refused: ${said.trim() || `exit code ${code}`}`));
    });
    client.stdin.end(script.join("\n"));
  });
}
