import { createHash, X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type CaddyTool, startTestCaddy } from "@/e2e/support/caddy";
import { getFreePort } from "@/e2e/support/free-port";
import { type Knot, startKnot } from "@/e2e/support/knot";
import { startPebble } from "@/e2e/support/pebble";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { startUnbound, type Unbound } from "@/e2e/support/unbound";
import { startProcess } from "@/lib/edge/managed-process";
import { encodeSetApplication, encodeSetEnd, encodeSetHeader, encodeSetHost } from "@/lib/edge/protocol/set-format";
import { createTlsProber } from "@/lib/edge/tls-prober";
import { compile } from "@/scripts/compile.mjs";
import { timeLimit } from "@/scripts/time-limit.mjs";

// An edge without its control plane: a real responder that has a stored set, a real Caddy and a real CA. Nobody visits the
// hostnames, so without the guardian every certificate would expire. `LIFETIME_SECONDS` and `LIFETIMES` make it longer.
const lifetimeSeconds = Number(process.env.LIFETIME_SECONDS ?? Math.round(timeLimit(24_000) / 1_000));
const lifetimes = Number(process.env.LIFETIMES ?? 2);
const token = "renewals-test-token_0123456789";
const hostnames = Array.from({ length: 6 }, (_, index) => `idle${index}.customer.test`);
const build = ".build/renewals-test";
const root = join(import.meta.dirname, "..");
const scratch = createScratchDirectory("renewals-test");
const stopAll: (() => unknown)[] = [];
let unbound: Unbound;

beforeAll(async () => {
  stopAll.push(scratch.remove);
  const knot: Knot = await startKnot({
    zones: [
      { name: "customer.test", records: ["* 60 CNAME edge.platform.test."] },
      { name: "platform.test", records: ["edge 60 A 127.0.0.1", "app 60 A 127.0.0.1"] },
    ],
  });
  stopAll.push(knot.stop);
  unbound = await startUnbound({ stubs: { ".": { address: "127.0.0.1", port: knot.port } } });
  stopAll.push(unbound.stop);
  await compile(["lib/edge/responder/main.ts", "lib/edge/guardian/handshake-thread.ts"], build);
});

afterAll(async () => {
  for (const stop of stopAll.reverse()) await stop();
});

/** What starting takes, besides. */
const testTimeoutMs = lifetimes * lifetimeSeconds * 1_000 + timeLimit(60_000);

it(
  "renews idle hostnames in time while the control plane is down, with the newest Caddy and with 2.6",
  async () => {
    const edges = await Promise.all((["caddy", "caddy-2.6"] as const).map(startEdge));
    const endMs = performance.now() + lifetimes * lifetimeSeconds * 1_000;
    const isOver = () => performance.now() > endMs;
    while (!isOver()) {
      await setTimeout(250);
      for (const edge of edges) edge.sample();
    }
    for (const { tool, serials, expired, storedFor, visit, problem } of edges) {
      expect([...expired], `${tool}: ${problem()}`).toEqual([]);
      for (const hostname of hostnames) {
        expect(storedFor(hostname), `${tool} has ${hostname}: ${problem()}`).not.toBeNull();
        expect(serials.get(hostname)?.size, `certificates of ${hostname}, ${tool}`).toBeGreaterThan(lifetimes);
        expect(await visit(hostname)).toMatchObject({ kind: "certificate", code: null });
      }
      console.info(
        `${tool}: ${[...serials.values()].map(({ size }) => size).join(", ")} certificates in ${lifetimes} lifetimes`,
      );
    }
  },
  testTimeoutMs,
);

async function startEdge(tool: CaddyTool) {
  const [httpPort, httpsPort, responderPort] = [await getFreePort(), await getFreePort(), await getFreePort()];
  const pebble = await startPebble({ httpPort, tlsPort: httpsPort, dnsServer: unbound.address, lifetimeSeconds });
  stopAll.push(pebble.stop);
  await startResponder(tool, { responderPort, httpPort, httpsPort });
  let storageDir = "";
  const caddy = await startTestCaddy({
    tool,
    httpPort,
    httpsPort,
    trustedRootsFile: pebble.httpsRootFile,
    responderUrl: `http://127.0.0.1:${responderPort}`,
    internalToken: token,
    appUrl: "https://app.platform.test",
    issuer: pebble.directoryUrl,
    prepareStorage: (folder) => {
      storageDir = folder;
    },
  });
  stopAll.push(caddy.stop);
  const serials = new Map(hostnames.map((hostname) => [hostname, new Set<string>()]));
  const expired = new Set<string>();
  const storedFor = (hostname: string) => readStored(storageDir, hostname);
  const address = { host: "127.0.0.1", port: httpsPort };
  const prober = createTlsProber({ address, caFile: pebble.issuingRootFile, now: () => new Date() });
  return {
    tool,
    serials,
    expired,
    storedFor,
    visit: prober.probe,
    problem: () => [...caddy.tail().slice(-5), ...pebble.tail().slice(-5)].join("\n"),
    sample() {
      for (const hostname of hostnames) {
        const certificate = storedFor(hostname);
        if (certificate === null) continue;
        serials.get(hostname)?.add(certificate.serialNumber);
        if (new Date(certificate.validTo) < new Date()) expired.add(hostname);
      }
    },
  };
}

async function startResponder(name: string, ports: { responderPort: number; httpPort: number; httpsPort: number }) {
  const dataDir = join(scratch.path, name);
  mkdirSync(join(dataDir, "edge"), { recursive: true });
  writeFileSync(join(dataDir, "edge/set-00000001.snapshot"), snapshot());
  const url = `http://127.0.0.1:${ports.responderPort}/healthz/edge`;
  const responder = await startProcess({
    name: "responder",
    command: process.execPath,
    args: ["-e", `import("./${build}/lib/edge/responder/main.js").then(({ main }) => main())`],
    env: {
      // Nobody listens there.
      CONTROLPLANE_URL: `http://127.0.0.1:${await getFreePort()}`,
      DATA_DIR: dataDir,
      INTERNAL_TOKEN: token,
      EDGE_TOKEN: token,
      EDGE_BIND: "127.0.0.1",
      RESPONDER_PORT: String(ports.responderPort),
      EDGE_HTTP_PORT: String(ports.httpPort),
      EDGE_HTTPS_PORT: String(ports.httpsPort),
    },
    cwd: root,
    logPath: join(scratch.path, `${name}-responder.log`),
    readyTimeoutMs: timeLimit(30_000),
    ready: () =>
      fetch(url).then(
        ({ ok }) => ok,
        () => false,
      ),
  });
  stopAll.push(responder.stop);
}

/** As the control plane would have sent it. */
function snapshot(): string {
  const id = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
  const text = [
    encodeSetHeader({ cursor: `1:${id(0)}`, takenAt: new Date().toISOString() }),
    encodeSetApplication({ applicationId: id(1), tenantId: id(2), upstream: null, upstreamHost: null }),
    ...hostnames.map((hostname, index) =>
      encodeSetHost({ hostname, connectionId: id(10 + index), application: 0, admitted: true, reference: null }),
    ),
  ].join("");
  const sha256 = createHash("sha256").update(text).digest("hex");
  return text + encodeSetEnd({ applications: 1, hosts: hostnames.length, sha256 });
}

/** What Caddy has in its storage. */
function readStored(storageDir: string, hostname: string): X509Certificate | null {
  const issuers = join(storageDir, "certificates");
  if (!existsSync(issuers)) return null;
  for (const issuer of readdirSync(issuers)) {
    const path = join(issuers, issuer, hostname, `${hostname}.crt`);
    if (!existsSync(path)) continue;
    try {
      return new X509Certificate(readFileSync(path));
    } catch {
      // It is being written.
      return null;
    }
  }
  return null;
}
