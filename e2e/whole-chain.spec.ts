import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import type { CaddyTool } from "@/e2e/support/caddy";
import { createTestAuthority } from "@/e2e/support/certificates";
import { requestThroughEdge } from "@/e2e/support/edge-request";
import { getFreePort } from "@/e2e/support/free-port";
import { type Knot, startKnot } from "@/e2e/support/knot";
import { type Api, type Latchkey, sandboxKey, startLatchkey } from "@/e2e/support/latchkey";
import { startPebble } from "@/e2e/support/pebble";
import { startPostgres } from "@/e2e/support/postgres";
import { startScriptedProxy } from "@/e2e/support/scripted-proxy";
import { startUnbound } from "@/e2e/support/unbound";
import { startUpstream } from "@/e2e/support/upstream";
import {
  createApplicationByApi,
  createConnectionByApi,
  eventTypesOf,
  expectState,
  type WireConnection,
} from "@/e2e/support/wire";
import { challenge } from "@/lib/dns/records/challenge";
import { timeLimit } from "@/scripts/time-limit.mjs";

// The product end to end: a real authority, a caching resolver, a real CA, a real Caddy, the real server.
// Production refuses reserved top-level domains, so the names look real; no traffic leaves the machine.
const PLATFORM = "latchkey-platform.com";
const EDGE = `edge.${PLATFORM}`;
const SHOP_ZONE = "first-customer.com";
const SHOP = `shop.${SHOP_ZONE}`;
const APEX = "second-customer.net";
const UNKNOWN = `unknown.${SHOP_ZONE}`;

/** For every change that the worker has to notice: proof, records, certificate, drift. */
const STATE_TIMEOUT_MS = timeLimit(90_000);
const ASK_TIMEOUT_MS = timeLimit(10_000);
const allowed = ["verified", "propagating", "issuing_cert", "live"];

// Each combination has its own servers.
test.describe.configure({ mode: "parallel" });

const combinations: { caddy: CaddyTool; engine: "postgres" | "pglite" }[] = [
  { caddy: "caddy", engine: "postgres" },
  { caddy: "caddy-2.6", engine: "pglite" },
  { caddy: "caddy-2.6", engine: "postgres" },
  { caddy: "caddy", engine: "pglite" },
];

for (const { caddy, engine } of combinations) {
  const mode = engine === "postgres" ? "production" : "sandbox";

  test.describe(`${caddy} with ${engine} in ${mode}`, () => {
    test.describe.configure({ mode: "serial" });
    const stops: (() => Promise<void>)[] = [];
    const tails: (() => string[])[] = [];
    let knot: Knot;
    let latchkey: Latchkey;
    let api: Api;
    let ca: string;
    let applications: { first: string; second: string };
    let shop: WireConnection;
    let apex: WireConnection;

    const visit = (hostname: string, path = "/") =>
      requestThroughEdge({ port: latchkey.edge.httpsPort, hostname, path, ca });
    const publishTxt = ({ ownership_challenge: challenge }: WireConnection, zone: string) =>
      knot.update(zone, [`add ${challenge.name}. 60 TXT "${challenge.value}"`]);
    const publishRecords = (connection: WireConnection, zone: string, operation: "add" | "delete" = "add") =>
      knot.update(
        zone,
        connection.desired_records.map(({ host, type, value }) =>
          operation === "add"
            ? `add ${host}. 60 ${type} ${type === "CNAME" ? `${value}.` : value}`
            : `delete ${host}. ${type}`,
        ),
      );

    test.beforeAll(async () => {
      const edgePorts = { http: await getFreePort(), https: await getFreePort() };
      knot = await startKnot({
        zones: [
          { name: PLATFORM, records: ["edge 60 A 127.0.0.1", "app 60 A 127.0.0.1"] },
          { name: SHOP_ZONE },
          { name: APEX },
        ],
      });
      stops.push(knot.stop);
      // As in production, the CA has its own resolver, so our negative cache does not affect it.
      const stubs = { ".": { address: "127.0.0.1", port: knot.port } };
      const [ours, theirs] = await Promise.all([startUnbound({ stubs }), startUnbound({ stubs })]);
      stops.push(ours.stop, theirs.stop);
      const pebble = await startPebble({
        httpPort: edgePorts.http,
        tlsPort: edgePorts.https,
        dnsServer: theirs.address,
      });
      stops.push(pebble.stop);
      tails.push(pebble.tail);
      ca = readFileSync(pebble.issuingRootFile, "utf8");
      const [one, two] = await Promise.all([startUpstream("one"), startUpstream("two")]);
      stops.push(one.stop, two.stop);
      const postgres = engine === "postgres" ? await startPostgres({ sharedUrl: process.env.TEST_POSTGRES_URL }) : null;
      if (postgres) stops.push(postgres.stop);

      latchkey = await startLatchkey({
        mode,
        caddy,
        edgePorts,
        databaseUrl: await postgres?.createDatabase(),
        env: {
          APP_URL: `https://app.${PLATFORM}`,
          EDGE_HOSTNAME: EDGE,
          EDGE_ADDRESSES: "127.0.0.1",
          EDGE_ISSUER: pebble.directoryUrl,
          EDGE_ACME_CA_FILE: pebble.httpsRootFile,
          EDGE_CA_FILE: pebble.issuingRootFile,
          DNS_RESOLVERS: ours.address,
          DNS_AUTHORITATIVE_PORT: String(knot.port),
          DNS_ALLOW_PRIVATE_NAMESERVERS: "1",
          // The applications' origins are on loopback.
          EDGE_UPSTREAM_ALLOW: "127.0.0.0/8",
          RECHECK_INTERVAL: "5s",
        },
      });
      stops.push(latchkey.stop);
      const caddyLog = join(latchkey.dataDir, "caddy.log");
      tails.push(latchkey.tail, () => readFileSync(caddyLog, "utf8").trimEnd().split("\n"));
      const key =
        mode === "production"
          ? (await latchkey.createTenant({ name: "Acme", owner: "owner@acme.example" })).key
          : sandboxKey;
      api = latchkey.api(key);
      const environment = mode === "production" ? "live" : "test";
      applications = {
        first: await createApplicationByApi(api, { name: "First", environment, upstream: one.url }),
        second: await createApplicationByApi(api, { name: "Second", environment, upstream: two.url }),
      };
    });

    // Their log folders are deleted by the time the report is read.
    test.afterEach(async () => {
      const info = test.info();
      if (info.status === info.expectedStatus) return;
      const body = tails.flatMap((tail) => ["", ...tail().slice(-30)]).join("\n");
      await info.attach("the servers' last lines", { body, contentType: "text/plain" });
    });

    test.afterAll(async () => {
      for (const stop of stops.reverse()) await stop();
    });

    test("an unproven name is refused, with what was observed", async () => {
      shop = await createConnectionByApi(api, applications.first, SHOP);
      expect(shop.desired_records).toMatchObject([{ host: SHOP, type: "CNAME", value: EDGE }]);
      expect(await latchkey.ask(SHOP)).toBe(403);
      await expect(visit(SHOP)).rejects.toThrow();

      const refused = await api("POST", `/v1/connections/${shop.id}/verify`);
      expect(refused).toMatchObject({
        status: 409,
        body: {
          error: {
            code: "ownership_not_found",
            details: { name: challenge.name(SHOP), type: "TXT", seen: "missing", values: [] },
          },
        },
      });
      await knot.update(SHOP_ZONE, [`add ${shop.ownership_challenge.name}. 60 TXT "somebody-else"`]);
      expect(await api("POST", `/v1/connections/${shop.id}/verify`)).toMatchObject({
        status: 409,
        body: { error: { code: "ownership_not_found", details: { seen: "seen", values: ["somebody-else"] } } },
      });
      expect(await latchkey.ask(SHOP)).toBe(403);
    });

    test("the published TXT record proves control, and a certificate is allowed", async () => {
      await publishTxt(shop, SHOP_ZONE);
      await expectState(api, shop.id, allowed, STATE_TIMEOUT_MS);
      await expect.poll(() => latchkey.ask(SHOP), { timeout: ASK_TIMEOUT_MS, intervals: [50] }).toBe(200);
    });

    test("the published CNAME makes it live, and a visitor reaches its application over HTTPS", async () => {
      await publishRecords(shop, SHOP_ZONE);
      await expectState(api, shop.id, ["live"], STATE_TIMEOUT_MS);
      const { status, body } = await visit(SHOP, "/cart?x=1");
      expect(status, body).toBe(200);
      expect(JSON.parse(body)).toMatchObject({ origin: "one", url: "/cart?x=1", headers: { host: SHOP } });
      const events = await eventTypesOf(api, shop.id);
      expect(events.filter((type) => type === "ssl.issued" || type === "domain.flow.completed")).toEqual([
        "ssl.issued",
        "domain.flow.completed",
      ]);
    });

    test("an apex with A records becomes live and reaches the other application", async () => {
      apex = await createConnectionByApi(api, applications.second, APEX);
      expect(apex.kind).toBe("apex");
      expect(apex.desired_records).toMatchObject([{ host: APEX, type: "A", value: "127.0.0.1" }]);
      await publishTxt(apex, APEX);
      await publishRecords(apex, APEX);
      await expectState(api, apex.id, ["live"], STATE_TIMEOUT_MS);
      const [second, first] = await Promise.all([visit(APEX), visit(SHOP)]);
      expect(JSON.parse(second.body)).toMatchObject({ origin: "two", headers: { host: APEX } });
      expect(JSON.parse(first.body)).toMatchObject({ origin: "one", headers: { host: SHOP } });
    });

    // The sandbox's key is a test key, which cannot choose one.
    if (mode === "production") {
      test("the hostname of share pages serves them and nothing else of the app, until it is given up", async () => {
        expect(await api("PUT", `/v1/branding/hostname/${apex.id}`)).toMatchObject({
          status: 200,
          body: { brand: { name: "Acme", link_origin: `https://${APEX}` } },
        });
        const { url } = (await api("POST", `/v1/connections/${shop.id}/share-links`, {})).body as { url: string };
        const { host, pathname } = new URL(url);
        expect(host).toBe(APEX);
        const shared = () => visit(APEX, pathname);
        const whenRouted = { timeout: ASK_TIMEOUT_MS, intervals: [100] };
        await expect.poll(async () => (await shared()).status, whenRouted).toBe(200);
        const { body, headers } = await shared();
        expect(body).toContain("Acme");
        expect(body).toContain(SHOP);
        expect(headers).not.toHaveProperty("set-cookie");
        expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
        const [script] = /\/widget\/v1\/[0-9a-f]+\/hosted\.js/.exec(body) ?? [];
        expect((await visit(APEX, script)).status).toBe(200);
        for (const path of [
          "/",
          "/sign-in",
          "/v1/branding",
          "/api/auth/session",
          "/docs",
          "/healthz",
          "/internal/work",
        ]) {
          expect((await visit(APEX, path)).status, path).toBe(404);
        }
        expect(JSON.parse((await visit(SHOP)).body)).toMatchObject({ origin: "one" });

        expect((await api("DELETE", "/v1/branding/hostname")).status).toBe(200);
        await expect.poll(async () => (await visit(APEX)).body, whenRouted).toContain('"origin":"two"');
        expect((await visit(`app.${PLATFORM}`, pathname)).status).toBe(200);
      });
    }

    test("a removed record causes drift that keeps the certificate, and restoring it a recovery", async () => {
      await publishRecords(shop, SHOP_ZONE, "delete");
      await expectState(api, shop.id, ["drifted"], STATE_TIMEOUT_MS);
      expect(await eventTypesOf(api, shop.id)).toContain("domain.drift");
      expect(await latchkey.ask(SHOP)).toBe(200);

      await publishRecords(shop, SHOP_ZONE);
      await expectState(api, shop.id, ["live"], STATE_TIMEOUT_MS);
      expect(await eventTypesOf(api, shop.id)).toContain("domain.recovered");
      expect(JSON.parse((await visit(SHOP)).body)).toMatchObject({ origin: "one" });
    });

    // One combination is enough. Outside the sandbox, only public addresses on ports 80 and 443 are contacted.
    if (mode === "sandbox" && caddy === "caddy") {
      test("a proxy that forwards visitors to us recovers a drifted domain, although other records were requested", async () => {
        // At first it takes visitors over HTTPS and passes them on over plain HTTP, which ends in redirects.
        let isFull = false;
        const proxy = await startScriptedProxy({
          rule: ({ secure }) => ({ pass: secure && isFull ? "https" : "http" }),
          to: latchkey.edge,
          certificate: createTestAuthority("proxy-test").issue({ names: [SHOP] }),
          host: "127.0.0.2",
          ports: latchkey.edge,
        });
        stops.push(proxy.stop);
        await publishRecords(shop, SHOP_ZONE, "delete");
        await expectState(api, shop.id, ["drifted"], STATE_TIMEOUT_MS);
        await knot.update(SHOP_ZONE, [`add ${SHOP}. 60 A 127.0.0.2`]);
        const codes = async () => {
          const { body } = await api("GET", `/v1/connections/${shop.id}/diagnosis`);
          return (body as { findings: { code: string }[] }).findings.map(({ code }) => code);
        };
        await expect.poll(codes, { timeout: STATE_TIMEOUT_MS, intervals: [1_000] }).toContain("redirect-loop");
        expect((await api("GET", `/v1/connections/${shop.id}`)).body).toMatchObject({ state: "drifted" });
        isFull = true;
        await expectState(api, shop.id, ["live"], STATE_TIMEOUT_MS);
        const { body } = await api("GET", `/v1/connections/${shop.id}`);
        expect(body).toMatchObject({
          pointing: "ok",
          observed_records: [{ propagated: false, observed_value: "127.0.0.2" }],
        });
      });
    }

    test("an archived name is refused and shows that it is not connected; an unknown name gets no handshake", async () => {
      expect((await api("DELETE", `/v1/connections/${shop.id}`)).status).toBe(200);
      await expect.poll(() => latchkey.ask(SHOP), { timeout: ASK_TIMEOUT_MS, intervals: [50] }).toBe(403);
      const { status, body } = await visit(SHOP);
      expect(status).toBe(404);
      expect(body).toContain("This domain is not connected");

      await knot.update(SHOP_ZONE, [`add ${UNKNOWN}. 60 CNAME ${EDGE}.`]);
      await expect(visit(UNKNOWN)).rejects.toThrow();
      expect(JSON.parse((await visit(APEX)).body)).toMatchObject({ origin: "two" });
    });
  });
}
