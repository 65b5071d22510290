import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pMap from "p-map";
import { z } from "zod";
import { report } from "@/bench/report";
import { getFreePort } from "@/e2e/support/free-port";
import { type Latchkey, sandboxKey, startLatchkey } from "@/e2e/support/latchkey";
import { startPebble } from "@/e2e/support/pebble";
import { startPostgres } from "@/e2e/support/postgres";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";

// What an installation of idle live domains writes to its logs in a day: app, worker, responder and Caddy as they are shipped.
const hosts = Number(process.env.BENCH_HOSTS ?? 50);
const idleSeconds = Number(process.env.BENCH_IDLE_SECONDS ?? 60);
/** Much oftener than in production: a line for each check would show. */
const recheckSeconds = 2;
const recheckSecondsDefault = 600;
const requests = 100;
const daySeconds = 86_400;
const perThousand = 1_000;
/** Caddy renews in the last third of a lifetime. */
const renewalDays = { "6-day": 4, "90-day": 60 };

const connection = z.object({
  id: z.uuid(),
  state: z.string(),
  ownership_challenge: z.object({ name: z.string(), type: z.string(), value: z.string() }),
  desired_records: z.array(z.object({ host: z.string(), type: z.string(), value: z.string() })),
});

const scratch = createScratchDirectory("log-volume");
const postgres = await startPostgres();
const [http, https, dnsPort, metricsPort] = [
  await getFreePort(),
  await getFreePort(),
  await getFreePort(),
  await getFreePort(),
];
const pebble = await startPebble({ httpPort: http, tlsPort: https, dnsServer: `127.0.0.1:${dnsPort}` });
const latchkey = await startLatchkey({
  mode: "sandbox",
  databaseUrl: await postgres.createDatabase(),
  dataDir: join(scratch.path, "data"),
  edgePorts: { http, https },
  env: {
    SANDBOX_DNS_PORT: String(dnsPort),
    EDGE_ISSUER: pebble.directoryUrl,
    EDGE_ACME_CA_FILE: pebble.httpsRootFile,
    EDGE_CA_FILE: pebble.issuingRootFile,
    RECHECK_INTERVAL: `${recheckSeconds}s`,
    LOG_LEVEL: "info",
    METRICS_PORT: String(metricsPort),
  },
});
try {
  await measure();
} finally {
  await latchkey.stop();
  await pebble.stop();
  await postgres.stop();
  scratch.remove();
}

async function measure(): Promise<void> {
  const api = latchkey.api(sandboxKey);
  const own = await writtenBy(async () => {
    for (let count = 0; count < requests; count += 1) await api("GET", "/v1/connections");
  });
  const perRequest = own.ours / requests;
  const setUp = await writtenBy(async () => {
    await pMap(
      Array.from({ length: hosts }, (_, index) => `shop-${index}.acme.test`),
      connect,
      { concurrency: 5 },
    );
  });
  // Each was asked for again and again until it was live: what Caddy wrote is about certificates alone.
  const perCertificate = setUp.caddy / hosts;
  const before = await countChecks();
  const idle = await writtenBy(() => sleep(idleSeconds * 1_000));
  const checks = (await countChecks()) - before;
  const idleMb = ((idle.ours + idle.caddy) / idleSeconds) * (daySeconds / 1e6);
  const renewalsMb = (days: number) => (perCertificate * perThousand) / days / 1e6;
  const total = idleMb + renewalsMb(renewalDays["6-day"]);
  const asMany = Math.round((checks / idleSeconds) * recheckSecondsDefault);
  const baseline = `a request to /v1 ${Math.round(perRequest)} B`;
  report([
    {
      what: `logs of idle live domains without renewals, a day: from ${idleSeconds} s with ${checks} checks, those of ${asMany} domains`,
      figure: `${idleMb.toFixed(2)} MB`,
      baseline,
      ratio: null,
      aim: null,
      met: null,
    },
    {
      what: "Caddy's log for one certificate",
      figure: `${(perCertificate / 1e3).toFixed(1)} kB`,
      baseline,
      ratio: perCertificate / perRequest,
      aim: null,
      met: null,
    },
    ...Object.entries(renewalDays).map(([lifetime, days]) => ({
      what: `Caddy's log for the renewals of 1,000 ${lifetime} certificates, a day`,
      figure: `${renewalsMb(days).toFixed(2)} MB`,
      baseline,
      ratio: null,
      aim: null,
      met: null,
    })),
    {
      what: "all logs of 1,000 idle live domains, a day, with 6-day certificates",
      figure: `${total.toFixed(2)} MB`,
      baseline,
      ratio: (total * 1e6) / perRequest,
      aim: "≤ 5 MB",
      met: total <= 5,
    },
  ]);
}

/** Of the worker, since it started. */
async function countChecks(): Promise<number> {
  const headers = { "x-latchkey-token": latchkey.internalToken };
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`, { headers })).text();
  const counts = [...text.matchAll(/^latchkey_checks_total\{[^}]*\} (\d+)$/gm)].map(([, count]) => Number(count));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Bytes that were added to the logs meanwhile. */
async function writtenBy(run: () => Promise<unknown>): Promise<{ ours: number; caddy: number }> {
  const before = sizes(latchkey);
  await run();
  // What was written last is on disk after a moment.
  await sleep(2_000);
  const after = sizes(latchkey);
  return { ours: after.ours - before.ours, caddy: after.caddy - before.caddy };
}

function sizes({ logPath, dataDir }: Latchkey): { ours: number; caddy: number } {
  const sizeOf = (path: string) => (existsSync(path) ? statSync(path).size : 0);
  const ofCaddy = readdirSync(dataDir).filter((name) => name.startsWith("caddy") && name.endsWith(".log"));
  return {
    ours: sizeOf(logPath),
    caddy: ofCaddy.reduce((sum, name) => sum + sizeOf(join(dataDir, name)), 0),
  };
}

/** Until it is live, by few requests. */
async function connect(hostname: string): Promise<void> {
  const api = latchkey.api(sandboxKey);
  const applications = await api("GET", "/v1/applications");
  const [application] = z.object({ data: z.array(z.object({ id: z.uuid() })) }).parse(applications.body).data;
  const created = connection.parse(
    (await api("POST", "/v1/connections", { application_id: application?.id, hostname })).body,
  );
  const desired = created.desired_records.map(({ host, type, value }) => ({ name: host, type, value }));
  for (const record of [created.ownership_challenge, ...desired]) {
    const { name, type, value } = record;
    await api("POST", "/sandbox/records", { name, type, value });
  }
  for (;;) {
    const { state } = connection.parse((await api("GET", `/v1/connections/${created.id}`)).body);
    if (state === "live") return;
    await sleep(1_000);
  }
}
