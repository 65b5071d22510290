import { request as httpRequest } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createApplication } from "@/lib/accounts/applications/create-application";
import { createKey } from "@/lib/accounts/applications/create-key";
import { createHttpServer } from "@/lib/api/create-http-server";
import { getRuntime } from "@/lib/api/runtime";
import { createConnection } from "@/lib/connections/create-connection";
import { transition } from "@/lib/connections/transition";
import { inTransaction } from "@/lib/db/transaction";
import { type ControlPlane, openControlPlane } from "@/lib/edge/control-plane/open-control-plane";
import { changesAnswerSchema } from "@/lib/edge/protocol/changes";
import { edgeSettingsSchema } from "@/lib/edge/protocol/settings";
import { readEnv } from "@/lib/kernel/env";
import { newId } from "@/lib/kernel/ids";
import { scopes } from "@/lib/kernel/scopes";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { applyPage, replicaOf, storedSet } from "@/lib/runtime/testing/edge-replica";
import { edgeReport } from "@/lib/runtime/testing/edge-report";
import { installTestRuntime } from "@/lib/runtime/testing/runtime";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

// What an edge gets, from a real server, and nobody else.
const edgeToken = "edge-token-of-this-test-0123456789";
const env = readEnv({ EDGE_UPSTREAM_ALLOW: "10.0.0.0/8,0199aaaa-0000-7000-8000-000000000001=192.0.2.7" });

const { database, service, tenant } = setUpWorld({ per: "file" });
let edges: ControlPlane;
let origin: string;
const stops: (() => Promise<unknown> | unknown)[] = [];

beforeAll(async () => {
  edges = await openControlPlane(env, service);
  stops.push(() => edges.close());
  install(edgeToken);
  const site = { scriptHash: "", isPageRequest: () => true, hasBuiltFile: () => false, toNext: async () => undefined };
  const server = createHttpServer({
    ...site,
    // As the test installs it: with a token or without.
    get runtime() {
      return current;
    },
  });
  current = await getRuntime();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await createApplication(onBehalfOf(service, tenant.tenantId, { kind: "admin" }), {
    name: "Shop",
    environment: "live",
    upstream: null,
    recordTemplate: null,
    allowedOrigins: [],
  });
  for (const name of ["one", "two"]) await connect(`${name}.edge.test`);
});
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

let current: Awaited<ReturnType<typeof getRuntime>>;

function install(token: string | undefined): void {
  installTestRuntime(service, { ...(token === undefined ? {} : { edgeToken: token }), parts: { edges } });
}

beforeEach(async () => {
  install(edgeToken);
  current = await getRuntime();
});

async function connect(hostname: string): Promise<string> {
  const { applicationId, ctx } = tenant;
  const { id } = await createConnection(ctx, { applicationId, hostname, setupType: "manual" });
  await inTransaction(service, (tx) => transition(ctx, tx, id, "ownership_proven"));
  return id;
}

function call(
  path: string,
  { token = edgeToken as string | null, body = undefined as unknown, signal = null as AbortSignal | null } = {},
) {
  return fetch(`${origin}/internal/edge/${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal,
  });
}

const report = edgeReport({ edgeId: newId(new Date()) });

describe("an edge", () => {
  it("loads the set, and follows its changes while it waits", async () => {
    const response = await call("snapshot");
    expect([response.status, response.headers.get("content-encoding")]).toEqual([200, "gzip"]);
    const replica = replicaOf(await response.text());
    expect(replica.hosts).toEqual((await storedSet(database)).hosts);
    expect(replica.hosts.size).toBe(2);
    const waiting = call(`changes?after=${replica.cursor}&wait=25&edge=${report.edgeId}`);
    await expect.poll(() => edges.feed.waiting()).toBe(1);
    await connect("three.edge.test");
    const page = changesAnswerSchema.parse(await (await waiting).json());
    expect(page.settingsVersion).toBe(edges.settings().version);
    applyPage(replica, page);
    expect(replica.hosts).toEqual((await storedSet(database)).hosts);
    const now = await call(`changes?after=${replica.cursor}`);
    expect(await now.json()).toEqual({ ...page, cursor: replica.cursor, changes: [] });
    expect(edges.snapshotsServed()).toBeGreaterThan(0);
  });

  it("gets its settings, with the operator's networks as they are written in the environment", async () => {
    const settings = edgeSettingsSchema.parse(await (await call("settings")).json());
    expect(settings).toMatchObject({
      sandbox: true,
      upstreamAllow: ["10.0.0.0/8", "0199aaaa-0000-7000-8000-000000000001=192.0.2.7/32"],
    });
    expect(settings.assertionKeys).toHaveLength(3);
    expect(settings.reachSecret).not.toBe(env.tokenSecret);
    const other = readEnv({ LATCHKEY_MODE: "sandbox", EDGE_HOSTNAME: "edge.other.test" });
    const changed = await openControlPlane(other, service);
    expect(changed.settings().version).not.toBe(settings.version);
    await changed.close();
  });

  it("reports, with a body of several megabytes, and gets the envelope for what is malformed", async () => {
    const at = service.now().toISOString();
    const host = { allowed: 1, refused: 0, lastAllowed: true, lastReason: null, at };
    const hosts = Array.from({ length: 20_000 }, (_, index) => ({ ...host, hostname: `h${index}.edge.test` }));
    const asks = { batch: 1, minutes: [], hosts: [{ ...host, hostname: "one.edge.test" }, ...hosts.slice(1)] };
    const response = await call("report", { body: { ...report, asks } });
    expect([response.status, await response.json()]).toEqual([200, { askBatch: 1 }]);
    for (const [body, status, code] of [
      [{ ...report, edgeId: "1" }, 400, "invalid"],
      [{ ...report, name: "\0" }, 400, "invalid"],
      [{ ...report, name: "x".repeat(9_000_000) }, 413, "payload_too_large"],
    ] as const) {
      const refused = await call("report", { body });
      expect([refused.status, (await refused.json()).error.code]).toEqual([status, code]);
    }
    expect((await call("changes?after=0:&wait=26")).status).toBe(400);
    expect((await call("changes")).status).toBe(400);
  });

  it.each(["", "1", "1:00000000-0000-4000-8000-000000000000", "999999:00000000-0000-4000-8000-000000000000"])(
    "with the cursor “%s”, of another history, is sent for a new snapshot",
    async (cursor) => {
      const response = await call(`changes?after=${cursor}&wait=25`);
      expect([response.status, (await response.json()).error.code]).toEqual([410, "snapshot_required"]);
    },
  );

  it("that goes away ends its wait and its snapshot", async () => {
    const { cursor } = replicaOf(await (await call("snapshot")).text());
    const gone = new AbortController();
    const waiting = call(`changes?after=${cursor}&wait=25`, { signal: gone.signal }).catch(() => null);
    await expect.poll(() => edges.feed.waiting()).toBe(1);
    gone.abort();
    await waiting;
    await expect.poll(() => edges.feed.waiting()).toBe(0);
    // Two at a time: if one that has gone kept its place, the third would wait for it.
    for (let turn = 0; turn < 3; turn += 1) {
      await new Promise<void>((resolve) => {
        const request = httpRequest(`${origin}/internal/edge/snapshot`, {
          headers: { authorization: `Bearer ${edgeToken}` },
        });
        request.on("error", () => resolve());
        request.on("response", (response) => {
          response.on("error", () => undefined);
          request.destroy();
          resolve();
        });
        request.on("socket", (socket: Socket) => socket.setNoDelay());
        request.end();
      });
    }
    expect(replicaOf(await (await call("snapshot")).text()).cursor).toBe(cursor);
  });
});

describe("nobody else", () => {
  const paths = ["settings", "snapshot", "changes?after=0:", "changes?after=0:&wait=25"];

  it("gets anything: not without the token, with another one, an API key or a session, nor in the query", async () => {
    const admin = onBehalfOf(service, tenant.tenantId, { kind: "admin" });
    const { secret } = await createKey(admin, { id: tenant.applicationId, name: "k", scopes: [...scopes] });
    for (const token of [null, "", `${edgeToken}x`, edgeToken.slice(1), secret]) {
      for (const path of paths) {
        const response = await call(path, { token });
        const body = await response.json();
        expect([path, response.status, body.error.code]).toEqual([path, 401, "unauthorized"]);
        expect(JSON.stringify(body)).not.toContain("edge.test");
      }
      expect((await call("report", { token, body: report })).status).toBe(401);
    }
    expect((await fetch(`${origin}/internal/edge/settings?token=${edgeToken}`)).status).toBe(401);
  });

  it("gets anything where the installation has no EDGE_TOKEN, not even with an empty one", async () => {
    install(undefined);
    current = await getRuntime();
    for (const token of [null, "", "null", "undefined", edgeToken]) {
      for (const path of paths) expect((await call(path, { token })).status).toBe(401);
    }
  });
});

it("a snapshot is gzip, also for clients that do not decompress by themselves", async () => {
  const bytes = await new Promise<Buffer>((resolve, reject) => {
    const request = httpRequest(`${origin}/internal/edge/snapshot`, {
      headers: { authorization: `Bearer ${edgeToken}` },
    });
    request.on("error", reject);
    request.on("response", async (response) => resolve(Buffer.concat(await response.toArray())));
    request.end();
  });
  expect(replicaOf(gunzipSync(bytes).toString("utf8")).hosts).toEqual((await storedSet(database)).hosts);
});
