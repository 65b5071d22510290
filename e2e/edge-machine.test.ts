import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { requestThroughEdge } from "@/e2e/support/edge-request";
import { getFreePort } from "@/e2e/support/free-port";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { getToolPath } from "@/e2e/support/tool-path";
import { startUpstream, type Upstream } from "@/e2e/support/upstream";
import { isCaddyReady } from "@/lib/edge/caddy";
import { type ManagedProcess, startProcess } from "@/lib/edge/managed-process";
import { encodeSetApplication, encodeSetEnd, encodeSetHeader, encodeSetHost } from "@/lib/edge/protocol/set-format";
import type { EdgeSettings } from "@/lib/edge/protocol/settings";
import { findRecordedProcess } from "@/lib/runtime/supervisor/process-record";
import { compiledEdge } from "@/scripts/compile.mjs";
import { timeLimit } from "@/scripts/time-limit.mjs";

// `npm run edge` as on a machine of its own: the supervisor, the responder and Caddy are real, the control plane is a table.
const TOKEN = "edge-machine-token_0123456789";
const SHOP = "shop.customer.test";
const root = join(import.meta.dirname, "..");
const limit = { timeout: timeLimit(30_000) };
const script = `import("./${compiledEdge}/lib/runtime/supervisor/edge-main.js").then(({ main }) =>
  main({ environment: process.env, caddyBin: process.argv[1], version: "test" }))`;

const scratch = createScratchDirectory("edge-machine");
const settings: EdgeSettings = {
  version: "one",
  sandbox: false,
  appUrl: "https://app.platform.test",
  edgeHostname: "edge.platform.test",
  edgeAddresses: ["198.51.100.7"],
  upstreamAllow: ["127.0.0.0/8"],
  issuer: "internal",
  acmeEmail: null,
  reachSecret: "reach-secret",
  assertionKeys: [],
};
let upstream: Upstream;
let env: Record<string, string>;
let edge: ManagedProcess | null = null;
let controlPlane: Server | null = null;
let controlPort: number;

beforeAll(async () => {
  upstream = await startUpstream("shop");
  controlPort = await getFreePort();
  env = {
    PATH: process.env.PATH ?? "",
    NODE_ENV: "production",
    CONTROLPLANE_URL: `http://127.0.0.1:${controlPort}`,
    EDGE_TOKEN: TOKEN,
    DATA_DIR: join(scratch.path, "data"),
    RESPONDER_PORT: String(await getFreePort()),
    EDGE_HTTP_PORT: String(await getFreePort()),
    EDGE_HTTPS_PORT: String(await getFreePort()),
    EDGE_BIND: "127.0.0.1",
    LOG_LEVEL: "info",
  };
});
afterAll(async () => {
  await edge?.stop({ graceMs: timeLimit(20_000) });
  await stopControlPlane();
  await upstream?.stop();
  scratch.remove();
});

describe("an edge that was never connected", () => {
  it.each(["CONTROLPLANE_URL", "EDGE_TOKEN"])("ends with a sentence without %s", async (name) => {
    await expect(startEdge({ [name]: "" })).rejects.toThrow(new RegExp(`exit code 1[\\s\\S]*${name} is missing`));
  });

  it("ends with a sentence if the control plane refuses its token", async () => {
    await startControlPlane();
    await expect(startEdge({ EDGE_TOKEN: "another-token_0123456789" })).rejects.toThrow(
      /exit code 1[\s\S]*refuses this EDGE_TOKEN/,
    );
    await stopControlPlane();
  });

  it("waits for the control plane and says so, and serves when it is there", async () => {
    const starting = startEdge();
    await expect.poll(() => readLog(), limit).toContain("this edge has never been connected: it waits");
    expect(existsSync(join(env.DATA_DIR ?? "", "run/caddy.pid"))).toBe(false);
    await startControlPlane();
    edge = await starting;
    await expect.poll(statusOfShop, limit).toBe(200);
  });
});

describe("an edge that was connected", () => {
  it("starts Caddy again when the settings for it change", async () => {
    const before = pidOf("caddy");
    Object.assign(settings, { version: "two", edgeHostname: "edge2.platform.test" });
    await expect.poll(() => pidOf("caddy"), limit).toSatisfy((pid) => pid !== null && pid !== before);
    await expect.poll(statusOfShop, limit).toBe(200);
    const environment = readFileSync(`/proc/${pidOf("caddy")}/environ`, "utf8").split("\0");
    expect(environment).toContain("EDGE_HOSTNAME=edge2.platform.test");
  });

  it("serves without the control plane, also after it was started again", async () => {
    await stopControlPlane();
    expect(await statusOfShop()).toBe(200);
    await edge?.stop({ graceMs: timeLimit(20_000) });
    edge = await startEdge();
    expect(await statusOfShop()).toBe(200);
    await expect(visit("unknown.customer.test")).rejects.toThrow();
  });
});

function startEdge(change: Record<string, string> = {}): Promise<ManagedProcess> {
  return startProcess({
    name: "edge",
    command: process.execPath,
    args: ["-e", script, getToolPath("caddy")],
    env: { ...env, ...change },
    cwd: root,
    logPath: join(scratch.path, "edge.log"),
    exitSignal: "SIGTERM",
    readyTimeoutMs: timeLimit(60_000),
    ready: () => isCaddyReady(env),
  });
}

function readLog(): string {
  return readFileSync(join(scratch.path, "edge.log"), "utf8");
}

function pidOf(name: string): number | null {
  return findRecordedProcess(join(env.DATA_DIR ?? "", `run/${name}.pid`))?.pid ?? null;
}

function statusOfShop(): Promise<number | string> {
  return visit(SHOP).then(
    ({ status }) => status,
    (error: Error) => error.message,
  );
}

async function visit(hostname: string) {
  const ca = readFileSync(join(env.DATA_DIR ?? "", "caddy/pki/authorities/local/root.crt"), "utf8");
  return requestThroughEdge({ port: Number(env.EDGE_HTTPS_PORT), hostname, ca });
}

async function startControlPlane(): Promise<void> {
  const snapshot = gzipSync(encodeSet());
  controlPlane = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://inside");
    request.resume();
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return response.writeHead(401).end("{}");
    if (pathname === "/internal/edge/settings") return response.end(JSON.stringify(settings));
    if (pathname === "/internal/edge/snapshot") return response.end(snapshot);
    if (pathname === "/internal/edge/report") return response.end("{}");
    const answer = { cursor: "0:", changes: [], more: false, settingsVersion: settings.version };
    setTimeout(() => response.end(JSON.stringify(answer)), 100);
  });
  await new Promise<void>((resolve) => controlPlane?.listen(controlPort, "127.0.0.1", resolve));
  expect((controlPlane.address() as AddressInfo).port).toBe(controlPort);
}

async function stopControlPlane(): Promise<void> {
  controlPlane?.closeAllConnections();
  await new Promise((resolve) => (controlPlane ? controlPlane.close(resolve) : resolve(null)));
  controlPlane = null;
}

function encodeSet(): string {
  const applicationId = "0192f7a0-1111-7abc-8def-000000000001";
  const text =
    encodeSetHeader({ cursor: "0:", takenAt: new Date().toISOString() }) +
    encodeSetApplication({ applicationId, tenantId: applicationId, upstream: upstream.url, upstreamHost: null }) +
    encodeSetHost({
      hostname: SHOP,
      connectionId: "0192f7a0-1111-7abc-8def-000000000002",
      application: 0,
      admitted: true,
      reference: null,
    });
  const sha256 = createHash("sha256").update(text).digest("hex");
  return text + encodeSetEnd({ applications: 1, hosts: 1, sha256 });
}
