import { appendFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { openPostgres } from "@/lib/db/client";
import { createResolver } from "@/lib/dns/resolver";
import { silentLog } from "@/lib/kernel/log";
import { jobNames } from "@/lib/platform/jobs/catalog";
import type { JobHandler } from "@/lib/platform/jobs/run-job";
import { createOutboundHttp } from "@/lib/platform/outbound/outbound-http";
import { createTestService, validCertificate } from "@/lib/runtime/testing/context";
import { jobHandlers } from "@/lib/runtime/worker/registry";
import { startTick } from "@/lib/runtime/worker/tick";

// A single worker that a test can kill: worker-process DATABASE_URL DNS_PORT LEASE_MS JOURNAL
// The journal says when a job begins (+) and ends (-), so that the test that kills it knows what was interrupted.
const [databaseUrl = "", dnsPort = "", leaseMs = "", journalPath = ""] = process.argv.slice(2);
const HANDSHAKE_MS = 30;

const now = () => new Date();
const database = openPostgres(databaseUrl, 8, (error) => console.error(error.message));
const verbs = jobHandlers(
  createTestService(
    database,
    {
      resolver: createResolver({
        resolvers: [{ host: "127.0.0.1", port: Number(dnsPort) }],
        authoritativePort: Number(dnsPort),
        allowPrivateNameservers: true,
      }),
      // The edge is not under test: it has a certificate for every name, after the duration of a handshake.
      tlsProber: {
        probe: async () => {
          await setTimeout(HANDSHAKE_MS);
          return validCertificate(now());
        },
      },
      outbound: createOutboundHttp({ allowLoopback: true }),
    },
    { edge: { hostname: "edge.latchkey.test", addresses: ["127.0.0.1"] }, recheckIntervalMs: 120_000 },
  ),
);
const journaled =
  (handler: JobHandler): JobHandler =>
  async (payload, pool) => {
    appendFileSync(journalPath, "+");
    try {
      return await handler(payload, pool);
    } finally {
      appendFileSync(journalPath, "-");
    }
  };
const handlers = Object.fromEntries(jobNames.map((name) => [name, journaled(verbs[name])])) as typeof verbs;
await startTick(database, {
  now,
  handlers,
  log: silentLog,
  concurrency: 8,
  budgetMs: 60_000,
  leaseMs: Number(leaseMs),
});
console.log("working");
