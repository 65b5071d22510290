import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { errorText } from "@/lib/kernel/errors";
import type { Log } from "@/lib/kernel/log";
import type { ProbeResult } from "@/lib/platform/ports/edge";

/** Where Caddy listens. */
export type HandshakeTarget = { host: string; port: number };
export type HandshakeRequest = { id: number; hostname: string; timeoutMs: number };
export type HandshakeReply = { id: number; result: ProbeResult } | { fault: string };

export type Handshakes = {
  /** Never rejects. */
  shakeHands(hostname: string): Promise<ProbeResult>;
  stop(): Promise<void>;
};

// An order takes a CA many seconds.
const timeoutMs = 20_000;
const restartDelayMs = 5_000;

/** Handshakes in a thread of their own. One that has ended is started again with the next handshake, not sooner than after 5 s. */
export function openHandshakes(target: HandshakeTarget, { log }: { log: Log }): Handshakes {
  const waiting = new Map<number, (result: ProbeResult) => void>();
  let thread: Worker | null = null;
  let endedAtMs = Number.NEGATIVE_INFINITY;
  let lastId = 0;
  let isStopped = false;

  function start(): Worker {
    const started = startThread(target);
    started.unref();
    started.on("message", (reply: HandshakeReply) => {
      if ("fault" in reply)
        return log.warn({ detail: reply.fault }, "the guardian's handshakes with this edge's Caddy fail");
      waiting.get(reply.id)?.(reply.result);
      waiting.delete(reply.id);
    });
    started.on("error", (error) => log.error({ err: errorText(error) }, "the guardian's thread failed"));
    started.on("exit", () => {
      if (thread === started) thread = null;
      endedAtMs = performance.now();
      for (const resolve of waiting.values()) resolve(noThread);
      waiting.clear();
    });
    return started;
  }

  return {
    shakeHands: (hostname) =>
      new Promise((resolve) => {
        if (isStopped || (thread === null && performance.now() - endedAtMs < restartDelayMs)) return resolve(noThread);
        try {
          thread ??= start();
        } catch (error) {
          endedAtMs = performance.now();
          log.error({ err: errorText(error) }, "the guardian's thread could not be started");
          return resolve(noThread);
        }
        lastId += 1;
        waiting.set(lastId, resolve);
        thread.postMessage({ id: lastId, hostname, timeoutMs } satisfies HandshakeRequest);
      }),
    async stop() {
      isStopped = true;
      await thread?.terminate();
    },
  };
}

const noThread: ProbeResult = { kind: "unreachable", code: "no_connection", reason: "the handshake was not made" };

function startThread(workerData: HandshakeTarget): Worker {
  const file = findThreadFile();
  if (file.endsWith(".js")) return new Worker(file, { workerData });
  // From source, as in development: Node has no loader for TypeScript in a thread.
  const code = `import("tsx/esm/api").then(({ register }) => { register(); return import(${JSON.stringify(pathToFileURL(file).href)}); })`;
  return new Worker(code, { eval: true, workerData });
}

/** The thread's file is an entry of the bundle, where this file is part of another one: so it is searched upwards. */
function findThreadFile(): string {
  const path = "lib/edge/guardian/handshake-thread";
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const found = [".js", ".ts"].map((ending) => join(folder, path + ending)).find((file) => existsSync(file));
    if (found !== undefined) return found;
    if (folder === dirname(folder)) throw new Error(`there is no ${path}.js: it belongs to the compiled responder`);
  }
}
