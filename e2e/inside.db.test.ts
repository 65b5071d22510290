import { beforeAll, expect, it } from "vitest";
import { answerHealth } from "@/lib/api/answer-health";
import { answerMetrics } from "@/lib/api/answer-metrics";
import { answerWork } from "@/lib/api/answer-work";
import { createConnection } from "@/lib/connections/create-connection";
import { getConnection } from "@/lib/connections/get-connection";
import type { ConnectionResource } from "@/lib/connections/schema";
import { edgeFigures } from "@/lib/edge/control-plane/edge-figures";
import { recordReport } from "@/lib/edge/control-plane/record-report";
import { newId } from "@/lib/kernel/ids";
import { silentLog } from "@/lib/kernel/log";
import { createMetrics } from "@/lib/kernel/metrics";
import { enqueueInstallationJobs } from "@/lib/platform/jobs/enqueue-installation-jobs";
import { queueHealth } from "@/lib/platform/jobs/queue-health";
import { edgeReport } from "@/lib/runtime/testing/edge-report";
import { installTestRuntime } from "@/lib/runtime/testing/runtime";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";
import { jobHandlers } from "@/lib/runtime/worker/registry";

// Endpoints for inside an installation only: the worker's drain, metrics and health.
const token = "inside-token-0123456789";
const secret = "worker-secret-0123456789-abcdefghij";

const hostname = "inside.acme.test";

const { database, world, tenant } = setUpWorld({ per: "file" });
let connection: ConnectionResource;

beforeAll(async () => {
  install(null);
  connection = await createConnection(tenant.ctx, {
    applicationId: tenant.applicationId,
    hostname,
    setupType: "manual",
  });
});

function install(notReady: string | null): void {
  const { service } = world;
  const { now } = service;
  installTestRuntime(service, {
    workerSecret: secret,
    internalToken: token,
    parts: {
      notReady,
      metrics: createMetrics({
        edges: () => edgeFigures(service),
        snapshotsServed: () => 3,
        edgesWaiting: () => 2,
        mails: () => service.memory.mails,
        recheckSeconds: (share) => service.memory.recheckSeconds.percentile(share),
        queue: () => queueHealth(database, now()),
      }),
      drainOptions: () => ({ now, handlers: jobHandlers(service), log: silentLog, concurrency: 5, budgetMs: 5_000 }),
    },
  });
}

const at = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  new Request(`https://app.example.com${path}`, { method, headers });

it("drains and sweeps for callers with the worker's secret, and does nothing for all others", async () => {
  world.publish(connection.ownershipChallenge.name, "TXT", [connection.ownershipChallenge.value]);
  for (const authorization of ["", "Bearer ", `Bearer ${token}`, `Bearer ${secret}x`, secret]) {
    expect((await answerWork(at("/internal/work", { authorization }, "POST"))).status).toBe(401);
  }
  expect((await getConnection(tenant.ctx, { id: connection.id })).state).toBe("pending_ownership");
  await enqueueInstallationJobs(world.service);
  const long = new Date(world.service.now().getTime() - 7 * 86_400_000);
  await database.prisma.workerHeartbeat.create({
    data: { workerId: "lost", host: "h", startedAt: long, seenAt: long },
  });
  const answer = await answerWork(at("/internal/work", { authorization: `Bearer ${secret}` }, "POST"));
  expect([answer.status, await database.prisma.workerHeartbeat.count()]).toEqual([200, 0]);
  const { run, failed } = await answer.json();
  expect([run > 0, failed]).toEqual([true, 0]);
  expect((await getConnection(tenant.ctx, { id: connection.id })).state).toBe("propagating");
});

it("shows nothing without the token, in the query or in a header", async () => {
  for (const route of [answerMetrics, answerHealth]) {
    for (const path of [`/x?domain=${hostname}`, "/x?token=wrong", "/x?token="]) {
      expect((await route(at(path))).status).toBe(401);
    }
  }
  for (const [name, value] of [
    ["x-latchkey-token", token],
    ["authorization", `Bearer ${token}`],
  ] as const) {
    expect((await answerHealth(at("/healthz", { [name]: value }))).status).toBe(200);
  }
});

it("counts hosts, edges and jobs for Prometheus, without hostnames, tokens or challenges", async () => {
  install(null);
  const startedAt = world.service.now().toISOString();
  const [connected, silent] = ["0199aaaa-0000-7000-8000-000000000001", "0199aaaa-0000-7000-8000-000000000002"];
  await recordReport(world.service, edgeReport({ edgeId: silent, name: "edge-2", startedAt }));
  world.advance(3_600_000);
  await recordReport(world.service, edgeReport({ edgeId: connected, startedAt }));
  const text = await (await answerMetrics(at(`/metrics?token=${token}`))).text();
  for (const line of [
    "latchkey_hosts 1",
    'latchkey_edges{state="connected"} 1',
    'latchkey_edges{state="silent"} 1',
    `latchkey_edge_behind_changes{edge="${connected}",name="edge-1"} 1`,
    "latchkey_edges_waiting 2",
    "latchkey_edge_snapshots_total 3",
    'latchkey_jobs{kind="failed"} 0',
  ]) {
    expect(text.split("\n")).toContain(line);
  }
  for (const hidden of [hostname, token, secret, connection.ownershipChallenge.value])
    expect(text).not.toContain(hidden);
});

it("is ready when everything is available, and otherwise says what is not", async () => {
  const answer = async () => {
    const response = await answerHealth(at(`/healthz?token=${token}`));
    return [response.status, await response.json()];
  };
  const { prisma } = database;
  await prisma.edge.deleteMany();
  expect(await answer()).toEqual([200, { ready: true, edges: { connected: 0, lagging: 0, max_lag_seconds: 0 } }]);
  // An edge that has not followed for an hour is no reason to send nobody here.
  const now = world.service.now();
  const before = await prisma.edgeChange.aggregate({ _max: { sequence: true } });
  const sequence = before._max.sequence ?? 0n;
  const createdAt = new Date(now.getTime() - 3_600_000);
  await prisma.edgeChange.create({ data: { sequence: sequence + 1n, change: {}, createdAt } });
  const versions = { responderVersion: "1", caddyVersion: null, hosts: 0 };
  const edge = { id: newId(now), name: "edge-1", sequence, startedAt: createdAt, seenAt: now };
  await prisma.edge.create({ data: { ...edge, ...versions } });
  expect(await answer()).toEqual([200, { ready: true, edges: { connected: 1, lagging: 1, max_lag_seconds: 3_600 } }]);
  install("starting");
  expect(await answer()).toEqual([503, { ready: false, reason: "starting" }]);
});
