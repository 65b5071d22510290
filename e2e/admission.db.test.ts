import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type AcmeProxy, startAcmeProxy } from "@/e2e/support/acme-proxy";
import { startTestCaddy, type TestCaddy } from "@/e2e/support/caddy";
import { getFreePort } from "@/e2e/support/free-port";
import { startKnot } from "@/e2e/support/knot";
import { startPebble } from "@/e2e/support/pebble";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { startUnbound } from "@/e2e/support/unbound";
import { createConnection } from "@/lib/connections/create-connection";
import { probeCertificate } from "@/lib/connections/probe-certificate";
import { transition } from "@/lib/connections/transition";
import { inTransaction } from "@/lib/db/transaction";
import { createTlsProber } from "@/lib/edge/tls-prober";
import type { CaLimit } from "@/lib/platform/ports/issuers";
import { createTestService, createTestTenant, type TestTenant } from "@/lib/runtime/testing/context";
import { setUpDatabase } from "@/lib/runtime/testing/set-up-database";
import { timeLimit } from "@/scripts/time-limit.mjs";

// An import against an authority that enforces its limits: a real Caddy, a real CA behind a proxy with limits, the real queue.
// An order reaches the authority seconds after its admission: Caddy orders ten in ten seconds at most, and a busy machine is
// slow. The reserve is for that, as with Let's Encrypt's own limits, where it covers 18 minutes.
const limits: CaLimit[] = [
  { kind: "orders", capacity: 16, windowMs: 24_000, reserve: 12 },
  { kind: "registered_domain", capacity: 20, windowMs: 60_000, reserve: 0 },
  { kind: "exact_set", capacity: 5, windowMs: 604_800_000, reserve: 0 },
];
const many = 16;
const few = 4;
const liveTimeoutMs = timeLimit(120_000);

const database = setUpDatabase();
const stopAll: (() => unknown)[] = [];
let proxy: AcmeProxy;
let caddy: TestCaddy;
let caFile: string;

beforeAll(async () => {
  const scratch = createScratchDirectory("admission");
  stopAll.push(scratch.remove);
  const responder = createServer((request, response) => {
    answerAsk(new URL(request.url ?? "/", "http://127.0.0.1")).then((status) => response.writeHead(status).end());
  });
  await new Promise<void>((resolve) => responder.listen(0, "127.0.0.1", resolve));
  stopAll.push(() => responder.close());
  const names = ["large", "small", "app"].map((name) => ({
    name: `${name}-customer.test`,
    records: ["* 60 A 127.0.0.1"],
  }));
  const knot = await startKnot({ zones: names });
  stopAll.push(knot.stop);
  const unbound = await startUnbound({ stubs: { ".": { address: "127.0.0.1", port: knot.port } } });
  stopAll.push(unbound.stop);
  const [httpPort, httpsPort] = [await getFreePort(), await getFreePort()];
  const pebble = await startPebble({ httpPort, tlsPort: httpsPort, dnsServer: unbound.address });
  stopAll.push(pebble.stop);
  caFile = pebble.issuingRootFile;
  proxy = await startAcmeProxy({ ...pebble, limits });
  stopAll.push(proxy.stop);
  const roots = join(scratch.path, "roots.pem");
  writeFileSync(roots, readFileSync(proxy.httpsRootFile));
  caddy = await startTestCaddy({
    tool: "caddy",
    responderUrl: `http://127.0.0.1:${(responder.address() as AddressInfo).port}`,
    appUrl: "https://www.app-customer.test",
    issuer: proxy.directoryUrl,
    trustedRootsFile: roots,
    httpPort,
    httpsPort,
  });
  stopAll.push(caddy.stop);
});

afterAll(async () => {
  for (const stop of stopAll.reverse()) await stop();
});

/** As an edge whose set is current answers. */
async function answerAsk({ pathname, searchParams }: URL): Promise<number> {
  if (pathname !== "/internal/ask") return 404;
  const hostname = searchParams.get("domain") ?? "";
  const claim = await database.prisma.hostnameClaim.findUnique({ where: { hostname } });
  return claim?.admittedAt ? 200 : 403;
}

it(
  "an import gets its certificates without a single refusal, and a tenant with few hosts waits for its share alone",
  async () => {
    const service = createTestService(
      database,
      {
        tlsProber: createTlsProber({
          address: { host: "127.0.0.1", port: caddy.httpsPort },
          caFile,
          now: () => new Date(),
        }),
      },
      { issuers: [{ name: "Test CA", directoryUrl: proxy.directoryUrl, caaIdentities: [], limits }] },
    );
    const [large, small] = [await createTestTenant(service), await createTestTenant(service)];
    const deadline = Date.now() + liveTimeoutMs;

    async function ready({ ctx, applicationId }: TestTenant, hostname: string): Promise<string> {
      const { id } = await createConnection(ctx, { applicationId, hostname, setupType: "manual" });
      for (const signal of ["ownership_proven", "records_match"] as const) {
        await inTransaction(ctx, (tx) => transition(ctx, tx, id, signal));
      }
      return id;
    }

    /** The worker's job of one connection. An admission wakes it, so that it never sleeps for long. */
    async function followToLive({ ctx }: TestTenant, connectionId: string): Promise<void> {
      while (Date.now() < deadline) {
        const { state, runAgainAt } = await probeCertificate(ctx, { connectionId });
        if (state === "live") return;
        await sleep(Math.min(1_000, Math.max(50, (runAgainAt?.getTime() ?? 0) - Date.now())));
      }
    }

    const start = (tenant: TestTenant, hostname: string) =>
      ready(tenant, hostname).then((id) => followToLive(tenant, id));
    const running = Array.from({ length: many }, (_, n) => start(large, `n${n}.large-customer.test`));
    await sleep(2_000);
    running.push(...Array.from({ length: few }, (_, n) => start(small, `n${n}.small-customer.test`)));
    await Promise.all(running);

    expect(await database.prisma.connection.count({ where: { state: "live" } }), caddy.tail().join("\n")).toBe(
      many + few,
    );
    expect(proxy.refused()).toEqual([]);
    const ordered = proxy.ordered().map(({ hostname }) => hostname);
    // The app's own host, and those that were admitted before the second tenant came.
    const before = ordered.findIndex((hostname) => hostname.includes("small-"));
    const last = ordered.findLastIndex((hostname) => hostname.includes("small-"));
    expect(before).toBeLessThanOrEqual(12);
    expect(last - before).toBeLessThanOrEqual(2 * few + 2);
  },
  liveTimeoutMs,
);
