import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createTestAuthority, type IssuedCertificate } from "@/e2e/support/certificates";
import { createTlsProber } from "@/lib/edge/tls-prober";

const DAY_MS = 86_400_000;
const now = () => new Date();
const authority = createTestAuthority("Prober test CA");
const open: Server[] = [];
const sockets = new Set<Socket>();
let directory = "";
let caFile = "";

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "latchkey-prober-"));
  caFile = join(directory, "ca.pem");
  writeFileSync(caFile, authority.certPem);
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  for (const server of open.splice(0)) await new Promise((resolve) => server.close(resolve));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function listen(server: Server): Promise<{ host: string; port: number }> {
  open.push(server);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { host: "127.0.0.1", port: (server.address() as AddressInfo).port };
}

function serve({ certPem, keyPem }: IssuedCertificate, onName?: (name: string) => void) {
  return listen(
    createTlsServer({
      cert: certPem,
      key: keyPem,
      SNICallback: (name, done) => {
        onName?.(name);
        done(null);
      },
    }),
  );
}

describe("a certificate that the edge shows", () => {
  it("is valid when the chain, the name and the dates are good, and is described", async () => {
    let asked = "";
    const notAfter = new Date(Math.floor(Date.now() / 1_000) * 1_000 + 3 * DAY_MS);
    const address = await serve(
      authority.issue({ names: ["shop.example.test", "www.example.test"], notAfter }),
      (name) => {
        asked = name;
      },
    );
    const result = await createTlsProber({ address, caFile, now }).probe("shop.example.test");
    expect(result).toMatchObject({ kind: "certificate", trusted: true, matchesName: true, code: null, reason: null });
    if (result.kind !== "certificate") throw new Error("unreachable");
    expect(asked).toBe("shop.example.test");
    expect(result.certificate).toMatchObject({
      issuer: "CN=Prober test CA",
      subject: "CN=shop.example.test",
      names: ["shop.example.test", "www.example.test"],
      notAfter,
    });
    expect(result.certificate.serial).toMatch(/^[0-9A-F]{32}$/);
  });

  it("is refused by name where it is for another name, though the chain is trusted", async () => {
    const address = await serve(authority.issue({ names: ["other.example.test"] }));
    expect(await createTlsProber({ address, caFile, now }).probe("shop.example.test")).toMatchObject({
      trusted: true,
      matchesName: false,
      code: "wrong_name",
      reason: "the certificate is for other.example.test",
    });
  });

  it("covers one label with a wildcard, and no more", async () => {
    const prober = createTlsProber({
      address: await serve(authority.issue({ names: ["*.example.test"] })),
      caFile,
      now,
    });
    expect(await prober.probe("shop.example.test")).toMatchObject({ reason: null });
    expect(await prober.probe("a.shop.example.test")).toMatchObject({ matchesName: false });
  });

  it("is called expired, with the date, when it is", async () => {
    const notAfter = new Date("2024-05-06T07:08:09Z");
    const names = ["shop.example.test"];
    const address = await serve(authority.issue({ names, notBefore: new Date("2024-01-01T00:00:00Z"), notAfter }));
    expect(await createTlsProber({ address, caFile, now }).probe("shop.example.test")).toMatchObject({
      trusted: false,
      matchesName: true,
      code: "expired",
      reason: "the certificate expired on 2024-05-06T07:08:09.000Z",
    });
  });

  it("goes by the clock that it is given: an expired CA and an expired certificate have different codes", async () => {
    const notAfter = new Date("2024-05-06T07:08:09Z");
    const issued = authority.issue({
      names: ["shop.example.test"],
      notBefore: new Date("2024-01-01T00:00:00Z"),
      notAfter,
    });
    const prober = createTlsProber({
      address: await serve(issued),
      caFile,
      now: () => new Date("2024-05-01T00:00:00Z"),
    });
    expect(await prober.probe("shop.example.test")).toMatchObject({ code: "issuer_expired" });
  });

  it("is called not yet valid when its time has not come", async () => {
    const notBefore = new Date(Date.now() + DAY_MS);
    const address = await serve(authority.issue({ names: ["shop.example.test"], notBefore }));
    const result = await createTlsProber({ address, caFile, now }).probe("shop.example.test");
    expect(result).toMatchObject({
      trusted: false,
      code: "not_yet_valid",
      reason: expect.stringContaining("not valid before"),
    });
  });

  it("is not trusted when the CA is not the one of the file", async () => {
    const address = await serve(createTestAuthority("Some other CA").issue({ names: ["shop.example.test"] }));
    const result = await createTlsProber({ address, caFile, now }).probe("shop.example.test");
    expect(result).toMatchObject({ trusted: false, matchesName: true, code: "untrusted_issuer" });
    expect(result).toMatchObject({ reason: expect.stringContaining("not trusted: issued by CN=Some other CA") });
  });

  it("is not trusted by the built-in roots when a private CA issued it", async () => {
    const address = await serve(authority.issue({ names: ["shop.example.test"] }));
    expect(await createTlsProber({ address, caFile: null, now }).probe("shop.example.test")).toMatchObject({
      trusted: false,
    });
  });
});

describe("the file of trusted roots", () => {
  it("may be missing, appear, be broken and change while the prober lives", async () => {
    const path = join(directory, "later.pem");
    const prober = createTlsProber({ address: await serve(authority.issue({ names: ["a.test"] })), caFile: path, now });
    expect(await prober.probe("a.test")).toMatchObject({
      trusted: false,
      code: "roots_unavailable",
      reason: expect.stringContaining("does not exist yet"),
    });
    writeFileSync(path, authority.certPem);
    expect(await prober.probe("a.test")).toMatchObject({ trusted: true, reason: null });
    writeFileSync(path, "-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n-----END CERTIFICATE-----\n");
    expect(await prober.probe("a.test")).toMatchObject({
      trusted: false,
      reason: expect.stringContaining("cannot be read"),
    });
    writeFileSync(path, createTestAuthority("Next CA").certPem + authority.certPem);
    expect(await prober.probe("a.test")).toMatchObject({ trusted: true, reason: null });
  });
});

describe("no certificate", () => {
  it("is a refusal that names the alert", async () => {
    const { certPem: cert, keyPem: key } = authority.issue({ names: ["shop.example.test"] });
    const address = await listen(createTlsServer({ cert, key, ALPNProtocols: ["something-else"] }));
    expect(await createTlsProber({ address, caFile, now }).probe("shop.example.test")).toEqual({
      kind: "refused",
      code: "alert",
      reason: "no_application_protocol",
    });
  });

  it("is a refusal when the connection is closed in the middle of the handshake", async () => {
    const address = await listen(createTcpServer((socket) => socket.once("data", () => socket.end())));
    expect(await createTlsProber({ address, caFile, now }).probe("shop.example.test")).toEqual({
      kind: "refused",
      code: "closed",
      reason: "the connection was closed during the handshake",
    });
  });

  it("is unreachable when nobody listens", async () => {
    const server = createTcpServer();
    const address = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    open.splice(0);
    const result = await createTlsProber({ address, caFile, now }).probe("shop.example.test");
    expect(result).toEqual({
      kind: "unreachable",
      code: "no_connection",
      reason: "no connection (ECONNREFUSED)",
    });
  });

  it("shows tenants neither its address nor its files, and writes both to the log, once for each change", async () => {
    const server = createTcpServer();
    const { port } = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    open.splice(0);
    const folder = join(directory, "sentinel-folder");
    mkdirSync(folder, { recursive: true });
    const faulty = join(folder, "not-a-certificate.pem");
    writeFileSync(faulty, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    const listening = await serve(authority.issue({ names: ["shop.example.test"] }));
    const cases: [{ host: string; port: number }, string | null, RegExp][] = [
      [{ host: "127.0.0.77", port }, null, new RegExp(`127\\.0\\.0\\.77 port ${port}: ECONNREFUSED`)],
      [{ host: "sentinel-edge.invalid", port }, null, /sentinel-edge\.invalid port \d+: E/],
      [{ host: "127.0.0.77", port: 70_000 }, null, /127\.0\.0\.77 port 70000: ERR_SOCKET_BAD_PORT/],
      [listening, join(folder, "missing.pem"), /sentinel-folder\/missing\.pem: ENOENT/],
      [listening, folder, /sentinel-folder: EISDIR/],
      [listening, faulty, /sentinel-folder\/not-a-certificate\.pem: /],
    ];
    for (const [address, caFile, detail] of cases) {
      const details: string[] = [];
      const prober = createTlsProber({ address, caFile, now, onFault: (text) => details.push(text) });
      for (let turn = 0; turn < 3; turn += 1) {
        const result = await prober.probe("shop.example.test");
        expect(result.reason).not.toBeNull();
        expect(JSON.stringify(result)).not.toMatch(/127\.0\.0|sentinel|70000|\.pem/);
        expect(JSON.stringify(result)).not.toContain(String(port));
      }
      expect(details).toEqual([expect.stringMatching(detail)]);
    }
  });

  it("is unreachable after the time limit when the other side never speaks", async () => {
    const address = await listen(createTcpServer());
    const result = await createTlsProber({ address, caFile, now }).probe("shop.example.test", { timeoutMs: 150 });
    expect(result).toEqual({
      kind: "unreachable",
      code: "timeout",
      reason: "the handshake was not finished within 0.15 s",
    });
  });

  it("is a result and not an exception for a name that cannot be an SNI", async () => {
    const address = await serve(authority.issue({ names: ["127.0.0.1"] }));
    expect(await createTlsProber({ address, caFile, now }).probe("127.0.0.1")).toMatchObject({ reason: null });
    expect(await createTlsProber({ address, caFile, now }).probe("")).toHaveProperty("kind");
  });
});
