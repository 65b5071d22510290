import { afterAll, beforeAll, expect, it } from "vitest";
import { answerHealth } from "@/lib/api/answer-health";
import { answerMetrics } from "@/lib/api/answer-metrics";
import { answerWork } from "@/lib/api/answer-work";
import { getRuntime } from "@/lib/api/runtime";
import { createConnection } from "@/lib/connections/create-connection";
import { getConnection } from "@/lib/connections/get-connection";
import type { ConnectionResource } from "@/lib/connections/schema";
import { answerAsk, type InternalAnswer } from "@/lib/edge/answer-internal";
import { createAskCounter } from "@/lib/edge/ask-counter";
import { type ClaimSet, openClaimSet } from "@/lib/edge/claim-set";
import { createReachTokens } from "@/lib/edge/reach-token";
import { silentLog } from "@/lib/kernel/log";
import { createMetrics } from "@/lib/kernel/metrics";
import { enqueueInstallationJobs } from "@/lib/platform/jobs/enqueue-installation-jobs";
import { queueHealth } from "@/lib/platform/jobs/queue-health";
import { installTestRuntime } from "@/lib/runtime/testing/runtime";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";
import { jobHandlers } from "@/lib/runtime/worker/registry";

// Endpoints for inside an installation only: the worker's drain, metrics and health.
const token = "inside-token-0123456789";
const secret = "worker-secret-0123456789-abcdefghij";

const hostname = "inside.acme.test";

const { database, world, tenant } = setUpWorld({ per: "file" });
let claims: ClaimSet;
let connection: ConnectionResource;

beforeAll(async () => {
  claims = await openClaimSet(database, silentLog);
  install(null);
  connection = await createConnection(tenant.ctx, {
    applicationId: tenant.applicationId,
    hostname,
    setupType: "manual",
  });
});
afterAll(() => claims.close());

function install(notReady: string | null): void {
  const { service } = world;
  const { now } = service;
  const asks = createAskCounter(now);
  installTestRuntime(service, {
    workerSecret: secret,
    parts: {
      notReady,
      claims,
      internal: { claims, upstreams: service.upstreams, asks, token, reach: createReachTokens(secret), now },
      metrics: createMetrics({
        claims: () => claims.size(),
        asks: () => asks.totals(),
        mails: () => service.memory.mails,
        queue: () => queueHealth(database, now()),
      }),
      drainOptions: () => ({ now, handlers: jobHandlers(service), log: silentLog, concurrency: 5, budgetMs: 5_000 }),
    },
  });
}

/** As server.ts asks. */
async function ask(request: Request): Promise<InternalAnswer> {
  const { internal } = await getRuntime();
  const query = new URL(request.url).searchParams;
  return answerAsk(internal, { query, header: (name) => request.headers.get(name) });
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
  for (const route of [ask, answerMetrics, answerHealth]) {
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

it("counts claims, decisions and jobs for Prometheus, without hostnames, tokens or challenges", async () => {
  install(null);
  await expect.poll(() => claims.size()).toBe(1);
  const asked = await Promise.all(
    [hostname, "unknown.acme.test", "192.0.2.1"].map((domain) => ask(at(`/x?token=${token}&domain=${domain}`))),
  );
  expect(asked.map(({ status }) => status)).toEqual([200, 403, 400]);
  const text = await (await answerMetrics(at(`/metrics?token=${token}`))).text();
  for (const line of [
    "latchkey_claims 1",
    'latchkey_ask_decisions_total{answer="allowed"} 1',
    'latchkey_ask_decisions_total{answer="refused"} 1',
    'latchkey_ask_decisions_total{answer="invalid"} 1',
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
  expect(await answer()).toEqual([200, { ready: true }]);
  install("starting");
  expect(await answer()).toEqual([503, { ready: false, reason: "starting" }]);
});
