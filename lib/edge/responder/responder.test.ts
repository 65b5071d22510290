import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { getFreePort } from "@/e2e/support/free-port";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { edgeReportSchema } from "@/lib/edge/protocol/report";
import { createReachTokens } from "@/lib/edge/reach-token";
import { type Disk, localDisk } from "@/lib/edge/responder/disk";
import { type Responder, startResponder } from "@/lib/edge/responder/start-responder";
import { readEdgeEnv } from "@/lib/kernel/edge-env";
import { silentLog } from "@/lib/kernel/log";
import { cursorOf, hostChange, idOf, releaseChange, setText } from "@/lib/runtime/testing/edge-sets";
import {
  type ScriptedControlPlane,
  startScriptedControlPlane,
  testEdgeSettings,
} from "@/lib/runtime/testing/scripted-control-plane";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const token = "internal-token-of-this-test";
const application = {
  applicationId: idOf(1),
  tenantId: idOf(100),
  upstream: "http://127.0.0.1:4010",
  upstreamHost: null,
};
const host = (hostname: string, connection: number, admitted = true) => ({
  hostname,
  connectionId: idOf(connection),
  application: 0,
  admitted,
  reference: null,
});

type Edge = {
  responder: Responder;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  stop(): Promise<void>;
};

async function startEdge(urls: string, dataDir: string, given: { port?: number; disk?: Disk } = {}): Promise<Edge> {
  const port = given.port ?? (await getFreePort());
  const env = readEdgeEnv({
    CONTROLPLANE_URL: urls,
    DATA_DIR: dataDir,
    RESPONDER_PORT: String(port),
    INTERNAL_TOKEN: token,
    EDGE_TOKEN: "edge-token-of-this-test",
  });
  const responder = await startResponder({
    env,
    disk: given.disk,
    log: silentLog,
    now: () => new Date(),
    nowMs: () => performance.now(),
  });
  let stopped: Promise<void> | null = null;
  const stop = () => (stopped ??= responder.stop());
  cleanups.push(stop);
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers: { "x-latchkey-token": token, ...headers } });
  return { responder, get, stop };
}

function scratch(): string {
  const { path, remove } = createScratchDirectory("responder-test");
  cleanups.push(remove);
  return path;
}

async function controlPlane(): Promise<ScriptedControlPlane> {
  const plane = await startScriptedControlPlane();
  cleanups.push(plane.close);
  return plane;
}

const askStatus = async (edge: Edge, domain: string) => (await edge.get(`/internal/ask?domain=${domain}`)).status;
const route = (edge: Edge, hostname: string, uri = "/") =>
  edge.get(`/internal/route?${new URLSearchParams({ host: hostname, path: uri })}`);

describe("a responder", () => {
  it("takes the set, follows its changes, and answers from memory; without the control plane it goes on after a restart", async () => {
    const plane = await controlPlane();
    plane.snapshot = setText(cursorOf(5), [application], [host("a.acme.test", 1), host("waits.acme.test", 2, false)]);
    const dataDir = scratch();
    const edge = await startEdge(plane.url, dataDir);
    await expect.poll(() => askStatus(edge, "a.acme.test")).toBe(200);
    expect(await askStatus(edge, "A.acme.TEST.")).toBe(200);
    expect(await askStatus(edge, "unknown.acme.test")).toBe(403);
    expect(await (await edge.get("/internal/ask?domain=waits.acme.test")).json()).toEqual({
      allow: false,
      reason: "waiting_for_certificate",
    });
    expect(await askStatus(edge, "192.0.2.1")).toBe(400);

    const routed = await route(edge, "a.acme.test:8443");
    expect([routed.status, routed.headers.get("x-latchkey-upstream-name")]).toEqual([200, "127.0.0.1"]);
    expect((await route(edge, "waits.acme.test")).status).toBe(200);
    expect((await route(edge, "unknown.acme.test")).status).toBe(404);

    plane.changes.push(hostChange(6, "b.acme.test"), releaseChange(7, "a.acme.test", 1));
    plane.wake();
    await expect.poll(() => askStatus(edge, "b.acme.test")).toBe(200);
    expect(await askStatus(edge, "a.acme.test")).toBe(403);
    expect((await route(edge, "a.acme.test")).status).toBe(404);
    await edge.stop();

    await plane.close();
    const next = await startEdge(plane.url, dataDir);
    expect(await askStatus(next, "b.acme.test")).toBe(200);
    expect(await askStatus(next, "waits.acme.test")).toBe(403);
    expect(await askStatus(next, "a.acme.test")).toBe(403);
    expect((await route(next, "b.acme.test")).status).toBe(200);
    expect(next.responder.health()).toMatchObject({ loaded: true, hosts: 2, cursor: cursorOf(7) });
  });

  it("lets questions wait while the set of the last run is being loaded, so that a restart refuses nobody", async () => {
    const dataDir = scratch();
    mkdirSync(join(dataDir, "edge"));
    writeFileSync(join(dataDir, "edge/settings.json"), JSON.stringify(testEdgeSettings));
    const text = setText(cursorOf(5), [application], [host("a.acme.test", 1)]);
    writeFileSync(join(dataDir, "edge/set-00000001.snapshot"), text);
    writeFileSync(join(dataDir, "edge/set-00000001.journal"), "");
    let openGate: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      openGate = resolve;
    });
    const disk = { ...localDisk, readdir: (path: string) => gate.then(() => localDisk.readdir(path)) };
    const port = await getFreePort();
    const starting = startEdge("http://127.0.0.1:9", dataDir, { port, disk });
    const url = `http://127.0.0.1:${port}`;
    const healthStatus = () =>
      fetch(`${url}/healthz/edge`).then(
        ({ status }) => status,
        () => null,
      );
    await expect.poll(healthStatus).toBe(503);
    const headers = { "x-latchkey-token": token, "x-forwarded-host": "a.acme.test" };
    const questions = ["/internal/ask?domain=a.acme.test", "/internal/route"].map((path) =>
      fetch(url + path, { headers }),
    );
    expect(await Promise.race([...questions, Promise.resolve("waiting")])).toBe("waiting");
    expect(await healthStatus()).toBe(503);
    openGate();
    expect((await Promise.all(questions)).map(({ status }) => status)).toEqual([200, 200]);
    await starting;
    expect(await healthStatus()).toBe(200);
  });

  it("refuses everything while it knows nothing, and says so", async () => {
    const edge = await startEdge("http://127.0.0.1:9", scratch());
    expect(await (await edge.get("/internal/ask?domain=a.acme.test")).json()).toEqual({
      allow: false,
      reason: "not_loaded",
    });
    expect((await route(edge, "a.acme.test")).status).toBe(503);
    const health = await edge.get("/healthz/edge");
    expect(health.status).toBe(503);
    await expect
      .poll(async () => (await (await edge.get("/healthz/edge")).json()).problems)
      .toContainEqual(expect.stringContaining("the control plane at http://127.0.0.1:9"));
  });

  it("wants INTERNAL_TOKEN, in the query or a header; health without it is only whether the set is there", async () => {
    const plane = await controlPlane();
    plane.snapshot = setText(cursorOf(1), [application], [host("a.acme.test", 1)]);
    const edge = await startEdge(plane.url, scratch());
    await expect.poll(() => askStatus(edge, "a.acme.test")).toBe(200);
    const without = { "x-latchkey-token": "another-token-of-this-test" };
    for (const path of ["/internal/ask?domain=a.acme.test", "/internal/route", "/metrics"]) {
      expect([path, (await edge.get(path, without)).status]).toEqual([path, 401]);
    }
    expect((await edge.get(`/internal/ask?token=${token}&domain=a.acme.test`, without)).status).toBe(200);
    expect((await edge.get(`/internal/ask?domain=a.acme.test&token=${token}`, without)).status).toBe(200);
    expect((await edge.get(`/internal/ask?domain=a%2Eacme.test&token=${token}`, without)).status).toBe(200);
    const bearer = { ...without, "x-latchkey-token": "", authorization: `Bearer ${token}` };
    expect((await edge.get("/metrics", { authorization: bearer.authorization })).status).toBe(200);
    expect(await (await edge.get("/healthz/edge", without)).json()).toEqual({ status: "ready", loaded: true });
    expect(await (await edge.get("/healthz/edge")).json()).toMatchObject({ hosts: 1, connected: true, problems: [] });
    expect((await edge.get("/internal/other")).status).toBe(404);
  });

  it("answers the questions by which the control plane recognises it behind proxies", async () => {
    const plane = await controlPlane();
    const edge = await startEdge(plane.url, scratch());
    await expect.poll(async () => (await route(edge, "x.acme.test")).status).toBe(404);
    const tokens = createReachTokens(plane.settings.reachSecret);
    const { path, proof } = tokens.issue("x.acme.test", new Date());
    const answer = await route(edge, "x.acme.test", path);
    expect([answer.status, await answer.text()]).toEqual([200, proof]);
    expect(await (await route(edge, "y.acme.test", path)).text()).not.toContain(proof);
  });

  it("reports what it is, what was asked, and that a released hostname is refused", async () => {
    const plane = await controlPlane();
    plane.snapshot = setText(cursorOf(1), [application], [host("a.acme.test", 1)]);
    const edge = await startEdge(plane.url, scratch());
    const statuses: number[] = [];
    await expect
      .poll(async () => {
        statuses.push(await askStatus(edge, "a.acme.test"));
        return statuses.at(-1);
      })
      .toBe(200);
    plane.changes.push(releaseChange(2, "a.acme.test", 1));
    plane.wake();
    await expect
      .poll(() => plane.reports.flatMap(({ stopped }) => stopped))
      .toMatchObject([
        { connectionId: idOf(1), hostname: "a.acme.test", sequence: 2, askStatus: 403, routeStatus: 404 },
      ]);
    const report = edgeReportSchema.parse(plane.reports.at(-1));
    expect(report).toMatchObject({ hosts: 0, cursor: cursorOf(2), caddyVersion: null, renewals: null, rateLimits: [] });
    const counted = plane.reports.flatMap(({ asks }) => asks?.hosts ?? []);
    expect(counted.filter(({ allowed }) => allowed > 0).map(({ hostname }) => hostname)).toEqual(["a.acme.test"]);
    // Its requests to itself are not counted.
    const refused = counted.reduce((sum, host) => sum + host.refused, 0);
    expect(refused).toBe(statuses.filter((status) => status === 403).length);
    const batches = plane.reports.flatMap(({ asks }) => asks?.batch ?? []);
    expect(new Set(batches).size).toBe(batches.length);
  });

  it("uses the next of its control planes where one does not answer", async () => {
    const plane = await controlPlane();
    plane.snapshot = setText(cursorOf(1), [application], [host("a.acme.test", 1)]);
    const edge = await startEdge(`http://127.0.0.1:9 ${plane.url}`, scratch());
    await expect.poll(() => askStatus(edge, "a.acme.test")).toBe(200);
    await expect.poll(() => edge.responder.health().connected).toBe(true);
  });

  it("keeps its files from other users", async () => {
    const plane = await controlPlane();
    const dataDir = scratch();
    const edge = await startEdge(plane.url, dataDir);
    await expect.poll(() => readdirSync(join(dataDir, "edge")).some((name) => name.endsWith(".snapshot"))).toBe(true);
    await expect.poll(() => existsSync(join(dataDir, "edge/settings.json"))).toBe(true);
    await edge.stop();
    for (const name of readdirSync(join(dataDir, "edge"))) {
      expect([name, statSync(join(dataDir, "edge", name)).mode & 0o077]).toEqual([name, 0]);
    }
    writeFileSync(join(dataDir, "edge/settings.json"), readFileSync(join(dataDir, "edge/settings.json")).subarray(1));
    await startEdge(plane.url, dataDir);
  });
});
