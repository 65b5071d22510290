import { Agent, request as httpRequest } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { getFreePort } from "@/e2e/support/free-port";
import { sandboxKey } from "@/e2e/support/latchkey";
import type { Release } from "@/e2e/support/release";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { type ManagedProcess, startProcess } from "@/lib/edge/managed-process";
import { timeLimit } from "@/scripts/time-limit.mjs";

export type Answer = { status: number; body: unknown };

export type Call = {
  method: "GET" | "POST";
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
};

/** Two places for servers on one database, and a balancer in front of them. */
export type TwoInstances = {
  edgeToken: string;
  /** Starts a release in place 0 or 1. Resolves when it is ready. */
  start(place: 0 | 1, release: Release): Promise<ManagedProcess>;
  /** SIGTERM, until it has ended. @throws Error where it did not end well */
  stop(place: 0 | 1): Promise<void>;
  /**
   * As Caddy does: to one place after the other, without one that says it is about to stop, and to the other one where nobody
   * takes the connection. With `replay`, a
   * request that may be repeated is also sent again where a connection that had been used before ended without an answer,
   * which is what Go's client does.
   * @throws Error where the request failed for the caller
   */
  call(call: Call): Promise<Answer>;
  /** From place 0. */
  download(path: string, headers: Record<string, string>): Promise<Buffer>;
  log(place: 0 | 1): string[];
  close(): Promise<void>;
};

const readyTimeoutMs = timeLimit(60_000);
/** As `health_interval` of the Caddyfile. */
const healthEveryMs = 1_000;
/** As `lb_try_duration` of the Caddyfile, and longer for a busy machine. */
const tryForMs = timeLimit(5_000);
const tryEveryMs = 50;
const edgeToken = "two-instances-share-this-edge-token";
const internalToken = "two-instances-and-their-monitoring";

export async function createTwoInstances(options: {
  databaseUrl: string;
  dnsPort: number;
  replay: boolean;
}): Promise<TwoInstances> {
  const scratch = createScratchDirectory("two-instances");
  const ports = [await getFreePort(), await getFreePort()] as const;
  const agent = new Agent({ keepAlive: true });
  const running: (ManagedProcess | null)[] = [null, null];
  const healthy = [true, true];
  let started = 0;
  let turn = 0;

  function send(port: number, { method, path, body, headers }: Call): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const sent = httpRequest(
        {
          agent,
          host: "127.0.0.1",
          port,
          method,
          path,
          headers: {
            authorization: `Bearer ${sandboxKey}`,
            ...(text === undefined ? {} : { "content-type": "application/json" }),
            ...headers,
          },
        },
        (response) => {
          let received = "";
          response.setEncoding("utf8").on("data", (chunk: string) => {
            received += chunk;
          });
          response.once("error", reject);
          response.once("end", () =>
            resolve({ status: response.statusCode ?? 0, body: received === "" ? null : JSON.parse(received) }),
          );
        },
      );
      sent.once("error", (error) => reject(Object.assign(error, { reused: sent.reusedSocket })));
      sent.end(text);
    });
  }

  const health = setInterval(() => {
    ports.forEach((port, place) => {
      fetch(`http://127.0.0.1:${port}/healthz/live`)
        .then(async (response) => {
          await response.arrayBuffer();
          return response.ok;
        })
        .catch(() => false)
        .then((isHealthy) => {
          healthy[place] = isHealthy;
        });
    });
  }, healthEveryMs);

  return {
    edgeToken,
    async start(place, release) {
      started += 1;
      const logPath = join(scratch.path, `server-${started}.log`);
      const url = `http://127.0.0.1:${ports[place]}`;
      const env = {
        PATH: process.env.PATH ?? "",
        NODE_ENV: "production",
        LATCHKEY_MODE: "sandbox",
        LOG_LEVEL: "info",
        SANDBOX_DATABASE_URL: options.databaseUrl,
        HOST: "127.0.0.1",
        PORT: String(ports[place]),
        CONTROLPLANE_URL: ports.map((port) => `http://127.0.0.1:${port}`).join(","),
        DATA_DIR: join(scratch.path, `data-${place}`),
        INTERNAL_TOKEN: internalToken,
        EDGE_TOKEN: edgeToken,
        EDGE_HTTPS_PORT: String(await getFreePort()),
        SANDBOX_DNS_PORT: String(await getFreePort()),
        DNS_RESOLVERS: `127.0.0.1:${options.dnsPort}`,
        DNS_AUTHORITATIVE_PORT: String(options.dnsPort),
        DATABASE_POOL_SIZE: "8",
        API_RATE_LIMIT: "1000000",
      };
      const one = await startProcess({
        name: `server ${place}`,
        command: process.execPath,
        args: [release.script],
        env,
        cwd: release.folder,
        logPath,
        readyTimeoutMs,
        ready: () =>
          fetch(`${url}/healthz`, { headers: { "x-latchkey-token": internalToken } }).then(
            async (response) => {
              await response.arrayBuffer();
              return response.ok;
            },
            () => false,
          ),
      });
      running[place] = one;
      return one;
    },
    async stop(place) {
      const one = running[place];
      if (!one) throw new Error(`no server runs in place ${place}`);
      await one.stop({ graceMs: timeLimit(20_000) });
      const { code, signal } = await one.exited;
      if (code !== 0) throw new Error(`the server ended with ${code ?? signal}: ${one.tail().slice(-5).join("\n")}`);
    },
    async call(call) {
      const endsAt = performance.now() + tryForMs;
      turn += 1;
      let place = turn;
      let replays = 0;
      for (;;) {
        // Where none is healthy, each may have become so.
        if (healthy[place % 2] === false && healthy[(place + 1) % 2] === true) place += 1;
        try {
          return await send(ports[place % 2] ?? 0, call);
        } catch (error) {
          const { code, reused } = error as NodeJS.ErrnoException & { reused?: boolean };
          const isRefused = code === "ECONNREFUSED";
          const mayReplay = call.method === "GET" || call.headers?.["idempotency-key"] !== undefined;
          const isReplayed = options.replay && reused === true && mayReplay && replays < 3;
          if ((!isRefused && !isReplayed) || performance.now() > endsAt) {
            throw new Error(`${call.method} ${call.path}: ${(error as Error).message} (${code})`, { cause: error });
          }
          if (isRefused) await sleep(tryEveryMs);
          else replays += 1;
          place += 1;
        }
      }
    },
    async download(path, headers) {
      const response = await fetch(`http://127.0.0.1:${ports[0]}${path}`, { headers });
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      return Buffer.from(await response.arrayBuffer());
    },
    log: (place) => running[place]?.tail() ?? [],
    async close() {
      clearInterval(health);
      agent.destroy();
      for (const one of running) await one?.stop();
      scratch.remove();
    },
  };
}
