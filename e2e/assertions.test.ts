import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from "node:http";
import { request as httpsRequest, type RequestOptions } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CaddyTool, startTestCaddy, type TestCaddy } from "@/e2e/support/caddy";
import { getFreePort } from "@/e2e/support/free-port";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { verifyAssertion } from "@/lib/api/verify-assertion";
import { signingKeys } from "@/lib/edge/assertion/assertion-keys";
import { createOriginEcho, originEchoPath } from "@/lib/edge/origin-echo";
import { encodeSetApplication, encodeSetEnd, encodeSetHeader, encodeSetHost } from "@/lib/edge/protocol/set-format";
import { localDisk } from "@/lib/edge/responder/disk";
import { storeSettings } from "@/lib/edge/responder/edge-files";
import { snapshotName } from "@/lib/edge/responder/read-set";
import { startResponder } from "@/lib/edge/responder/start-responder";
import { readEdgeEnv } from "@/lib/kernel/edge-env";
import { silentLog } from "@/lib/kernel/log";

// An origin believes the edge, and nobody else: with a real Caddy and responder, and without any control plane.
const TOKEN = "assertions-test_0123456789";
const APP = "app.platform.test";
const applicationId = "019aa6c4-5d00-7c3a-9a51-6f0d3c1f2a01";
const connections = {
  "shop.customer.test": { id: "019aa6c4-9f10-7b1e-8c44-2d9f6a7b3c02", reference: "customer 4711 ✓" },
  "blog.customer.test": { id: "019aa6c4-9f10-7b1e-8c44-2d9f6a7b3c03", reference: null },
} as const;
const hostnames = Object.keys(connections) as (keyof typeof connections)[];
const stops: (() => unknown)[] = [];
/** What the origin answers at the well-known path. */
let echo: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => void response.end();
let received: IncomingMessage[] = [];
let responderUrl = "";

beforeAll(async () => {
  const origin = createServer((request, response) => {
    received.push(request);
    if (request.url === originEchoPath) return echo(request, response);
    response.end("the origin");
  });
  await new Promise<void>((resolve) => origin.listen(0, "127.0.0.1", resolve));
  stops.push(() => new Promise((resolve) => origin.close(resolve)));
  const upstream = `http://127.0.0.1:${(origin.address() as AddressInfo).port}`;
  const scratch = createScratchDirectory("assertions");
  stops.push(scratch.remove);
  const port = await getFreePort();
  await writeEdgeFolder(join(scratch.path, "edge"), upstream);
  const responder = await startResponder({
    env: readEdgeEnv({
      CONTROLPLANE_URL: `http://127.0.0.1:${await getFreePort()}`,
      EDGE_TOKEN: TOKEN,
      INTERNAL_TOKEN: TOKEN,
      RESPONDER_PORT: String(port),
      DATA_DIR: scratch.path,
    }),
    log: silentLog,
    now: () => new Date(),
    nowMs: () => performance.now(),
  });
  stops.push(responder.stop);
  responderUrl = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

/** What an edge has on disk of an earlier run. */
async function writeEdgeFolder(folder: string, upstream: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const now = new Date();
  const hosts = Object.entries(connections).map(([hostname, { id, reference }]) =>
    encodeSetHost({ hostname, connectionId: id, application: 0, admitted: true, reference }),
  );
  const text = [
    encodeSetHeader({ cursor: "1:019aa6c4-9f10-7b1e-8c44-2d9f6a7b3c99", takenAt: now.toISOString() }),
    encodeSetApplication({ applicationId, tenantId: applicationId, upstream, upstreamHost: null }),
    ...hosts,
  ].join("");
  const sha256 = createHash("sha256").update(text).digest("hex");
  writeFileSync(join(folder, snapshotName(1)), text + encodeSetEnd({ applications: 1, hosts: hosts.length, sha256 }));
  await storeSettings(localDisk, folder, {
    version: "test",
    sandbox: true,
    appUrl: `https://${APP}`,
    edgeHostname: "edge.platform.test",
    edgeAddresses: ["127.0.0.1"],
    upstreamAllow: [],
    issuer: "internal",
    acmeEmail: null,
    reachSecret: "reach",
    assertionKeys: signingKeys("a-secret-of-this-test-0123456789abcdef", now),
  });
}

describe.each<CaddyTool>(["caddy", "caddy-2.6"])("behind %s", (tool) => {
  let caddy: TestCaddy;

  beforeAll(async () => {
    const controlplaneUrl = `http://127.0.0.1:${await getFreePort()}`;
    const appUrl = `https://${APP}`;
    caddy = await startTestCaddy({
      tool,
      responderUrl,
      controlplaneUrl,
      appUrl,
      issuer: "internal",
      internalToken: TOKEN,
    });
    stops.push(caddy.stop);
  });

  type Visit = { status: number; headers: OutgoingHttpHeaders; body: string };

  /** `headers` as pairs, sent as they are. */
  async function visit(hostname: string, path = "/", lines: readonly string[] = []): Promise<Visit> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await visitOnce(hostname, path, lines);
      } catch (error) {
        // A certificate begins with a whole second, which may be the next one.
        if ((error as NodeJS.ErrnoException).code !== "CERT_NOT_YET_VALID" || attempt === 10) throw error;
        await sleep(500);
      }
    }
  }

  function visitOnce(hostname: string, path: string, lines: readonly string[]) {
    const ca = readFileSync(caddy.internalRootFile, "utf8");
    const base = {
      host: "127.0.0.1",
      port: caddy.httpsPort,
      path,
      servername: hostname,
      ca,
      agent: false,
      setHost: false,
    };
    const options = { ...base, headers: ["Host", hostname, ...lines] } as unknown as RequestOptions;
    return new Promise<Visit>((resolve, reject) => {
      const request = httpsRequest(options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const { statusCode = 0, headers } = response;
          resolve({ status: statusCode, headers, body: Buffer.concat(chunks).toString() });
        });
      });
      request.on("error", reject);
      request.end();
    });
  }

  /** The origin's own check, with the keys from the app's address. */
  function verify({ headers }: IncomingMessage, host = headers.host) {
    const fetch = async () => {
      const { status, body } = await visit(APP, "/.well-known/jwks.json");
      return new Response(body, { status });
    };
    const options = {
      jwks: `https://${APP}/${tool}/jwks.json`,
      issuer: `https://${APP}`,
      audience: applicationId,
      fetch,
    };
    return verifyAssertion(headers["x-latchkey-assertion"], { ...options, host });
  }

  it.each(hostnames)(
    "the origin of %s knows which connection a request came through, while the app is away",
    async (hostname) => {
      received = [];
      expect((await visit(hostname)).body).toBe("the origin");
      const [request] = received;
      if (!request) throw new Error("nothing arrived");
      const { id, reference } = connections[hostname];
      expect(await verify(request)).toMatchObject({ host: hostname, connectionId: id, applicationId, reference });
      await expect(verify(request, "other.customer.test")).rejects.toMatchObject({ code: "wrong_host" });
    },
  );

  it("an assertion of another host, sent by the client, does not arrive, whatever the client does to headers", async () => {
    received = [];
    await visit("blog.customer.test");
    const stolen = String(received[0]?.headers["x-latchkey-assertion"]);
    const spellings = ["X-Latchkey-Assertion", "x-latchkey-assertion", "X_Latchkey_Assertion", "X-LATCHKEY_ASSERTION"];
    const tricks = [
      spellings.flatMap((name) => [name, stolen]),
      [...spellings, ...spellings].flatMap((name) => [name, stolen]),
      ["X-Latchkey-Assertion", stolen, "Connection", "X-Latchkey-Assertion"],
      ["Connection", "close, x-LATCHKEY-assertion"],
      ["Connection", "keep-alive", "Connection", "X-Latchkey-Upstream, X-Latchkey-Assertion"],
    ];
    for (const lines of tricks) {
      received = [];
      expect((await visit("shop.customer.test", "/", lines)).status).toBe(200);
      const [request] = received;
      if (!request) throw new Error("nothing arrived");
      expect(request.rawHeaders.filter((text) => /^x.latchkey/i.test(text))).toEqual(["X-Latchkey-Assertion"]);
      expect(await verify(request)).toMatchObject({ host: "shop.customer.test" });
    }
  });

  it("many requests of a host have one assertion", async () => {
    received = [];
    for (let index = 0; index < 5; index += 1) await visit("shop.customer.test");
    expect(new Set(received.map(({ headers }) => headers["x-latchkey-assertion"])).size).toBe(1);
  });

  it("the key set is public on the app's address, and the only answer that the responder gives there", async () => {
    const keys = await visit(APP, "/.well-known/jwks.json?x=1");
    expect([keys.status, keys.headers["access-control-allow-origin"]]).toEqual([200, "*"]);
    expect(keys.body).not.toMatch(/"(d|seed|from)"/);
    const others = await Promise.all(["/", "/v1/x", "/.well-known/jwks.json/x"].map((path) => visit(APP, path)));
    // 503 where Caddy has just noticed that the app is away.
    for (const { status } of others) expect(status).toBeOneOf([502, 503]);
    for (const path of ["/internal/route", "/internal/ask?domain=shop.customer.test", "/metrics", "/healthz/edge"])
      expect([path, (await visit(APP, path)).status]).toEqual([path, 404]);
  });

  it("an origin that returns the id of its assertion is confirmed through the edge, and no other answer is", async () => {
    const { confirm } = createOriginEcho({ address: { host: "127.0.0.1", port: caddy.httpsPort } });
    const hostname = "shop.customer.test";
    const { id } = connections[hostname];
    await visit(hostname);
    echo = (request, response) =>
      void verify(request).then(({ connectionId }) => response.end(`${connectionId}\nmore\n`));
    expect(await confirm(hostname, id)).toEqual({ confirmed: true, reason: null });
    const answers: [string, (response: ServerResponse) => unknown][] = [
      ["the response has status 404", (response) => response.writeHead(404).end(id)],
      ["the response has status 302", (response) => response.writeHead(302, { location: "/" }).end(id)],
      ["the response is empty", (response) => response.end("\n")],
      ["the response is not the id", (response) => response.end(connections["blog.customer.test"].id)],
      ["the response is not the id", (response) => response.end(`<html>${id}`)],
      ["the response is not the id", (response) => response.end("x".repeat(10_000_000))],
    ];
    for (const [reason, answer] of answers) {
      echo = (_, response) => void answer(response);
      expect(await confirm(hostname, id)).toEqual({ confirmed: false, reason });
    }
    expect(await confirm("unknown.customer.test", id)).toMatchObject({ confirmed: false });
  });

  it("an edge that is away confirms nothing", async () => {
    const { confirm } = createOriginEcho({ address: { host: "127.0.0.1", port: await getFreePort() } });
    expect(await confirm("shop.customer.test", "x")).toEqual({ confirmed: false, reason: "the edge did not answer" });
  });
});
