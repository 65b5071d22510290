import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { getFreePort } from "@/e2e/support/free-port";
import { startPostgres } from "@/e2e/support/postgres";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import {
  answerEdgeChanges,
  answerEdgeReport,
  answerEdgeSettings,
  answerEdgeSnapshot,
  maxReportBytes,
} from "@/lib/api/answer-edge";
import { answerRequest } from "@/lib/api/answer-request";
import { createConnections } from "@/lib/connections/create-connections";
import { createConnectionsSchema } from "@/lib/connections/schema";
import { transitionMany } from "@/lib/connections/transition";
import { type Database, openPostgres } from "@/lib/db/client";
import { applyMigrations, readMigrations } from "@/lib/db/migrate";
import { inTransaction } from "@/lib/db/transaction";
import { openControlPlane } from "@/lib/edge/control-plane/open-control-plane";
import { type ManagedProcess, startProcess } from "@/lib/edge/managed-process";
import { readEnv } from "@/lib/kernel/env";
import { silentLog } from "@/lib/kernel/log";
import type { Context, ServiceContext } from "@/lib/platform/ports/context";
import { createTestService, createTestTenant } from "@/lib/runtime/testing/context";
import { installTestRuntime } from "@/lib/runtime/testing/runtime";
import { jobHandlers } from "@/lib/runtime/worker/registry";
import { startTick } from "@/lib/runtime/worker/tick";
import { compile } from "@/scripts/compile.mjs";
import { timeLimit } from "@/scripts/time-limit.mjs";

export type TestEdge = {
  pid: number;
  /** The status of Caddy's question about this name. */
  ask(hostname: string): Promise<number>;
  stop(): Promise<void>;
};

/** A control plane with a worker in this process, on PostgreSQL, and responders in processes of their own. */
export type EdgeFleet = {
  database: Database;
  service: ServiceContext;
  ctx: Context;
  edges: readonly TestEdge[];
  /** Connections that hold their hostnames. @returns when all edges allow them */
  connect(count: number): Promise<{ id: string; hostname: string }[]>;
  stop(): Promise<void>;
};

const root = join(import.meta.dirname, "../..");
const internalToken = "fleet-internal-token_0123456789";
const edgeToken = "fleet-edge-token_0123456789abcd";
/** Each takes a claim by statements of its own, and a transaction may last 10 s. */
const provenAtOnce = 25;
const requestMs = timeLimit(5_000);

export async function startEdgeFleet(count: number): Promise<EdgeFleet> {
  const closers: (() => unknown)[] = [];
  const scratch = createScratchDirectory("edge-fleet");
  closers.push(scratch.remove);
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const postgres = await startPostgres({ sharedUrl: process.env.TEST_POSTGRES_URL });
    closers.push(postgres.stop);
    const database = openPostgres(await postgres.createDatabase(), 10, () => undefined);
    closers.push(() => database.close());
    await applyMigrations(database, readMigrations());
    const service = createTestService(database);
    const controlplaneUrl = await serveControlPlane(service, closers);
    const handlers = jobHandlers(service);
    const tick = await startTick(database, {
      now: service.now,
      handlers,
      log: silentLog,
      concurrency: 8,
      budgetMs: 3_600_000,
    });
    closers.push(() => tick.stop());
    const build = ".build/edge-fleet";
    await compile(["lib/edge/responder/main.ts"], build);
    const script = `import("${join(root, build, "lib/edge/responder/main.js")}").then(({ main }) => main())`;
    const edges = await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const edge = await startEdge(script, join(scratch.path, `edge-${index + 1}`), controlplaneUrl);
        closers.push(edge.stop);
        return edge;
      }),
    );
    const { ctx, applicationId } = await createTestTenant(service);
    let batches = 0;
    return {
      database,
      service,
      ctx,
      edges,
      async connect(wanted) {
        batches += 1;
        const batch = batches;
        const items = Array.from({ length: wanted }, (_, index) => ({ hostname: `n${index}.b${batch}.fleet.test` }));
        const { results } = await createConnections(ctx, createConnectionsSchema.parse({ applicationId, items }));
        const made = results.flatMap(({ connection }) => (connection ? [connection] : []));
        const ids = made.map(({ id }) => id);
        for (let from = 0; from < ids.length; from += provenAtOnce) {
          const some = ids.slice(from, from + provenAtOnce);
          await inTransaction(ctx, (tx) => transitionMany(ctx, tx, some, "ownership_proven"));
        }
        const last = made.at(-1)?.hostname ?? "";
        await Promise.all(edges.map((edge) => until(async () => (await edge.ask(last)) === 200)));
        return made.map(({ id, hostname }) => ({ id, hostname }));
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function serveControlPlane(service: ServiceContext, closers: (() => unknown)[]): Promise<string> {
  const env = readEnv({ LATCHKEY_MODE: "sandbox" });
  const edges = await openControlPlane(env, { database: service.database, now: service.now, log: silentLog });
  closers.push(() => edges.close());
  installTestRuntime(service, { edgeToken, parts: { edges } });
  const routes: Record<string, typeof answerEdgeSettings> = {
    "/internal/edge/settings": answerEdgeSettings,
    "/internal/edge/snapshot": answerEdgeSnapshot,
    "/internal/edge/changes": answerEdgeChanges,
    "/internal/edge/report": answerEdgeReport,
  };
  const server = createServer((incoming, response) => {
    const route = routes[(incoming.url ?? "").split("?")[0] ?? ""];
    if (route === undefined) response.writeHead(404).end();
    else void answerRequest({ route, params: {} }, incoming, response, maxReportBytes).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function startEdge(script: string, dataDir: string, controlplaneUrl: string): Promise<TestEdge> {
  const port = await getFreePort();
  const ask = async (path: string) => {
    const headers = { "x-latchkey-token": internalToken };
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      headers,
      signal: AbortSignal.timeout(requestMs),
    });
    await response.arrayBuffer();
    return response.status;
  };
  const process_: ManagedProcess = await startProcess({
    name: "responder",
    command: process.execPath,
    args: ["-e", script],
    env: {
      PATH: process.env.PATH ?? "",
      CONTROLPLANE_URL: controlplaneUrl,
      EDGE_TOKEN: edgeToken,
      INTERNAL_TOKEN: internalToken,
      RESPONDER_PORT: String(port),
      DATA_DIR: dataDir,
    },
    cwd: root,
    logPath: `${dataDir}.log`,
    readyTimeoutMs: timeLimit(30_000),
    ready: async () => (await ask("/healthz/edge").catch(() => 0)) === 200,
  });
  return {
    pid: process_.pid,
    ask: (hostname) => ask(`/internal/ask?domain=${hostname}`),
    async stop() {
      // One that a test has stopped does not end otherwise.
      process.kill(process_.pid, "SIGCONT");
      await process_.stop({ graceMs: timeLimit(5_000) });
    },
  };
}

const untilMs = timeLimit(20_000);

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + untilMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error("an edge did not follow in time");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
