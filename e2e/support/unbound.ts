import { Resolver } from "node:dns/promises";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { getFreePort } from "@/e2e/support/free-port";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { getToolPath } from "@/e2e/support/tool-path";
import { startProcess } from "@/lib/edge/managed-process";

export type Unbound = { port: number; address: string; stop: () => Promise<void> };

const READY_TIMEOUT_MS = 10_000;

/**
 * A caching resolver on 127.0.0.1. `stubs` says which authority is asked for which zone; the zone `.` sends all
 * questions to one authority, so that zones which are added to it later are found too and nothing leaves the machine.
 */
export async function startUnbound({
  stubs,
}: {
  stubs: Record<string, { address: string; port: number }>;
}): Promise<Unbound> {
  const port = await getFreePort();
  const scratch = createScratchDirectory("unbound");
  const configPath = join(scratch.path, "unbound.conf");
  writeFileSync(configPath, configFile(scratch.path, port, stubs));
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

function configFile(directory: string, port: number, stubs: Record<string, { address: string; port: number }>): string {
  // Unbound asks a root that is a stub for its own nameservers first; one that it forwards to is taken as it is.
  const zones = Object.entries(stubs).map(([zone, authority]) =>
    zone === "."
      ? `forward-zone:\n  name: "."\n  forward-addr: ${authority.address}@${authority.port}`
      : `stub-zone:\n  name: "${zone}"\n  stub-addr: ${authority.address}@${authority.port}`,
  );
  return `server:
  interface: 127.0.0.1
  port: ${port}
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
  module-config: "iterator"
  qname-minimisation: no
  local-zone: "test." nodefault
remote-control:
  control-enable: no
${zones.join("\n")}
`;
}

// Any answer will do, a refusal too: only silence says that it is not there yet.
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
