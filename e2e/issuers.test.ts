import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AcmeProxy, startAcmeProxy } from "@/e2e/support/acme-proxy";
import { type CaddyTool, startTestCaddy, type TestCaddy } from "@/e2e/support/caddy";
import { getFreePort } from "@/e2e/support/free-port";
import { type Knot, startKnot } from "@/e2e/support/knot";
import { type Pebble, startPebble } from "@/e2e/support/pebble";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { startUnbound, type Unbound } from "@/e2e/support/unbound";
import { createTlsProber } from "@/lib/edge/tls-prober";

// Two authorities in EDGE_ISSUER: what the first one refuses because of its limits, the second one issues. Real Caddys, two
// Pebbles, and in front of the first one a proxy that has limits.
const binding = { id: "key-1", secret: "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W" };
const scratch = createScratchDirectory("issuers");
const stopAll: (() => unknown)[] = [];
let knot: Knot;
let unbound: Unbound;
let responderUrl: string;

beforeAll(async () => {
  stopAll.push(scratch.remove);
  const responder = createServer((request, response) => {
    response.writeHead(request.url?.startsWith("/internal/ask") ? 200 : 404).end();
  });
  await new Promise<void>((resolve) => responder.listen(0, "127.0.0.1", resolve));
  stopAll.push(() => responder.close());
  responderUrl = `http://127.0.0.1:${(responder.address() as AddressInfo).port}`;
  knot = await startKnot({
    zones: [
      { name: "customer.test", records: ["* 60 A 127.0.0.1"] },
      { name: "platform.test", records: ["app 60 A 127.0.0.1"] },
    ],
  });
  stopAll.push(knot.stop);
  unbound = await startUnbound({ stubs: { ".": { address: "127.0.0.1", port: knot.port } } });
  stopAll.push(unbound.stop);
});

afterAll(async () => {
  for (const stop of stopAll.reverse()) await stop();
});

describe.each<CaddyTool>(["caddy", "caddy-2.6"])("two issuers under %s", (tool) => {
  let pebbles: [limited: Pebble, other: Pebble];
  let proxy: AcmeProxy;
  let caddy: TestCaddy;

  beforeAll(async () => {
    const [httpPort, httpsPort] = [await getFreePort(), await getFreePort()];
    const common = { httpPort, tlsPort: httpsPort, dnsServer: unbound.address };
    pebbles = [
      await startPebble(common),
      await startPebble({ ...common, accountBindings: { [binding.id]: binding.secret } }),
    ];
    proxy = await startAcmeProxy({
      ...pebbles[0],
      // The app's own host, and one more.
      limits: [{ kind: "orders", capacity: 2, windowMs: 3_600_000, reserve: 0 }],
    });
    const roots = `${scratch.path}/${tool}.pem`;
    writeFileSync(
      roots,
      [proxy.httpsRootFile, pebbles[1].httpsRootFile].map((file) => readFileSync(file, "utf8")).join(""),
    );
    caddy = await startTestCaddy({
      tool,
      responderUrl,
      appUrl: "https://app.platform.test",
      issuer: `${proxy.directoryUrl} ${pebbles[1].directoryUrl}`,
      bindings: [null, binding],
      trustedRootsFile: roots,
      httpPort,
      httpsPort,
    });
    stopAll.push(...pebbles.map(({ stop }) => stop), proxy.stop, caddy.stop);
  });

  const probe = (hostname: string, { issuingRootFile }: Pebble) =>
    createTlsProber({
      address: { host: "127.0.0.1", port: caddy.httpsPort },
      caFile: issuingRootFile,
      now: () => new Date(),
    }).probe(hostname);

  it("the first one issues while its limit allows it, and then the second one does, with its account binding", async () => {
    expect(await probe("one.customer.test", pebbles[0]), caddy.tail().join("\n")).toMatchObject({
      trusted: true,
      reason: null,
    });
    expect(await probe("two.customer.test", pebbles[1]), caddy.tail().join("\n")).toMatchObject({
      trusted: true,
      reason: null,
    });
    expect(proxy.ordered().map(({ hostname }) => hostname)).toEqual(["app.platform.test", "one.customer.test"]);
    expect(new Set(proxy.refused().map(({ hostname, kind }) => `${hostname} ${kind}`))).toEqual(
      new Set(["two.customer.test orders"]),
    );
    proxy.setOutage(120);
    expect(await probe("three.customer.test", pebbles[1]), caddy.tail().join("\n")).toMatchObject({
      trusted: true,
      reason: null,
    });
  });
});
