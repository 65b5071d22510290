import { measured, report } from "@/bench/report";
import { startPostgres } from "@/e2e/support/postgres";
import { startPowerDns } from "@/e2e/support/powerdns";
import { startUnbound } from "@/e2e/support/unbound";
import { createCredential } from "@/lib/accounts/credentials/create-credential";
import { createConnection } from "@/lib/connections/create-connection";
import { createConnections } from "@/lib/connections/create-connections";
import { listEvents } from "@/lib/connections/list-events";
import { openPostgres } from "@/lib/db/client";
import { applyMigrations, readMigrations } from "@/lib/db/migrate";
import { createZoneWriters } from "@/lib/dns/adapters/zone-writers";
import { createResolver } from "@/lib/dns/resolver";
import { silentLog } from "@/lib/kernel/log";
import { percentile } from "@/lib/kernel/percentile";
import { createOutboundHttp } from "@/lib/platform/outbound/outbound-http";
import type { Context } from "@/lib/platform/ports/context";
import { createTestService, createTestTenant, validCertificate } from "@/lib/runtime/testing/context";
import { jobHandlers } from "@/lib/runtime/worker/registry";
import { startTick } from "@/lib/runtime/worker/tick";

// How long from `POST /connections` to live where a stored credential writes the records: a real PowerDNS, resolver, database
// and worker. The edge's handshake is answered at once, because bench/time-to-live.ts measures certificates.
const hostnames = Number(process.env.BENCH_HOSTNAMES ?? 20);
const many = 500;
const pollMs = 20;
const deadlineMs = 90_000;
const zone = "customer.com";

const stops: (() => Promise<unknown>)[] = [];
try {
  const postgres = await startPostgres();
  stops.push(() => postgres.stop());
  const powerdns = await startPowerDns([{ name: zone }]);
  stops.push(() => powerdns.stop());
  const addresses = ["ns1", "ns2"].map((label) => {
    const records = [{ content: "127.0.0.1", disabled: false }];
    return { name: `${label}.${zone}.`, type: "A", ttl: 300, changetype: "REPLACE", records };
  });
  await powerdns.call("PATCH", `/${zone}.`, { rrsets: addresses });
  const unbound = await startUnbound({ stubs: { ".": { address: "127.0.0.1", port: powerdns.port } } });
  stops.push(() => unbound.stop());
  const database = openPostgres(await postgres.createDatabase(), 10, () => undefined);
  stops.push(() => database.close());
  await applyMigrations(database, readMigrations());

  let calls = 0;
  const plain = createOutboundHttp({ allowLoopback: true });
  stops.push(() => plain.close());
  const outbound: typeof plain = {
    ...plain,
    send: (request) => {
      calls += 1;
      return plain.send(request);
    },
  };
  const now = () => new Date();
  const resolver = createResolver({
    resolvers: [{ host: "127.0.0.1", port: unbound.port }],
    authoritativePort: powerdns.port,
    allowPrivateNameservers: true,
  });
  stops.push(() => resolver.close());
  const zoneWriters = createZoneWriters({
    now,
    outbound,
    dns: { exchange: async () => Promise.reject(new Error("this bench writes by HTTP")) } as never,
    resolver,
    onDefect: (_provider, text) => console.error(text),
  });
  const service = createTestService(database, {
    now,
    resolver,
    outbound,
    zoneWriters,
    tlsProber: { probe: async () => validCertificate(now()) },
  });
  const { ctx, applicationId } = await createTestTenant(service);
  await createCredential(ctx, {
    id: applicationId,
    provider: "powerdns",
    label: "PowerDNS",
    fields: { base_url: powerdns.baseUrl, api_key: powerdns.apiKey },
  });
  const tick = await startTick(database, {
    now,
    handlers: jobHandlers(service),
    log: silentLog,
    concurrency: 50,
    budgetMs: 3_600_000,
  });
  stops.push(() => tick.stop());

  const times: { written: number; verified: number; live: number; calls: number }[] = [];
  for (let index = 0; index < hostnames; index += 1) {
    const before = calls;
    const startedAt = Date.now();
    const { id } = await createConnection(ctx, { applicationId, hostname: `shop${index}.${zone}` });
    const events = await untilLive(ctx, id);
    const secondsTo = (type: string) =>
      ((events.find((event) => event.type === type)?.createdAt.getTime() ?? Number.NaN) - startedAt) / 1_000;
    times.push({
      written: secondsTo("connection.records_written"),
      verified: secondsTo("domain.verified"),
      live: secondsTo("domain.flow.completed"),
      calls: calls - before,
    });
  }
  const live = times.map((one) => one.live);
  const rows = [
    measured("automatic set-up, created to live: median", percentile(live, 0.5), "s", { aim: { most: 3 } }),
    measured("… p95", percentile(live, 0.95), "s"),
    measured("… calls to the provider: most", Math.max(...times.map((one) => one.calls)), "", { aim: { most: 4 } }),
  ];

  const before = calls;
  const startedAt = Date.now();
  const items = Array.from({ length: many }, (_, index) => ({ hostname: `many${index}.${zone}` }));
  await createConnections(ctx, { applicationId, items });
  const created = Date.now();
  const ofBatch = { hostname: { startsWith: "many" } };
  const countWritten = () =>
    database.prisma.connectionWriting.count({ where: { status: "written", connection: ofBatch } });
  while ((await countWritten()) < many) {
    if (Date.now() - startedAt > deadlineMs) throw new Error("not all of the batch are written");
    await pause();
  }
  const written = (Date.now() - startedAt) / 1_000;
  const callsOfBatch = calls - before;
  report([
    ...rows,
    measured(`${many} hostnames of one zone in one request: created after`, (created - startedAt) / 1_000, "s"),
    measured("… written after", written, "s"),
    measured("… calls to the provider", callsOfBatch, ""),
  ]);
} finally {
  for (const stop of stops.reverse()) await stop();
}

async function untilLive(ctx: Context, id: string) {
  const startedAt = Date.now();
  for (;;) {
    const { data } = await listEvents(ctx, { id, limit: 100 });
    if (data.some(({ type }) => type === "domain.flow.completed")) return data;
    if (Date.now() - startedAt > deadlineMs) throw new Error(`not live: ${JSON.stringify(data)}`);
    await pause();
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, pollMs));
}
