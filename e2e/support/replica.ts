import { execFile } from "node:child_process";
import { chownSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { getFreePort } from "@/e2e/support/free-port";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { getToolPath } from "@/e2e/support/tool-path";
import { findUnprivilegedUser } from "@/e2e/support/unprivileged-user";
import { startProcess } from "@/lib/edge/managed-process";
import { timeLimit } from "@/scripts/time-limit.mjs";

export type Replica = {
  /** The URL of the primary's database, here. */
  urlOf(primaryUrl: string): string;
  query<R extends object>(sql: string): Promise<R[]>;
  stop(): Promise<void>;
  /** Again on the same port, with the same data. */
  restart(): Promise<void>;
  remove(): void;
};

/** A streaming replica of a PostgreSQL that was started with `replicated`. */
export async function startReplica(primaryUrl: string): Promise<Replica> {
  const scratch = createScratchDirectory("replica");
  const user = await findUnprivilegedUser();
  if (user) chownSync(scratch.path, user.uid, user.gid);
  const dataDir = join(scratch.path, "data");
  const bin = (name: string) => join(getToolPath("postgres", "binDir"), name);
  const port = await getFreePort();
  // -R: its connection to the primary, and the mark of a standby.
  const copy = ["-D", dataDir, "-R", "-c", "fast", "--no-sync", "-d", primaryUrl.replace(/\/\w+$/, "")];
  await promisify(execFile)(bin("pg_basebackup"), copy, {
    env: {} as NodeJS.ProcessEnv,
    cwd: scratch.path,
    uid: user?.uid,
    gid: user?.gid,
  });
  const url = new URL(primaryUrl);
  url.port = String(port);
  async function query<R extends object>(sql: string): Promise<R[]> {
    const client = new Client({ connectionString: url.href, connectionTimeoutMillis: 5_000 });
    client.on("error", () => undefined);
    await client.connect();
    try {
      return (await client.query<R>(sql)).rows;
    } finally {
      await client.end();
    }
  }
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200", "fsync=off"];
  const start = () =>
    startProcess({
      name: "replica",
      command: bin("postgres"),
      args: ["-D", dataDir, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])],
      env: {},
      cwd: scratch.path,
      user: user?.name ?? null,
      stopSignal: "SIGINT",
      logPath: join(scratch.path, "postgres.log"),
      readyTimeoutMs: timeLimit(30_000),
      ready: () =>
        query("SELECT 1").then(
          () => true,
          () => false,
        ),
    });
  let server = await start();
  return {
    urlOf(primary) {
      const there = new URL(primary);
      there.port = String(port);
      return there.href;
    },
    query,
    stop: () => server.stop(),
    async restart() {
      server = await start();
    },
    remove: scratch.remove,
  };
}
