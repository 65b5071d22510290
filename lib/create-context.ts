import { createRateLimiter, type RateLimiter } from "@/lib/api/rate-limit";
import { createPasswords } from "@/lib/auth/passwords";
import { createSealer } from "@/lib/auth/seal-secret";
import { createSessionCookie } from "@/lib/auth/session-cookie";
import { noBilling } from "@/lib/billing/billing";
import { createStripeBilling } from "@/lib/billing/stripe-billing";
import { openChangeFeed } from "@/lib/changes/change-feed";
import type { ServiceContext } from "@/lib/context";
import { type Database, openPglite, openPostgres } from "@/lib/db/client";
import { applyMigrations, readMigrations } from "@/lib/db/migrate";
import { createRecursiveDns } from "@/lib/dns/recursive";
import { createResolver, systemResolvers } from "@/lib/dns/resolver";
import type { InternalDoor } from "@/lib/edge/answer-internal";
import { type AskCounter, createAskCounter } from "@/lib/edge/ask-counter";
import { type ClaimSet, openClaimSet } from "@/lib/edge/claim-set";
import { edgeCaFile } from "@/lib/edge/edge-ca-file";
import { createEdgeReach } from "@/lib/edge/edge-reach";
import { openUpstreams } from "@/lib/edge/open-upstreams";
import { createReachProber } from "@/lib/edge/reach-prober";
import { createReachTokens } from "@/lib/edge/reach-token";
import { createTlsProber } from "@/lib/edge/tls-prober";
import { type Env, processEnv } from "@/lib/env";
import { errorText } from "@/lib/errors";
import type { DrainOptions } from "@/lib/jobs/drain-jobs";
import { queueHealth } from "@/lib/jobs/queue-health";
import { createLog, type Log } from "@/lib/log";
import { createNoMailer, type Mailer } from "@/lib/mail/mailer";
import { createSandboxMailer } from "@/lib/mail/sandbox-mailer";
import { createSmtpMailer } from "@/lib/mail/smtp-mailer";
import { createMetrics, type Metrics } from "@/lib/metrics";
import { createOutboundHttp } from "@/lib/outbound/outbound-http";
import { processSingleton } from "@/lib/process-singleton";
import { type ApiCallMeter, createApiCallMeter } from "@/lib/quotas/api-call-meter";
import type { Sandbox } from "@/lib/sandbox/start-sandbox";
import { createTokenSigner } from "@/lib/tokens/token-signer";
import { jobHandlers } from "@/lib/worker/registry";
import { createSweep } from "@/lib/worker/sweep";

/** Everything that exists once per process. */
export type Runtime = {
  env: Env;
  service: ServiceContext;
  claims: ClaimSet;
  asks: AskCounter;
  door: InternalDoor;
  metrics: Metrics;
  rateLimiter: RateLimiter;
  apiCalls: ApiCallMeter;
  drainOptions(budgetMs: number): DrainOptions;
  /** Deletes what is out of date; at most every ten minutes, however often it is called. */
  sweep(): Promise<void>;
  /** Set by server.ts in the sandbox, and there only. */
  sandbox: Sandbox | null;
  /** Set by server.ts: what is not ready yet, and why; null when everything is. */
  notReady: string | null;
  close(): Promise<void>;
};

/** How much of what is counted in memory a crash may lose. */
const flushMs = 10_000;

/** The runtime of this process, opened at the first call. A failed opening is tried again at the next one. */
export function getRuntime(): Promise<Runtime> {
  const holder = processSingleton("runtime", (): { opening: Promise<Runtime> | null } => ({ opening: null }));
  holder.opening ??= openRuntime(processEnv()).catch((error) => {
    holder.opening = null;
    throw error;
  });
  return holder.opening;
}

async function openRuntime(env: Env): Promise<Runtime> {
  const log = createLog(env);
  const now = () => new Date();
  const database: Database = env.databaseUrl
    ? openPostgres(env.databaseUrl, env.databasePoolSize, (error) => log.warn({ err: errorText(error) }, "database"))
    : await openPglite(env.dataDir);
  await applyMigrations(database, readMigrations());
  const sandboxDns = [{ host: "127.0.0.1", port: env.dns.sandboxPort }];
  const dns = {
    resolvers: env.dns.resolvers ?? (env.sandbox ? sandboxDns : systemResolvers()),
    authoritativePort: env.sandbox && !env.dns.resolvers ? env.dns.sandboxPort : env.dns.authoritativePort,
    allowPrivateNameservers: env.dns.allowPrivateNameservers,
  };
  const resolver = createResolver(dns);
  const recursive = createRecursiveDns(dns);
  const reachTokens = createReachTokens(env.tokenSecret);
  const reach = createReachProber({
    // Visitors come to the web's ports, wherever our own edge listens behind them; the sandbox has no such visitors.
    httpPort: env.sandbox ? env.edge.httpPort : 80,
    httpsPort: env.sandbox ? env.edge.httpsPort : 443,
    allowPrivate: env.sandbox,
    caFile: edgeCaFile(env),
    tokens: reachTokens,
    now,
  });
  const claims = await openClaimSet(database, log);
  const asks = createAskCounter(now);
  const openedUpstreams = openUpstreams(env, reachTokens, now);
  const upstreams = openedUpstreams.judgeWith((hostname) => claims.find(hostname) !== undefined);
  const service: ServiceContext = {
    now,
    database,
    resolver,
    recursive,
    tlsProber: createTlsProber({ address: env.edge.probeAddress, caFile: edgeCaFile(env) }),
    reach,
    edgeReach: createEdgeReach({ prober: reach, ownAddresses: env.edge.addresses, now }),
    outbound: createOutboundHttp({ allowLoopback: env.sandbox }),
    upstreams,
    edge: { claims: () => claims.size(), askMinutes: asks.minutes },
    billing: env.stripe ? createStripeBilling(env.stripe) : noBilling,
    sealer: createSealer(env.credentialKeys),
    tokens: createTokenSigner(env.tokenSecret),
    mailer: createMailer(env, database, now, log),
    passwords: createPasswords(),
    changes: await openChangeFeed(database, now, log),
    sessions: createSessionCookie({ secret: env.authSecret, appUrl: env.appUrl, sandbox: env.sandbox }),
    log,
    policy: {
      sandbox: env.sandbox,
      appUrl: env.appUrl,
      signUp: env.signUp,
      edge: { hostname: env.edge.hostname, addresses: env.edge.addresses },
      platformHostnames: [env.edge.hostname, new URL(env.appUrl).hostname],
      caaIdentities: caaIdentities(env.edge.issuer),
      recheckIntervalMs: env.recheckIntervalMs,
      upgradeUrl: `${env.appUrl}/usage`,
    },
  };
  const apiCalls = createApiCallMeter(service);
  const flush = () =>
    Promise.all([
      asks.flush(database).catch((error) => log.warn({ err: errorText(error) }, "ask decisions were not written")),
      apiCalls.flush().catch((error) => log.warn({ err: errorText(error) }, "API calls were not counted")),
    ]);
  const flusher = setInterval(flush, flushMs);
  flusher.unref();
  const handlers = jobHandlers(service);
  return {
    env,
    service,
    claims,
    asks,
    door: { claims, upstreams, asks, token: env.internalToken, reach: reachTokens, now },
    metrics: createMetrics({
      claims: () => claims.size(),
      asks: () => asks.totals(),
      queue: () => queueHealth(database, now()),
    }),
    rateLimiter: createRateLimiter(env.apiRateLimit),
    apiCalls,
    sweep: createSweep(service),
    drainOptions: (budgetMs) => ({ now, handlers, log, concurrency: env.worker.concurrency, budgetMs }),
    sandbox: null,
    notReady: null,
    async close() {
      clearInterval(flusher);
      await flush();
      await claims.close().catch(() => undefined);
      openedUpstreams.close();
      await resolver.close();
      await recursive.close();
      await service.changes.close().catch(() => undefined);
      await service.outbound.close();
      await database.close();
    },
  };
}

function createMailer(env: Env, database: Database, now: () => Date, log: Log): Mailer {
  if (env.smtp) return createSmtpMailer(env.smtp, log);
  return env.sandbox ? createSandboxMailer(database, now) : createNoMailer(log);
}

/** What a CAA record must name for the CA of our edge to issue. An own CA is not known to look at CAA. */
function caaIdentities(issuer: string): readonly string[] {
  return /^acme(-staging)?$|\.letsencrypt\.org\//.test(issuer) ? ["letsencrypt.org"] : [];
}
