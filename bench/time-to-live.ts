import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { z } from "zod";
import { measured, report } from "@/bench/report";
import { benchToken, root, startBenchResponder, startServer } from "@/bench/start-server";
import { startTestCaddy } from "@/e2e/support/caddy";
import { getFreePort } from "@/e2e/support/free-port";
import { startKnot, type Zone } from "@/e2e/support/knot";
import { startPebble } from "@/e2e/support/pebble";
import { startPostgres } from "@/e2e/support/postgres";
import { startUnbound } from "@/e2e/support/unbound";
import { startUpstream } from "@/e2e/support/upstream";
import { percentile } from "@/lib/kernel/percentile";

// How long a customer waits from publishing the records to `verified` and to `live`. Every part is real.
const hostnames = 50;
/** The interval between hostnames. Caddy orders at most 10 certificates in 10 s, so less would measure its queue. */
const arrivalMs = 1_250;
/** Customers read the instructions before they publish. The time varies, so that it does not align with the checks. */
const readingMs = () => 4_500 + Math.random() * 1_000;
const deadlineMs = 60_000;
const pollMs = 500;

const edge = "edge.latchkey-platform.com";
const nameservers = { "ns1.dns-provider.net": ["127.0.0.1"], "ns2.dns-provider.net": ["127.0.0.2"] };

const createdSchema = z.object({
  id: z.string(),
  ownership_challenge: z.object({ name: z.string(), value: z.string() }),
});
const eventsSchema = z.object({ data: z.array(z.object({ type: z.string(), created_at: z.string() })) });
const adminSchema = z.object({ tenant_id: z.string(), application_id: z.string(), api_key: z.string() });

const stops: (() => Promise<void>)[] = [];
try {
  const started = <T extends { stop: () => Promise<void> }>(part: T): T => {
    stops.push(part.stop);
    return part;
  };
  const postgres = started(await startPostgres());
  const customers = Array.from(
    { length: hostnames },
    (_, index): Zone => ({ name: `customer-${index + 1}.com`, nameservers }),
  );
  const knot = started(
    await startKnot({
      zones: [
        { name: "latchkey-platform.com", records: ["edge 60 A 127.0.0.1", "app 60 A 127.0.0.1"], nameservers },
        { name: "dns-provider.net", records: [], nameservers },
        ...customers,
      ],
    }),
  );
  const authority = { ".": { address: "127.0.0.1", port: knot.port } };
  // The CA has its own cache.
  const ourResolver = started(await startUnbound({ stubs: authority }));
  const caResolver = started(await startUnbound({ stubs: authority }));
  const [httpPort, httpsPort, port] = [await getFreePort(), await getFreePort(), await getFreePort()];
  const pebble = started(await startPebble({ httpPort, tlsPort: httpsPort, dnsServer: caResolver.address }));
  const upstream = started(await startUpstream("bench"));
  const server = started(
    await startServer(await postgres.createDatabase(), {
      PORT: String(port),
      LOG_LEVEL: "warn",
      EDGE_HOSTNAME: edge,
      EDGE_ISSUER: pebble.directoryUrl,
      EDGE_HTTP_PORT: String(httpPort),
      EDGE_HTTPS_PORT: String(httpsPort),
      EDGE_CA_FILE: pebble.issuingRootFile,
      EDGE_ACME_CA_FILE: pebble.httpsRootFile,
      DNS_RESOLVERS: ourResolver.address,
      DNS_AUTHORITATIVE_PORT: String(knot.port),
      DNS_ALLOW_PRIVATE_NAMESERVERS: "1",
      EDGE_UPSTREAM_ALLOW: "127.0.0.0/8",
    }),
  );
  const responder = started(await startBenchResponder(server));
  started(
    await startTestCaddy({
      tool: "caddy",
      responderUrl: responder.url,
      internalToken: benchToken,
      controlplaneUrl: server.url,
      appUrl: "https://app.latchkey-platform.com",
      issuer: pebble.directoryUrl,
      trustedRootsFile: pebble.httpsRootFile,
      httpPort,
      httpsPort,
    }),
  );
  const { api_key: key, application_id: applicationId } = await createTenant(server.env, upstream.url);

  async function call(path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${server.url}/v1${path}`, {
      method: body ? "POST" : "GET",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: body ? JSON.stringify(body) : undefined,
      signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  async function connect(zone: string): Promise<{ verified: number; live: number }> {
    const hostname = `www.${zone}`;
    const created = createdSchema.parse(await call("/connections", { application_id: applicationId, hostname }));
    await sleep(readingMs());
    // Starts before the update is sent, so the duration of the update counts.
    const publishedAt = Date.now();
    await knot.update(zone, [
      `add ${created.ownership_challenge.name}. 60 TXT "${created.ownership_challenge.value}"`,
      `add ${hostname}. 60 CNAME ${edge}.`,
    ]);
    for (;;) {
      const { data } = eventsSchema.parse(await call(`/connections/${created.id}/events?limit=100`));
      const secondsTo = (type: string) => {
        const event = data.find((entry) => entry.type === type);
        return event ? (Date.parse(event.created_at) - publishedAt) / 1_000 : Number.NaN;
      };
      const live = secondsTo("domain.flow.completed");
      if (!Number.isNaN(live)) return { verified: secondsTo("domain.verified"), live };
      if (Date.now() - publishedAt > deadlineMs) throw new Error(`${hostname} is not live: ${JSON.stringify(data)}`);
      await sleep(pollMs);
    }
  }

  const times = await Promise.all(
    customers.map(async ({ name }, index) => {
      await sleep(index * arrivalMs);
      return connect(name);
    }),
  );
  const verified = times.map((one) => one.verified);
  const live = times.map((one) => one.live);
  report([
    measured("records published to `verified`: median", percentile(verified, 0.5), "s", { aim: { most: 3 } }),
    measured("… p95", percentile(verified, 0.95), "s"),
    measured("records published to `live`: median", percentile(live, 0.5), "s", { aim: { most: 4 } }),
    measured("… p95", percentile(live, 0.95), "s"),
  ]);
} finally {
  for (const stop of stops.reverse()) await stop();
}

/** With the operator's commands, on a plan that allows this many test domains a day. */
async function createTenant(env: Record<string, string>, upstream: string): Promise<z.infer<typeof adminSchema>> {
  const created = await runAdmin(env, [
    "create-tenant",
    "--name",
    "Bench",
    "--owner",
    "owner@latchkey-platform.com",
    "--environment",
    "test",
    "--upstream",
    upstream,
  ]);
  const tenant = adminSchema.parse(JSON.parse(created));
  await runAdmin(env, ["set-plan", "--tenant", tenant.tenant_id, "--plan", "enterprise"]);
  return tenant;
}

async function runAdmin(env: Record<string, string>, words: readonly string[]): Promise<string> {
  const script = 'import { main } from "./lib/runtime/admin.ts"; await main(process.argv.slice(1));';
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "-e", script, "--", ...words],
    { cwd: root, env: { ...env, LOG_LEVEL: "silent" } as unknown as NodeJS.ProcessEnv, timeout: 30_000 },
  );
  return stdout;
}
