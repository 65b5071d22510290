import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { expect } from "vitest";
import { z } from "zod";
import type { Answer, TwoInstances } from "@/e2e/support/two-instances";
import { changesAnswerSchema } from "@/lib/edge/protocol/changes";
import { applyPage, createEdgeReplica, type EdgeReplica } from "@/lib/runtime/testing/edge-replica";

const connectionSchema = z.object({
  id: z.uuid(),
  hostname: z.string(),
  ownership_challenge: z.object({ name: z.string(), type: z.string(), value: z.string() }),
  desired_records: z.array(z.object({ host: z.string(), type: z.string(), value: z.string() })),
});
const changesSchema = z.object({ cursor: z.string(), connection_ids: z.array(z.string()), more: z.boolean() });
const pageSchema = z.object({ data: z.array(z.object({ id: z.string() })) });

/** What an integrator's servers and an edge do all the time, and what became of it. */
export type ApiLoad = {
  /** Requests that failed, or were answered with a status from 400. */
  failures: string[];
  /** Answered requests by kind. */
  counts: Record<string, number>;
  /** Connections whose creation was acknowledged: id by hostname. */
  created: Map<string, string>;
  /** Connections that the change feed reported. */
  reported: Set<string>;
  /** Connections with a `domain.verified` that a webhook brought, signed with the endpoint's secret. */
  delivered: Set<string>;
  edge: EdgeReplica;
  /** Whether the receiver takes webhooks, which it does at first. */
  takeWebhooks(takes: boolean): void;
  /** Ends what creates and reads. */
  settle(): Promise<void>;
  /** Ends the feeds too; the receiver goes on until `close`. */
  unfollow(): Promise<void>;
  close(): Promise<void>;
};

/** Slow enough for the limit of checks that a caller waits for: 300 in a minute. */
const createEveryMs = 300;
const readEveryMs = 25;
const waitSeconds = 5;

/** @param publish puts a record into the DNS that the servers ask */
export async function startApiLoad(
  instances: TwoInstances,
  publish: (record: { name: string; type: string; value: string }) => void,
): Promise<ApiLoad> {
  const failures: string[] = [];
  const counts: Record<string, number> = {};
  const created = new Map<string, string>();
  const reported = new Set<string>();
  const delivered = new Set<string>();
  const edge = createEdgeReplica();
  let isLoading = true;
  let isFollowing = true;

  async function call(kind: string, ...[request]: Parameters<TwoInstances["call"]>): Promise<Answer | null> {
    try {
      const answer = await instances.call(request);
      if (answer.status >= 400) throw new Error(`${kind}: ${answer.status} ${JSON.stringify(answer.body)}`);
      counts[kind] = (counts[kind] ?? 0) + 1;
      return answer;
    } catch (error) {
      failures.push(String(error));
      return null;
    }
  }

  const receiver = await receiveWebhooks(delivered);
  const endpoint = await call("endpoint", {
    method: "POST",
    path: "/v1/webhook-endpoints",
    body: { url: receiver.url, event_types: ["domain.verified"] },
  });
  expect(endpoint?.status, failures.join()).toBe(201);
  receiver.expectSecret(z.object({ signing_secret: z.string() }).parse(endpoint?.body).signing_secret);
  const applications = z
    .object({ data: z.array(z.object({ id: z.uuid(), name: z.string() })) })
    .parse((await call("applications", { method: "GET", path: "/v1/applications" }))?.body);
  const applicationId = applications.data.find(({ name }) => name === "Demo shop")?.id;

  async function createAndVerify(): Promise<void> {
    for (let index = 0; isLoading; index += 1) {
      const hostname = `shop.rolling-${index}.test`;
      const body = { application_id: applicationId, hostname };
      const headers = { "idempotency-key": randomUUID() };
      const answer = await call("create", { method: "POST", path: "/v1/connections", body, headers });
      if (answer) {
        const connection = connectionSchema.parse(answer.body);
        created.set(hostname, connection.id);
        publish(connection.ownership_challenge);
        for (const { host: name, type, value } of connection.desired_records) publish({ name, type, value });
        const path = `/v1/connections/${connection.id}/verify`;
        await call("verify", { method: "POST", path, headers: { "idempotency-key": randomUUID() } });
      }
      await sleep(createEveryMs);
    }
  }

  async function read(): Promise<void> {
    while (isLoading) {
      const newest = [...created.values()].at(-1);
      if (newest) await call("get", { method: "GET", path: `/v1/connections/${newest}` });
      await call("list", { method: "GET", path: "/v1/connections?limit=20" });
      await sleep(readEveryMs);
    }
  }

  async function followChanges(): Promise<void> {
    const first = await call("changes", { method: "GET", path: "/v1/changes" });
    let { cursor } = changesSchema.parse(first?.body);
    while (isFollowing) {
      const path = `/v1/changes?after=${encodeURIComponent(cursor)}&wait=${waitSeconds}`;
      const answer = await call("changes", { method: "GET", path });
      if (!answer) continue;
      const changes = changesSchema.parse(answer.body);
      for (const id of changes.connection_ids) reported.add(id);
      if (changes.more) {
        const page = await call("list", { method: "GET", path: "/v1/connections?limit=100" });
        for (const { id } of pageSchema.parse(page?.body).data) reported.add(id);
      }
      cursor = changes.cursor;
    }
  }

  async function followAsEdge(): Promise<void> {
    const headers = { authorization: `Bearer ${instances.edgeToken}` };
    while (isFollowing) {
      const path = `/internal/edge/changes?after=${edge.cursor}&wait=${waitSeconds}`;
      const answer = await call("edge", { method: "GET", path, headers });
      if (answer) applyPage(edge, changesAnswerSchema.parse(answer.body));
    }
  }

  async function settle(): Promise<void> {
    isLoading = false;
    await Promise.all(loading);
  }

  async function unfollow(): Promise<void> {
    isFollowing = false;
    await Promise.all(following);
  }

  const loading = [createAndVerify(), read(), read()];
  const following = [followChanges(), followAsEdge()];
  return {
    failures,
    counts,
    created,
    reported,
    delivered,
    edge,
    takeWebhooks: receiver.take,
    settle,
    unfollow,
    async close() {
      await settle();
      await unfollow();
      await receiver.close();
    },
  };
}

type Receiver = {
  url: string;
  expectSecret(secret: string): void;
  take(takes: boolean): void;
  close(): Promise<void>;
};

async function receiveWebhooks(delivered: Set<string>): Promise<Receiver> {
  const message = z.object({ jobId: z.string() });
  let verifier: Webhook | null = null;
  let takes = true;
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request.setEncoding("utf8")) text += chunk;
    if (!takes) return response.writeHead(503).end();
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const parsed = message.safeParse(verifier?.verify(text, headers));
    if (parsed.success) delivered.add(parsed.data.jobId);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    expectSecret(secret) {
      verifier = new Webhook(secret);
    },
    take(next) {
      takes = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
