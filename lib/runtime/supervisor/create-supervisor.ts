import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { ProcessStartError } from "@/lib/edge/managed-process";
import { lockFile } from "@/lib/kernel/lock-file";
import type { Log } from "@/lib/kernel/log";
import { type Child, type ChildName, type ChildSpec, superviseChild } from "@/lib/runtime/supervisor/supervise-child";

export type Supervisor = {
  supervise(spec: ChildSpec): Child;
  /** Caddy ends first, so that it finishes open requests while the others still answer. At most 15 s. */
  stop(): Promise<void>;
};

const stopLimitMs = 14_000;
/** Caddy's own limit for open requests is 10 s: `grace_period` in the Caddyfile. */
const caddyGraceMs = 10_500;
/** What is left for the others when one took its whole time. */
const reserveMs: Record<ChildName, number> = { caddy: 3_500, app: 1_000, worker: 1_000, responder: 0 };
const stopOrder: readonly (readonly ChildName[])[] = [["caddy"], ["app", "worker"], ["responder"]];

/** The one supervisor of the processes that use this data folder. @throws ProcessStartError where another one runs */
export function createSupervisor({ dataDir, log }: { dataDir: string; log: Log }): Supervisor {
  const runDir = join(dataDir, "run");
  mkdirSync(runDir, { recursive: true, mode: 0o700 });
  const lock = lockFile(join(runDir, "supervisor.pid"));
  if (lock.heldBy !== null) {
    throw new ProcessStartError(
      `${resolve(dataDir)} is in use by process ${lock.heldBy}. Stop that one, or set DATA_DIR to another folder.`,
    );
  }
  const children = new Map<ChildName, Child>();
  return {
    supervise(spec) {
      const child = superviseChild(spec, { runDir, log });
      children.set(spec.name, child);
      return child;
    },
    async stop() {
      const deadline = performance.now() + stopLimitMs;
      for (const names of stopOrder) {
        await Promise.all(
          names.map((name) => {
            const leftMs = Math.max(500, deadline - performance.now() - reserveMs[name]);
            return children.get(name)?.stop(name === "caddy" ? Math.min(caddyGraceMs, leftMs) : leftMs);
          }),
        );
      }
      lock.unlock();
    },
  };
}
