import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type BenchResponder, compileResponder, startResponder } from "@/bench/edge/start-responder";
import { readMemory } from "@/bench/machine";
import { type BenchServer, benchToken, startServer } from "@/bench/start-server";
import { getFreePort } from "@/e2e/support/free-port";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";

type Part = { start: () => Promise<BenchServer | BenchResponder>; running: BenchServer | BenchResponder | null };

/** Two apps, two workers and two responders on one database, each a process that can be killed and started again. */
export type Fleet = {
  names: readonly string[];
  /** Of the part, which keeps its address when it is started again. */
  urlOf(name: string): string;
  askPath(hostname: string): string;
  isRunning(name: string): boolean;
  /** kill -9, and the next one. Resolves when that is ready. */
  replace(name: string): Promise<void>;
  /** Resident megabytes of what runs, by part. */
  memory(): Record<string, number>;
  /** What arrived at the webhook receiver: the ids of messages, each once. */
  received: ReadonlySet<string>;
  receiverUrl: string;
  stop(): Promise<void>;
};

export async function startFleet(databaseUrl: string, env: Record<string, string>): Promise<Fleet> {
  await compileResponder();
  const stops: (() => unknown)[] = [];
  const received = new Set<string>();
  const receiver = createServer((request, response) => {
    request.resume();
    const { "webhook-id": id } = request.headers;
    if (typeof id === "string") received.add(id);
    response.end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  stops.push(() => {
    receiver.closeAllConnections();
    receiver.close();
  });

  const urls: Record<string, string> = {};
  const parts: Record<string, Part> = {};
  const edgeToken = `edge${benchToken}`;
  // The first one migrates, and its secrets are those of all.
  const first = await startServer(databaseUrl, { ...env, EDGE_TOKEN: edgeToken, WORKER_ENABLED: "0" });
  await first.stop();
  const addServer = async (name: string, own: Record<string, string>) => {
    const port = String(await getFreePort());
    const start = () => startServer(databaseUrl, { ...first.env, ...env, ...own, PORT: port });
    urls[name] = `http://127.0.0.1:${port}`;
    parts[name] = { start, running: await start() };
  };
  for (const name of ["app 1", "app 2"]) await addServer(name, { WORKER_ENABLED: "0" });
  for (const name of ["worker 1", "worker 2"]) await addServer(name, { WORKER_ENABLED: "1" });
  for (const name of ["edge 1", "edge 2"]) {
    const scratch = createScratchDirectory("soak-edge");
    stops.push(scratch.remove);
    const port = String(await getFreePort());
    const start = () =>
      startResponder(scratch.path, {
        EDGE_TOKEN: edgeToken,
        CONTROLPLANE_URL: `${urls["app 1"]},${urls["app 2"]}`,
        RESPONDER_PORT: port,
      });
    urls[name] = `http://127.0.0.1:${port}`;
    parts[name] = { start, running: await start() };
  }

  return {
    names: Object.keys(parts),
    urlOf: (name) => urls[name] ?? "",
    askPath: (hostname) => `/internal/ask?token=${benchToken}&domain=${hostname}`,
    isRunning: (name) => parts[name]?.running != null,
    async replace(name) {
      const part = parts[name];
      if (!part?.running) return;
      const { pid, exited } = part.running;
      part.running = null;
      process.kill(pid, "SIGKILL");
      await exited;
      part.running = await part.start();
    },
    memory: () =>
      Object.fromEntries(
        Object.entries(parts).flatMap(([name, { running }]) =>
          running ? [[name, readMemory(running.pid).residentMb]] : [],
        ),
      ),
    received,
    receiverUrl: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`,
    async stop() {
      for (const { running } of Object.values(parts)) await running?.stop();
      for (const stop of stops.reverse()) await stop();
    },
  };
}
