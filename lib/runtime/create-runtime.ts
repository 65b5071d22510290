import { readFileSync } from "node:fs";
import { noBilling } from "@/lib/accounts/billing/no-billing";
import { createApiCallMeter } from "@/lib/accounts/quotas/api-call-meter";
import { createRateLimiter } from "@/lib/accounts/quotas/rate-limit";
import { type Runtime, runtimeHolder } from "@/lib/api/runtime";
import { type Database, openPglite, openPostgres } from "@/lib/db/client";
import { applyMigrations, newerDatabaseWarning, readAppliedMigrations, readMigrations } from "@/lib/db/migrate";
import { waitForDatabase } from "@/lib/db/wait-for-database";
import { watchListens } from "@/lib/db/watch-listens";
import { createProviderDns } from "@/lib/dns/adapters/create-provider-dns";
import { createZoneWriters } from "@/lib/dns/adapters/zone-writers";
import { createAddressLookup } from "@/lib/dns/address-lookup";
import { createRecursiveDns } from "@/lib/dns/recursive";
import { createResolver, systemResolvers } from "@/lib/dns/resolver";
import { openControlPlane } from "@/lib/edge/control-plane/open-control-plane";
import { edgeCaFile } from "@/lib/edge/edge-ca-file";
import { createEdgeReach } from "@/lib/edge/edge-reach";
import { readIssuers } from "@/lib/edge/issuance/read-issuers";
import { openUpstreams } from "@/lib/edge/open-upstreams";
import { createOriginEcho } from "@/lib/edge/origin-echo";
import { createReachProber } from "@/lib/edge/reach-prober";
import { createReachTokens, reachSecret } from "@/lib/edge/reach-token";
import { createTlsProber } from "@/lib/edge/tls-prober";
import { type Env, processEnv } from "@/lib/kernel/env";
import { errorText } from "@/lib/kernel/errors";
import { createLog, type Log } from "@/lib/kernel/log";
import { createMetrics } from "@/lib/kernel/metrics";
import { noTracer, type Tracer } from "@/lib/kernel/tracer";
import { openChangeFeed } from "@/lib/platform/changes/change-feed";
import { createEncryptor } from "@/lib/platform/crypto/encryptor";
import { createPasswords } from "@/lib/platform/crypto/passwords";
import { createSessionCookie } from "@/lib/platform/crypto/session-cookie";
import { createTokenSigner } from "@/lib/platform/crypto/token-signer";
import { createNoMailer } from "@/lib/platform/mail/no-mailer";
import { createSandboxMailer } from "@/lib/platform/mail/sandbox-mailer";
import { createOutboundHttp } from "@/lib/platform/outbound/outbound-http";
import { createRdap, noRegistry } from "@/lib/platform/outbound/rdap";
import { networkLookup } from "@/lib/platform/outbound/resolve-target";
import type { Billing } from "@/lib/platform/ports/billing";
import type { ServiceContext } from "@/lib/platform/ports/context";
import type { CertificateAuthority } from "@/lib/platform/ports/issuers";
import type { Mailer } from "@/lib/platform/ports/mailer";
import { createProcessMemory } from "@/lib/platform/ports/process-memory";
import { processProblems } from "@/lib/runtime/process-problems";
import { readFigures } from "@/lib/runtime/read-figures";
import { traceOutbound, traceResolver } from "@/lib/runtime/tracing/trace-ports";
import { observeHandlers } from "@/lib/runtime/worker/observe-handlers";
import { jobHandlers } from "@/lib/runtime/worker/registry";
import packageJson from "@/package.json";

/** Counts in memory are written this often: a crash loses that much at most. */
const flushMs = 10_000;

type RuntimeOptions = {
  /** Whether a database that is away is waited for, as a server does, or is an error. */
  waitForDatabase?: boolean;
  /** Default: the app. */
  process?: "app" | "worker";
};

/**
 * Opens the runtime of this process, once: every transport finds it by `getRuntime` from then on. The call after a
 * failed one tries again.
 */
export function createRuntime(options: RuntimeOptions = {}): Promise<Runtime> {
  const holder = runtimeHolder();
  holder.opening ??= openRuntime(processEnv(), options).catch((error) => {
    holder.opening = null;
    throw error;
  });
  return holder.opening;
}

async function openRuntime(env: Env, options: RuntimeOptions): Promise<Runtime> {
  const log = createLog(env);
  const issuers = issuersOf(env);
  const now = () => new Date();
  const processName = options.process ?? "app";
  const tracer = await openTracer(env, processName, log, now);
  const opened: Database = env.databaseUrl
    ? openPostgres(env.databaseUrl, env.databasePoolSize, (error) => log.warn({ err: errorText(error) }, "database"), {
        directUrl: env.databaseDirectUrl,
        replicaUrl: env.databaseReplicaUrl,
        tracer,
      })
    : await openPglite(env.dataDir);
  const { database, listens } = watchListens(opened, () => performance.now());
  const migrations = readMigrations();
  const migrate = () => applyMigrations(database, migrations);
  if (options.waitForDatabase) await waitForDatabase(migrate, { onWaiting: (sentence) => log.warn(sentence) });
  else await migrate();
  const newer = newerDatabaseWarning(await readAppliedMigrations(database), migrations);
  if (newer !== null) log.warn(newer);
  const sandboxDns = [{ host: "127.0.0.1", port: env.dns.sandboxPort }];
  const dns = {
    resolvers: env.dns.resolvers ?? (env.sandbox ? sandboxDns : systemResolvers()),
    authoritativePort: env.sandbox && !env.dns.resolvers ? env.dns.sandboxPort : env.dns.authoritativePort,
    allowPrivateNameservers: env.dns.allowPrivateNameservers,
  };
  const resolver = createResolver(dns);
  const tracedResolver = tracer === null ? resolver : traceResolver(resolver, tracer);
  const recursive = createRecursiveDns(dns);
  const reachTokens = createReachTokens(reachSecret(env.tokenSecret));
  const reach = createReachProber({
    // Visitors connect to ports 80 and 443, wherever our edge listens behind them; the sandbox has no such visitors.
    httpPort: env.sandbox ? env.edge.httpPort : 80,
    httpsPort: env.sandbox ? env.edge.httpsPort : 443,
    allowPrivate: env.sandbox,
    caFile: edgeCaFile(env),
    tokens: reachTokens,
    now,
  });
  const outboundNames = createAddressLookup({ servers: env.dns.resolvers });
  const plainOutbound = createOutboundHttp({ allowLoopback: env.sandbox, lookup: networkLookup(outboundNames) });
  const outbound = tracer === null ? plainOutbound : traceOutbound(plainOutbound, tracer);
  const openedUpstreams = openUpstreams(env, reachTokens, now);
  const upstreams = openedUpstreams.createWith(async (hostname) => {
    const claim = await database.prisma.hostnameClaim.findUnique({ where: { hostname }, select: { hostname: true } });
    return claim !== null;
  });
  const service: ServiceContext = {
    now,
    database,
    resolver: tracedResolver,
    recursive,
    tlsProber: createTlsProber({
      address: env.edge.probeAddress,
      caFile: edgeCaFile(env),
      now,
      onFault: (detail) => log.warn({ detail }, "the worker's handshakes with the edge fail"),
    }),
    reach,
    originEcho: createOriginEcho({ address: env.edge.probeAddress }),
    edgeReach: createEdgeReach({ prober: reach, ownAddresses: env.edge.addresses, now }),
    outbound,
    registry: env.rdapBootstrapUrl ? createRdap({ outbound, bootstrapUrl: env.rdapBootstrapUrl, now }) : noRegistry,
    zoneWriters: createZoneWriters({
      now,
      outbound,
      dns: createProviderDns({ allowLoopback: env.sandbox, lookup: networkLookup(outboundNames) }),
      resolver,
      baseUrls: env.dnsProviderUrls,
      onDefect: (provider, text) => log.error({ provider, err: text }, "an adapter failed"),
    }),
    upstreams,
    billing: await createBilling(env),
    encryptor: createEncryptor(env.credentialKeys),
    tokens: createTokenSigner(env.tokenSecret),
    mailer: await createMailer(env, database, now, log),
    passwords: createPasswords(),
    changes: await openChangeFeed(database, now, log),
    memory: createProcessMemory(),
    sessions: createSessionCookie({ secret: env.authSecret, appUrl: env.appUrl, sandbox: env.sandbox }),
    log,
    policy: {
      sandbox: env.sandbox,
      appUrl: env.appUrl,
      signUp: env.signUp,
      mailsPerHour: env.mailsPerHour,
      edge: { hostname: env.edge.hostname, addresses: env.edge.addresses },
      // In production, whatever is in front of the edge listens on the usual one.
      edgeUrlPort: env.sandbox && env.edge.httpsPort !== 443 ? env.edge.httpsPort : null,
      platformHostnames: [env.edge.hostname, new URL(env.appUrl).hostname],
      issuers,
      caaIdentities: [...new Set(issuers.flatMap((issuer) => issuer.caaIdentities))],
      recheckIntervalMs: env.recheckIntervalMs,
      unreachableAfterMs: env.unreachableAfterMs,
      deliveriesKeptMs: env.deliveriesKeptMs,
      eventsKeptMs: env.eventsKeptMs,
      contestGraceMs: env.contestGraceMs,
      planPrices: env.planPrices,
      planContact: env.planContact,
      upgradeUrl: `${env.appUrl}/usage`,
    },
  };
  const apiCalls = createApiCallMeter(service);
  const flush = () =>
    apiCalls.flush().catch((error) => log.warn({ err: errorText(error) }, "could not write the API call counts"));
  const flusher = setInterval(flush, flushMs);
  flusher.unref();
  const edges = await openControlPlane(env, service);
  const build = {
    version: packageJson.version,
    migration: migrations.at(-1)?.name ?? "",
    process: processName,
  };
  const metrics = createMetrics(() =>
    readFigures({ service, listens, build, edges: build.process === "app" ? edges : null }),
  );
  const handlers = observeHandlers(jobHandlers(service), metrics, tracer ?? noTracer);
  const problems = () => processProblems(listens(), service.memory.checks);
  return {
    env,
    service,
    edges,
    metrics,
    tracer: tracer ?? noTracer,
    problems,
    rateLimiter: createRateLimiter(env.apiRateLimit),
    apiCalls,
    drainOptions: (budgetMs) => {
      const { recheckIntervalMs } = env;
      return { now, handlers, log, problems, concurrency: env.worker.concurrency, budgetMs, recheckIntervalMs };
    },
    sandbox: null,
    notReady: null,
    async close() {
      clearInterval(flusher);
      await flush();
      await edges.close();
      openedUpstreams.close();
      await resolver.close();
      await recursive.close();
      await service.changes.close().catch(() => undefined);
      await service.outbound.close();
      outboundNames.close();
      await database.close();
      await tracer?.close();
    },
  };
}

/** null: no traces. Loaded where there are some: the rest of the process is without it. */
async function openTracer(
  { tracing }: Env,
  processName: "app" | "worker",
  log: Log,
  now: () => Date,
): Promise<Tracer | null> {
  if (tracing === null) return null;
  const { createOtlpTracer } = await import("@/lib/runtime/tracing/create-otlp-tracer");
  const serviceName = processName === "worker" ? `${tracing.serviceName}-worker` : tracing.serviceName;
  return createOtlpTracer({ ...tracing, serviceName, version: packageJson.version, now, log });
}

// Stripe's and the mail client's packages are large: only an installation that has them configured loads them.

async function createBilling({ stripe }: Env): Promise<Billing> {
  if (stripe === null) return noBilling;
  const { createStripeBilling } = await import("@/lib/accounts/billing/stripe-billing");
  return createStripeBilling(stripe);
}

async function createMailer(env: Env, database: Database, now: () => Date, log: Log): Promise<Mailer> {
  if (env.smtp) {
    const { createSmtpMailer } = await import("@/lib/platform/mail/smtp-mailer");
    return createSmtpMailer(env.smtp, log);
  }
  return env.sandbox ? createSandboxMailer(database, now) : createNoMailer(log);
}

/** EDGE_CA_LIMITS is JSON, or the path of a file with it. */
function issuersOf({ edge }: Env): CertificateAuthority[] {
  const limits = edge.caLimits;
  const isPath = limits !== null && !limits.trimStart().startsWith("{");
  return readIssuers(edge.issuer, isPath ? readFileSync(limits, "utf8") : limits);
}
