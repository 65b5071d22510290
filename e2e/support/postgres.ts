import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { Client } from "pg";
import { getFreePort } from "@/e2e/support/free-port";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { getToolPath } from "@/e2e/support/tool-path";
import { findUnprivilegedUser } from "@/e2e/support/unprivileged-user";
import { startProcess } from "@/lib/edge/managed-process";
import { timeLimit } from "@/scripts/time-limit.mjs";

export type Postgres = {
  /** A superuser's URL, with the database `postgres`. */
  url: string;
  /** Creates an empty database; returns its URL. */
  createDatabase: () => Promise<string>;
  /** kill -9. Not for a shared server. */
  kill: () => Promise<void>;
  /** Again on the same port, with the same data. */
  restart: () => Promise<void>;
  stop: () => Promise<void>;
};

const READY_TIMEOUT_MS = timeLimit(30_000);
const RESTART_ATTEMPTS = 20;
const RESTART_PAUSE_MS = 250;
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "200",
  shared_buffers: "64MB",
  // A temporary cluster does not have to survive a power failure.
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  // Databases with few rows that exist for seconds: JIT and autovacuum are not worth it.
  jit: "off",
  autovacuum: "off",
};

/**
 * A temporary PostgreSQL on a free loopback port, or the running server at `sharedUrl`.
 * @param replicated a replica can follow it
 * @param durable what was committed is still there after `kill`
 * @param settings in place of those of a temporary cluster
 */
export async function startPostgres({
  sharedUrl,
  durable = false,
  replicated = false,
  settings = {},
}: {
  sharedUrl?: string;
  durable?: boolean;
  replicated?: boolean;
  settings?: Record<string, string>;
} = {}): Promise<Postgres> {
  if (sharedUrl) {
    const notOurs = () => Promise.reject(new Error("a shared server is not ours to kill"));
    const create = () => createDatabase(sharedUrl);
    return { url: sharedUrl, createDatabase: create, kill: notOurs, restart: notOurs, stop: async () => {} };
  }
  const scratch = createScratchDirectory("postgres");
  const user = await findUnprivilegedUser();
  if (user) chownSync(scratch.path, user.uid, user.gid);
  const dataDir = join(scratch.path, "data");
  const bin = (name: string) => join(getToolPath("postgres", "binDir"), name);
  const port = await getFreePort();

  const initArgs = ["-D", dataDir, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
  await promisify(execFile)(bin("initdb"), initArgs, {
    env: {} as NodeJS.ProcessEnv,
    cwd: scratch.path,
    uid: user?.uid,
    gid: user?.gid,
  });
  const start = () =>
    startProcess({
      name: "postgres",
      command: bin("postgres"),
      args: [
        "-D",
        dataDir,
        "-p",
        String(port),
        ...Object.entries({
          ...SETTINGS,
          ...(durable ? { synchronous_commit: "on" } : {}),
          ...(replicated ? { wal_level: "replica", max_wal_senders: "4" } : {}),
          ...settings,
        }).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
      ],
      env: {},
      cwd: scratch.path,
      user: user?.name ?? null,
      // A fast shutdown: SIGTERM would wait until every client disconnects.
      stopSignal: "SIGINT",
      logPath: join(scratch.path, "postgres.log"),
      readyTimeoutMs: READY_TIMEOUT_MS,
      ready: () => isAccepting(port),
    });
  let server = await start();
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  return {
    url,
    createDatabase: () => createDatabase(url),
    kill: async () => {
      process.kill(server.pid, "SIGKILL");
      await server.exited;
    },
    restart: async () => {
      // As long as a process of the killed one is left, it refuses to start.
      for (let attempt = 1; ; attempt += 1) {
        try {
          server = await start();
          return;
        } catch (error) {
          if (attempt === RESTART_ATTEMPTS) throw error;
          await sleep(RESTART_PAUSE_MS);
        }
      }
    },
    stop: async () => {
      await server.stop();
      scratch.remove();
    },
  };
}

async function isAccepting(port: number): Promise<boolean> {
  const isOpen = await new Promise<boolean>((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.destroy() && resolve(true));
    socket.on("error", () => resolve(false));
  });
  if (!isOpen) return false;
  const client = new Client({ connectionString: `postgresql://postgres@127.0.0.1:${port}/postgres` });
  client.on("error", () => {});
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}

async function createDatabase(url: string): Promise<string> {
  const name = `latchkey_${randomBytes(8).toString("hex")}`;
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
  const created = new URL(url);
  created.pathname = `/${name}`;
  return created.href;
}
