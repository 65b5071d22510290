import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CaddyTool, startTestCaddy, type TestCaddy } from "@/e2e/support/caddy";
import { getFreePort } from "@/e2e/support/free-port";
import { type Pebble, startPebble } from "@/e2e/support/pebble";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { type SandboxDns, startSandboxDns } from "@/lib/dns/sandbox/dns-server";
import { timeLimit } from "@/scripts/time-limit.mjs";

// Several Caddys of one installation on one storage folder: they take turns by locks, and answer each other's challenges.
const APP = "app.platform.test";
const HOSTS = Array.from({ length: 8 }, (_, index) => `shop-${index}.customer.test`);
const ORPHANED = "orphaned.customer.test";
const RETRY_MS = 200;
const HANDSHAKE_LIMIT_MS = timeLimit(60_000);

type Gate = { port: number; target: number; open(): void; close(): void; waiting(): number };

const stops: (() => unknown)[] = [];
let controlPlaneUrl: string;
let dns: SandboxDns;

beforeAll(async () => {
  dns = await startSandboxDns({
    host: "127.0.0.1",
    port: 0,
    edge: { hostname: "edge.platform.test", addresses: ["127.0.0.1"] },
  });
  stops.push(dns.close);
  for (const name of [APP, ORPHANED, ...HOSTS]) dns.put({ name, type: "A", value: "127.0.0.1" });
  controlPlaneUrl = `http://127.0.0.1:${await listen(createHttpServer((_request, response) => response.end()))}`;
});

afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

describe.each<CaddyTool>(["caddy", "caddy-2.6"])("two %s on one storage folder", (tool) => {
  let pebble: Pebble;
  let gate: Gate;
  let first: TestCaddy;
  let second: TestCaddy;
  let storageDir: string;

  beforeAll(async () => {
    const scratch = createScratchDirectory("shared-storage");
    stops.push(scratch.remove);
    storageDir = join(scratch.path, "storage");
    gate = await startGate();
    // HTTP-01 is answered by nobody, so every validation goes through the gate to the HTTPS port of one Caddy.
    const nobody = await listen(createServer((socket) => socket.destroy()));
    pebble = await startPebble({ httpPort: nobody, tlsPort: gate.port, dnsServer: `127.0.0.1:${dns.port}` });
    stops.push(pebble.stop);
    const start = async (httpsPort?: number) => {
      const caddy = await startTestCaddy({
        tool,
        storageDir,
        responderUrl: controlPlaneUrl,
        controlplaneUrl: controlPlaneUrl,
        appUrl: `https://${APP}`,
        issuer: pebble.directoryUrl,
        trustedRootsFile: pebble.httpsRootFile,
        ...(httpsPort ? { httpsPort } : {}),
      });
      stops.push(caddy.stop);
      return caddy;
    };
    gate.target = await getFreePort();
    first = await start(gate.target);
    second = await start();
  });

  it("orders each certificate once, whichever Caddy is asked, and either answers the other's challenge", async () => {
    // Validation only ever reaches the first one.
    gate.target = first.httpsPort;
    const serials = await Promise.all(
      HOSTS.map(async (host) => {
        const one = serialNumber(first.httpsPort, host);
        if (tool === "caddy-2.6") await lockIsWritten(host, one);
        return Promise.all([one, serialNumber(second.httpsPort, host)]);
      }),
    );
    for (const [one, other] of serials) expect(other).toBe(one);
    expect(new Set(serials.flat()).size).toBe(HOSTS.length);
  });

  /**
   * CertMagic up to 0.18 takes a lock for abandoned whose file was created and not yet written (`Lock` in filestorage.go), so
   * that two that begin in the same moment may both order. Later versions wait for what is written into it.
   * @param order the handshake that takes the lock; once it has ended there is nothing to wait for
   */
  async function lockIsWritten(host: string, order: Promise<string>): Promise<void> {
    let hasEnded = false;
    const end = () => {
      hasEnded = true;
    };
    order.then(end, end);
    const isWritten = (name: string) => statSync(join(storageDir, "locks", name), { throwIfNoEntry: false })?.size;
    while (!hasEnded && !locks(storageDir).some((name) => name.includes(host) && isWritten(name))) await setTimeout(1);
  }

  it("takes over the order of a Caddy that was killed while it held the lock", {
    timeout: timeLimit(120_000),
  }, async () => {
    gate.close();
    const cut = shakeHands(first.httpsPort, ORPHANED);
    cut.catch(() => {});
    await expect.poll(() => gate.waiting(), { timeout: HANDSHAKE_LIMIT_MS }).toBeGreaterThan(0);
    expect(locks(storageDir).filter((name) => name.includes(ORPHANED))).toHaveLength(1);
    const pid = first.pid();
    if (pid !== null) process.kill(pid, "SIGKILL");
    const stopped = first.stop();
    await expect(cut).rejects.toThrow();
    await stopped;
    expect(locks(storageDir).filter((name) => name.includes(ORPHANED))).toHaveLength(1);

    gate.target = second.httpsPort;
    gate.open();
    expect(await serialNumber(second.httpsPort, ORPHANED)).toMatch(/^[0-9A-F]+$/);
    expect(locks(storageDir).filter((name) => name.includes(ORPHANED))).toEqual([]);
    // What was issued before is served on.
    for (const host of HOSTS) expect(await serialNumber(second.httpsPort, host)).toMatch(/^[0-9A-F]+$/);
  });

  /**
   * The certificate that a visitor gets, as its serial number. Visitors try again: Caddy cuts a handshake after 10 s
   * (read_header), and 2.6 refuses some that begin in the same moment ("on-demand rate limit exceeded").
   */
  async function serialNumber(port: number, servername: string): Promise<string> {
    const deadline = Date.now() + HANDSHAKE_LIMIT_MS;
    for (;;) {
      try {
        return await shakeHands(port, servername);
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await setTimeout(RETRY_MS);
      }
    }
  }

  function shakeHands(port: number, servername: string): Promise<string> {
    const ca = readFileSync(pebble.issuingRootFile);
    return new Promise((resolve, reject) => {
      const socket = connectTls({ host: "127.0.0.1", port, servername, ca, timeout: HANDSHAKE_LIMIT_MS }, () => {
        resolve(socket.getPeerCertificate().serialNumber);
        socket.destroy();
      });
      socket.on("timeout", () => socket.destroy(new Error(`no handshake for ${servername}`)));
      socket.on("error", reject);
      socket.on("close", () => reject(new Error(`the handshake for ${servername} was cut`)));
    });
  }
});

function locks(storageDir: string): string[] {
  const folder = join(storageDir, "locks");
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** Passes connections on to `target`, and keeps them waiting while it is closed. */
async function startGate(): Promise<Gate> {
  const waiting = new Set<Socket>();
  let isOpen = true;
  const pass = (client: Socket) => {
    const server = connect(gate.target, "127.0.0.1");
    client.on("error", () => server.destroy()).on("close", () => server.destroy());
    server.on("error", () => client.destroy()).on("close", () => client.destroy());
    client.pipe(server).pipe(client);
  };
  const gate: Gate = {
    port: await listen(
      createServer((client) => {
        client.on("error", () => client.destroy());
        if (isOpen) return pass(client);
        waiting.add(client);
        client.on("close", () => waiting.delete(client));
      }),
    ),
    target: 0,
    waiting: () => waiting.size,
    close: () => {
      isOpen = false;
    },
    open: () => {
      isOpen = true;
      for (const client of waiting) pass(client);
      waiting.clear();
    },
  };
  return gate;
}

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}
