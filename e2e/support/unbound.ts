import { Resolver } from "node:dns/promises";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { getFreePort } from "@/e2e/support/free-port";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { getToolPath } from "@/e2e/support/tool-path";
import { startProcess } from "@/lib/edge/managed-process";
import { timeLimit } from "@/scripts/time-limit.mjs";

export type Unbound = { port: number; address: string; stop: () => Promise<void> };

type Authority = { address: string; port: number };

export type UnboundOptions = {
  /** Several authorities for one zone are its nameservers. */
  stubs: Record<string, Authority | readonly Authority[]>;
  /** The root's NS and address records: it starts there and follows referrals, to port 53. */
  rootHints?: readonly string[];
  /** DNSKEY or DS records in presentation format. With any, it validates (RFC 4035); names outside them count as unsigned. */
  trustAnchors?: readonly string[];
  /** Additional addresses that it answers on, for wrong delegations to a resolver. */
  listenAlso?: readonly Authority[];
};

const READY_TIMEOUT_MS = timeLimit(30_000);

/**
 * A caching resolver on 127.0.0.1. `stubs` maps zones to authorities. The zone `.` sends all queries to one authority,
 * so that zones added there later are found too, and nothing leaves the machine.
 */
export async function startUnbound(options: UnboundOptions): Promise<Unbound> {
  const port = await getFreePort();
  const scratch = createScratchDirectory("unbound");
  const configPath = join(scratch.path, "unbound.conf");
  if (options.rootHints !== undefined)
    writeFileSync(join(scratch.path, "root.hints"), `${options.rootHints.join("\n")}\n`);
  writeFileSync(configPath, configFile(scratch.path, port, options));
  const server = await startProcess({
    name: "unbound",
    command: getToolPath("unbound"),
    args: ["-d", "-c", configPath],
    env: {},
    logPath: join(scratch.path, "unbound.log"),
    readyTimeoutMs: READY_TIMEOUT_MS,
    ready: () => isAnswering(port),
  });
  return {
    port,
    address: `127.0.0.1:${port}`,
    stop: async () => {
      await server.stop();
      scratch.remove();
    },
  };
}

function configFile(
  directory: string,
  port: number,
  { stubs, rootHints, trustAnchors = [], listenAlso = [] }: UnboundOptions,
): string {
  const place = ({ address, port }: Authority) => `${address}@${port}`;
  // Unbound first asks a stub root for its nameservers. A forwarded root is used directly.
  const zones = Object.entries(stubs).map(([zone, authorities]) => {
    const kind = zone === "." ? "forward" : "stub";
    const lines = [authorities].flat().map((authority) => `  ${kind}-addr: ${place(authority)}`);
    return [`${kind}-zone:`, `  name: "${zone}"`, ...lines].join("\n");
  });
  return `server:
  interface: 127.0.0.1
${listenAlso.map((authority) => `  interface: ${place(authority)}\n`).join("")}  port: ${port}
  access-control: 127.0.0.0/8 allow
  do-not-query-localhost: no
  do-daemonize: no
  directory: "${directory}"
  chroot: ""
  username: ""
  pidfile: ""
  use-syslog: no
  logfile: ""
  num-threads: 1
  # It asks from ports of its own choice: those are for servers.
  outgoing-port-avoid: 0-32767
  module-config: "${trustAnchors.length > 0 ? "validator iterator" : "iterator"}"
${trustAnchors.map((anchor) => `  trust-anchor: "${anchor}"\n`).join("")}  qname-minimisation: no
${rootHints === undefined ? "" : hintedLines}  local-zone: "test." nodefault
  local-zone: "home.arpa." nodefault
remote-control:
  control-enable: no
${zones.join("\n")}
`;
}

// Proofs of denial are used for their own name only.
const hintedLines = `  root-hints: "root.hints"
  aggressive-nsec: no
  num-queries-per-thread: 4096
  outgoing-range: 8192
`;

// Any answer will do, even a refusal: only silence means that it is not ready.
async function isAnswering(port: number): Promise<boolean> {
  const resolver = new Resolver({ timeout: 500, tries: 1 });
  resolver.setServers([`127.0.0.1:${port}`]);
  try {
    await resolver.resolve4("localhost");
    return true;
  } catch (error) {
    return !["ECONNREFUSED", "ETIMEOUT"].includes((error as NodeJS.ErrnoException).code ?? "");
  }
}
