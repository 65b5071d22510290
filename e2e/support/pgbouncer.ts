import { chownSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { getFreePort } from "@/e2e/support/free-port";
import { renderTemplate } from "@/e2e/support/render-template";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { getToolPath } from "@/e2e/support/tool-path";
import { findUnprivilegedUser } from "@/e2e/support/unprivileged-user";
import { startProcess } from "@/lib/edge/managed-process";
import { timeLimit } from "@/scripts/time-limit.mjs";

export type PgBouncer = { port: number; stop(): Promise<void> };

const templates = join(import.meta.dirname, "../../deploy/ha");

/** PgBouncer as `deploy/ha` has it, in transaction pooling, in front of the PostgreSQL on a port of 127.0.0.1. */
export async function startPgBouncer(options: { to: number; password: string }): Promise<PgBouncer> {
  const scratch = createScratchDirectory("pgbouncer");
  const port = await getFreePort();
  const values = {
    PRIMARY_PORT: options.to,
    PGBOUNCER_PORT: port,
    PGBOUNCER_DIR: scratch.path,
    LATCHKEY_PASSWORD: options.password,
  };
  const user = await findUnprivilegedUser();
  const files = ["pgbouncer.ini", "userlist.txt"].map((name) => {
    renderTemplate(join(templates, name), join(scratch.path, name), values);
    return join(scratch.path, name);
  });
  if (user) for (const path of [scratch.path, ...files]) chownSync(path, user.uid, user.gid);
  const server = await startProcess({
    name: "pgbouncer",
    command: getToolPath("pgbouncer"),
    args: [join(scratch.path, "pgbouncer.ini")],
    env: {},
    cwd: scratch.path,
    user: user?.name ?? null,
    // At once, without waiting for its clients.
    stopSignal: "SIGTERM",
    logPath: join(scratch.path, "pgbouncer.log"),
    readyTimeoutMs: timeLimit(20_000),
    ready: () => isOpen(port),
  });
  return {
    port,
    async stop() {
      await server.stop();
      scratch.remove();
    },
  };
}

/** Whether something listens on a port of 127.0.0.1. */
function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}
