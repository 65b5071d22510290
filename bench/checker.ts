import pMap from "p-map";
import { insertLiveConnections } from "@/bench/insert-live-connections";
import { describeMachine, readMemory } from "@/bench/machine";
import { readRows } from "@/bench/read-rows";
import { startKnot, type Zone } from "@/e2e/support/knot";
import { startPostgres } from "@/e2e/support/postgres";
import { openPostgres } from "@/lib/db/client";
import type { EdgeTarget } from "@/lib/dns/compare-records";
import { observeRecords } from "@/lib/dns/observe-records";
import { desiredRecords } from "@/lib/dns/records/desired-records";
import { createResolver } from "@/lib/dns/resolver";
import { silentLog } from "@/lib/kernel/log";
import { drainJobs } from "@/lib/platform/jobs/drain-jobs";
import { createTestService } from "@/lib/runtime/testing/context";
import { jobHandlers } from "@/lib/runtime/worker/registry";

// Re-checks of live domains: the checker alone, and the whole job. Both against two nameserver addresses.
const connections = Number(process.env.BENCH_CONNECTIONS ?? 5_000);
/** The app's defaults. */
const concurrency = 50;
const poolSize = 10;

const edge: EdgeTarget = { hostname: "edge.latchkey-platform.com", addresses: ["127.0.0.1"] };
const nameservers = { "ns1.dns-provider.net": ["127.0.0.1"], "ns2.dns-provider.net": ["127.0.0.2"] };
const alias = `60 CNAME ${edge.hostname}.`;

const customerZones = Array.from(
  { length: connections },
  (_, index): Zone => ({ name: `customer-${index + 1}.com`, records: [`www ${alias}`], nameservers }),
);

const shapes = {
  "a domain each": { name: (n: number) => `www.customer-${n}.com`, sql: "'www.customer-' || n || '.com'" },
  "one domain": { name: (n: number) => `s${n}.shared-zone.com`, sql: "'s' || n || '.shared-zone.com'" },
};

function openResolver(port: number) {
  return createResolver({
    resolvers: [{ host: "127.0.0.1", port }],
    authoritativePort: port,
    allowPrivateNameservers: true,
  });
}

/** Only the DNS queries and the comparison. */
async function timeChecker(port: number, name: (n: number) => string): Promise<number> {
  const resolver = openResolver(port);
  const hostnames = Array.from({ length: connections }, (_, index) => name(index + 1));
  let matches = 0;
  const check = async (hostname: string) => {
    const desired = desiredRecords({ hostname, kind: "subdomain" }, edge, null);
    const [seen] = await observeRecords(resolver, desired, edge);
    if (seen?.observation.kind === "match") matches += 1;
  };
  const startedAt = performance.now();
  await pMap(hostnames, check, { concurrency });
  const elapsedMs = performance.now() - startedAt;
  await resolver.close();
  if (matches !== connections) throw new Error(`${matches} of ${connections} matched`);
  return perSecond(elapsedMs);
}

/** The whole jobs, through the drain: claim, read, query, write, complete. */
async function timeJobs(port: number, databaseUrl: string, hostnameSql: string): Promise<number> {
  await insertLiveConnections(databaseUrl, connections, hostnameSql);
  await readRows(
    databaseUrl,
    `INSERT INTO jobs (name, key, payload, run_at, created_at)
     SELECT 'check-records', 'check-records:' || id, jsonb_build_object('tenantId', tenant_id, 'connectionId', id),
       now() - interval '1 second', now() FROM connections`,
  );
  const database = openPostgres(databaseUrl, poolSize, () => undefined);
  const resolver = openResolver(port);
  const service = createTestService(database, { resolver }, { sandbox: false, edge, platformHostnames: [] });
  const startedAt = performance.now();
  const report = await drainJobs(database, {
    now: service.now,
    handlers: jobHandlers(service),
    log: silentLog,
    concurrency,
    budgetMs: 600_000,
  });
  const elapsedMs = performance.now() - startedAt;
  await resolver.close();
  await database.close();
  const [row] = await readRows(
    databaseUrl,
    `SELECT count(*)::int AS checked FROM connections
     WHERE state = 'live' AND pointing = 'ok' AND records_checked_at IS NOT NULL AND mismatches = 0`,
  );
  if (report.run !== connections || report.failed > 0 || row?.checked !== connections) {
    throw new Error(`${JSON.stringify(report)}, ${row?.checked} of ${connections} checked`);
  }
  return perSecond(elapsedMs);
}

const perSecond = (elapsedMs: number) => Math.round(connections / (elapsedMs / 1_000));

const stops: (() => Promise<void>)[] = [];
try {
  console.log(describeMachine());
  const postgres = await startPostgres();
  stops.push(postgres.stop);
  const knot = await startKnot({
    zones: [
      { name: "latchkey-platform.com", records: ["edge 60 A 127.0.0.1"], nameservers },
      { name: "dns-provider.net", records: [], nameservers },
      { name: "shared-zone.com", records: [`* ${alias}`], nameservers },
      ...customerZones,
    ],
  });
  stops.push(knot.stop);
  const rows = [];
  for (const [hostnames, { name, sql }] of Object.entries(shapes)) {
    rows.push({
      hostnames: `${connections} of ${hostnames}`,
      "checker alone, per second": await timeChecker(knot.port, name),
      "jobs with database, per second": await timeJobs(knot.port, await postgres.createDatabase(), sql),
    });
  }
  console.table(rows);
  console.log(`memory of the worker: ${JSON.stringify(readMemory(process.pid))}`);
} finally {
  for (const stop of stops.reverse()) await stop();
}
