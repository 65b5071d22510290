import { chownSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { getFreePort } from "@/e2e/support/free-port";
import { type PgBouncer, startPgBouncer } from "@/e2e/support/pgbouncer";
import { renderTemplate } from "@/e2e/support/render-template";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { getToolPath } from "@/e2e/support/tool-path";
import { findUnprivilegedUser } from "@/e2e/support/unprivileged-user";
import { type ManagedProcess, startProcess } from "@/lib/edge/managed-process";
import { timeLimit } from "@/scripts/time-limit.mjs";

/** Three database machines and one in front of them, all on loopback, with the files of `deploy/ha`. */
export type Cluster = {
  /** Through PgBouncer. */
  url: string;
  /** Past it: through HAProxy to the primary, or to a replica. */
  directUrl: string;
  replicaUrl: string;
  /** The machine whose PostgreSQL is the primary. @throws Error where there is none */
  primary(): Promise<number>;
  /** Members that follow the primary, by its own count. */
  replicas(): Promise<string[]>;
  /** Stops what sends changes from the primary to the others, until the primary is killed. */
  holdReplication(): Promise<void>;
  /** kill -9 of all that runs on a machine: PostgreSQL, Patroni and etcd, as when its power fails. */
  kill(node: number): Promise<void>;
  /** The same machine, with its old data. */
  restart(node: number): Promise<void>;
  /** On the primary, as a superuser. */
  query<R extends object>(sql: string, values?: readonly unknown[]): Promise<R[]>;
  stop(): Promise<void>;
};

type Ports = { etcd: number; etcdPeer: number; postgres: number; patroni: number };
type Node = { name: string; dir: string; ports: Ports; processes: ManagedProcess[] };

const templates = join(import.meta.dirname, "../../deploy/ha");
const passwords = { LATCHKEY_PASSWORD: "app-pw", SUPERUSER_PASSWORD: "super-pw", REPLICATION_PASSWORD: "repl-pw" };
const REWIND_PASSWORD = "rewind-pw";
const ATTEMPTS = 20;
const PAUSE_MS = 500;
const START_MS = timeLimit(90_000);

export async function startCluster(): Promise<Cluster> {
  const scratch = createScratchDirectory("ha");
  const user = await findUnprivilegedUser();
  const owned = (path: string) => {
    if (user) chownSync(path, user.uid, user.gid);
    return path;
  };
  owned(scratch.path);
  const nodes: Node[] = [];
  /** What sends changes from the primary and is stopped. */
  let held: number[] = [];
  for (const number of [1, 2, 3]) {
    const dir = join(scratch.path, `node${number}`);
    mkdirSync(dir, { mode: 0o700 });
    owned(dir);
    nodes.push({ name: `node${number}`, dir, ports: await freePorts(), processes: [] });
  }
  const [primaryPort, replicaPort] = [await getFreePort(), await getFreePort()];
  const shared = {
    ETCD_CLUSTER: nodes.map(({ name, ports }) => `${name}=http://127.0.0.1:${ports.etcdPeer}`).join(","),
    ETCD_HOSTS: nodes.map(({ ports }) => `127.0.0.1:${ports.etcd}`).join(","),
    POSTGRES_BIN_DIR: getToolPath("postgres", "binDir"),
    NETWORK: "127.0.0.1/32",
    PRIMARY_PORT: primaryPort,
    REPLICA_PORT: replicaPort,
    REWIND_PASSWORD,
    ...passwords,
    ...Object.fromEntries(
      nodes.flatMap(({ ports }, index) => [
        [`ADDRESS_${index + 1}`, "127.0.0.1"],
        [`POSTGRES_PORT_${index + 1}`, ports.postgres],
        [`PATRONI_PORT_${index + 1}`, ports.patroni],
      ]),
    ),
  };

  function run(node: Node, name: "etcd" | "patroni", args: (file: string) => string[], ready: () => Promise<boolean>) {
    const file = `${name}.yml`;
    const { ports } = node;
    renderTemplate(join(templates, file), join(node.dir, file), {
      ...shared,
      NODE: node.name,
      ADDRESS: "127.0.0.1",
      DATA_DIR: node.dir,
      ETCD_PORT: ports.etcd,
      ETCD_PEER_PORT: ports.etcdPeer,
      PATRONI_PORT: ports.patroni,
      POSTGRES_PORT: ports.postgres,
    });
    owned(join(node.dir, file));
    return startProcess({
      name: `${name} of ${node.name}`,
      command: getToolPath(name),
      args: args(join(node.dir, file)),
      env: { PATH: process.env.PATH ?? "", HOME: node.dir, LANG: "C.UTF-8" },
      cwd: node.dir,
      user: user?.name ?? null,
      logPath: join(node.dir, `${name}.log`),
      readyTimeoutMs: START_MS,
      ready,
    });
  }

  const startEtcd = (node: Node) =>
    run(
      node,
      "etcd",
      (file) => ["--config-file", file],
      () => isOk(`http://127.0.0.1:${node.ports.etcd}/health`),
    );
  const startPatroni = (node: Node) =>
    run(
      node,
      "patroni",
      (file) => [file],
      () => isOk(`http://127.0.0.1:${node.ports.patroni}/health`),
    );

  async function primary(): Promise<number> {
    const answers = await Promise.all(nodes.map(({ ports }) => isOk(`http://127.0.0.1:${ports.patroni}/primary`)));
    const index = answers.indexOf(true);
    if (index === -1) throw new Error("there is no primary");
    return index;
  }

  const query = <R extends object>(sql: string, values: readonly unknown[] = [], database = "latchkey") =>
    queryAt<R>({ port: primaryPort, database }, sql, values);

  async function kill(index: number): Promise<void> {
    const node = nodes[index];
    if (!node) throw new Error(`there is no machine ${index}`);
    const pids = [postmasterPid(node), ...held, ...node.processes.map(({ pid }) => pid)];
    for (const pid of pids) if (pid !== null) process.kill(pid, "SIGKILL");
    await Promise.all(node.processes.map(({ exited }) => exited));
    node.processes = [];
    held = [];
  }

  const etcds = await Promise.all(nodes.map(startEtcd));
  for (const [index, node] of nodes.entries()) node.processes.push(...etcds.slice(index, index + 1));
  // The first one makes the database, and the others copy it.
  for (const node of nodes) node.processes.push(await startPatroni(node));

  renderTemplate(join(templates, "haproxy.cfg"), join(scratch.path, "haproxy.cfg"), shared);
  const haproxy = await startProcess({
    name: "haproxy",
    command: getToolPath("haproxy"),
    args: ["-db", "-f", join(scratch.path, "haproxy.cfg")],
    env: {},
    logPath: join(scratch.path, "haproxy.log"),
    readyTimeoutMs: START_MS,
    // Until its first checks, it takes each of the three for a primary.
    ready: () =>
      query(`CREATE ROLE latchkey LOGIN PASSWORD '${passwords.LATCHKEY_PASSWORD}'`, [], "postgres").then(
        () => true,
        () => false,
      ),
  });
  const database = async () => void (await query("CREATE DATABASE latchkey OWNER latchkey", [], "postgres"));
  for (let attempt = 1; ; attempt += 1) {
    const failure = await database().then(
      () => null,
      (error) => error,
    );
    if (failure === null) break;
    if (attempt === ATTEMPTS) throw failure;
    await sleep(PAUSE_MS);
  }
  const bouncer: PgBouncer = await startPgBouncer({ to: primaryPort, password: passwords.LATCHKEY_PASSWORD });
  const urlOf = (port: number) => `postgresql://latchkey:${passwords.LATCHKEY_PASSWORD}@127.0.0.1:${port}/latchkey`;

  return {
    url: urlOf(bouncer.port),
    directUrl: urlOf(primaryPort),
    replicaUrl: urlOf(replicaPort),
    primary,
    query,
    async replicas() {
      const rows = await query<{ name: string }>(
        "SELECT application_name AS name FROM pg_stat_replication WHERE state = 'streaming' ORDER BY 1",
      );
      return rows.map(({ name }) => name);
    },
    async holdReplication() {
      const senders = await query<{ pid: number }>("SELECT pid FROM pg_stat_replication");
      held = senders.map(({ pid }) => pid);
      for (const pid of held) process.kill(pid, "SIGSTOP");
    },
    kill,
    async restart(index) {
      const node = nodes[index];
      if (!node) throw new Error(`there is no machine ${index}`);
      node.processes.push(await startEtcd(node));
      node.processes.push(await startPatroni(node));
    },
    async stop() {
      await bouncer.stop();
      await haproxy.stop();
      await Promise.all(nodes.map((_, index) => kill(index)));
      scratch.remove();
    },
  };
}

async function queryAt<R extends object>(
  { port, database = "postgres" }: { port: number; database?: string },
  sql: string,
  values: readonly unknown[] = [],
): Promise<R[]> {
  const client = new Client({
    connectionString: `postgresql://postgres:${passwords.SUPERUSER_PASSWORD}@127.0.0.1:${port}/${database}`,
    connectionTimeoutMillis: 5_000,
  });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<R>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}

async function freePorts(): Promise<Ports> {
  return {
    etcd: await getFreePort(),
    etcdPeer: await getFreePort(),
    postgres: await getFreePort(),
    patroni: await getFreePort(),
  };
}

/** null: no PostgreSQL runs on this machine's data. */
function postmasterPid({ dir }: Node): number | null {
  const path = join(dir, "postgres/postmaster.pid");
  if (!existsSync(path)) return null;
  const [pid] = readFileSync(path, "utf8").split("\n");
  // The file of a killed one stays, and its number may be another program's by now.
  const commandLine = `/proc/${pid}/cmdline`;
  return existsSync(commandLine) && readFileSync(commandLine, "utf8").includes(dir) ? Number(pid) : null;
}

function isOk(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    ({ status }) => status === 200,
    () => false,
  );
}
