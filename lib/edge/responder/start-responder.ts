import type { Server } from "node:http";
import { hostname as machineName } from "node:os";
import { join } from "node:path";
import { createAssertionCache } from "@/lib/edge/assertion/assertion-cache";
import type { CertificateBands } from "@/lib/edge/guardian/guardian";
import type { IssuanceFailures } from "@/lib/edge/issuance/issuance-failures";
import { openUpstreams } from "@/lib/edge/open-upstreams";
import { sequenceOf } from "@/lib/edge/protocol/changes";
import type { EdgeReport } from "@/lib/edge/protocol/report";
import type { EdgeSettings } from "@/lib/edge/protocol/settings";
import { createReachTokens } from "@/lib/edge/reach-token";
import type { InternalSources } from "@/lib/edge/responder/answer-internal";
import { createAskCounter } from "@/lib/edge/responder/ask-counter";
import { createControlPlane } from "@/lib/edge/responder/control-plane";
import { type Disk, localDisk } from "@/lib/edge/responder/disk";
import {
  readCaddyVersion,
  readCounts,
  readEdgeId,
  readStoredSettings,
  readTokens,
  storeCounts,
  storeSettings,
} from "@/lib/edge/responder/edge-files";
import type { EdgeSet, Release } from "@/lib/edge/responder/edge-set";
import { type Following, followChanges } from "@/lib/edge/responder/follow-changes";
import { listReleases } from "@/lib/edge/responder/list-releases";
import { createStopMeter } from "@/lib/edge/responder/measure-stop";
import { createProblems } from "@/lib/edge/responder/problems";
import { createResponderMetrics } from "@/lib/edge/responder/responder-metrics";
import { type Reports, startReports } from "@/lib/edge/responder/send-reports";
import { createResponderServer, type EdgeHealth } from "@/lib/edge/responder/serve-responder";
import { createSetStore } from "@/lib/edge/responder/set-store";
import { parseAllowedNetwork } from "@/lib/kernel/allowed-network";
import type { EdgeEnv } from "@/lib/kernel/edge-env";
import { errorStack, errorText } from "@/lib/kernel/errors";
import type { Log } from "@/lib/kernel/log";
import packageJson from "@/package.json";

export type ResponderStart = {
  env: EdgeEnv;
  log: Log;
  now(): Date;
  /** On a monotonic clock. */
  nowMs(): number;
  disk?: Disk;
  /** Parts of the report that others supply. */
  renewals?(): EdgeReport["renewals"];
  rateLimits?(): EdgeReport["rateLimits"];
  certificates?(): CertificateBands | null;
  failures?: Pick<IssuanceFailures, "list" | "problem">;
};

export type Responder = {
  health(): EdgeHealth;
  /** null: not loaded yet. */
  set(): EdgeSet | null;
  /** Resolves when nothing is served any more, and everything that should last is on disk. */
  stop(): Promise<void>;
};

/** Origins that are being looked up for requests under way. */
const settingsOverlapMs = 10_000;

/**
 * Listens at once, so that no second one uses the same folder; questions wait for the set of the last run.
 * @throws Error if the port is taken
 */
export async function startResponder(start: ResponderStart): Promise<Responder> {
  const { env, log, now, nowMs, disk = localDisk } = start;
  const folder = join(env.dataDir, "edge");
  const startedAt = now();
  const problems = createProblems((sentence) => log.warn({ problem: sentence }, "edge"));
  const tokens = await readTokens(disk, folder, env);
  const sources: InternalSources = {
    set: null,
    upstreams: null,
    reach: null,
    assertions: null,
    asks: createAskCounter(now, await readCounts(disk, folder)),
    now,
  };
  const metrics = createResponderMetrics();
  const store = createSetStore({ disk, folder, problems, now });
  const controlPlane = createControlPlane(env.controlplaneUrls, tokens.edgeToken);
  const reportPlane = createControlPlane(env.controlplaneUrls, tokens.edgeToken);
  const meter = createStopMeter({ port: env.responderPort, token: tokens.internalToken, now });
  let settings: EdgeSettings | null = null;
  let closeUpstreams: () => void = () => undefined;
  let following: Following | null = null;
  let reports: Reports | null = null;
  let loading: Promise<unknown> | null = null;

  function adoptSettings(next: EdgeSettings): void {
    settings = next;
    sources.reach = createReachTokens(next.reachSecret);
    sources.assertions = createAssertionCache(next);
    const opened = openUpstreams(upstreamEnv(env, next), createReachTokens(next.reachSecret), now);
    sources.upstreams = opened.createWith((hostname) => sources.set?.isAdmitted(hostname) !== undefined);
    const close = closeUpstreams;
    setTimeout(close, settingsOverlapMs).unref();
    closeUpstreams = opened.close;
  }

  function adoptSet(next: EdgeSet): void {
    const before = sources.set;
    sources.set = next;
    store.replace(next);
    log.info({ hosts: next.size(), cursor: next.cursor }, "a snapshot of the control plane is in force");
    if (before !== null) void noteMissing(before, next);
  }

  async function noteMissing(before: EdgeSet, next: EdgeSet): Promise<void> {
    for await (const releases of listReleases(before, next)) {
      store.noteReleases(releases);
      reports?.released(releases);
    }
  }

  const listProblems = () => [start.failures?.problem() ?? [], problems.list()].flat();

  const health = (): EdgeHealth => ({
    loaded: sources.set !== null,
    hosts: sources.set?.size() ?? 0,
    cursor: sources.set?.cursor ?? null,
    connected: following?.isConnected() ?? false,
    staleSeconds: Math.round((following?.staleMs() ?? 0) / 100) / 10,
    problems: listProblems(),
  });

  function metricsText(): string {
    const { hosts, cursor, connected, staleSeconds } = health();
    return metrics.text({
      hosts,
      connected,
      staleSeconds,
      sequence: cursor === null ? 0 : sequenceOf(cursor),
      journalBytes: store.journalBytes(),
      problems: listProblems().length,
      version: packageJson.version,
      renewals: start.renewals?.() ?? null,
      certificates: start.certificates?.() ?? null,
      failures: start.failures?.list() ?? [],
    });
  }

  const server = createResponderServer({
    sources,
    token: tokens.internalToken,
    metrics,
    health,
    loading: () => loading,
    metricsText,
    onError: (error) => log.error({ err: errorStack(error) }, "an answer failed"),
  });
  async function load(): Promise<Release[]> {
    const startMs = nowMs();
    const storedSettings = await readStoredSettings(disk, folder);
    if (storedSettings !== null) adoptSettings(storedSettings);
    const { set, releases } = await store.load();
    sources.set = set;
    const tookMs = Math.round(nowMs() - startMs);
    if (set !== null) log.info({ hosts: set.size(), tookMs }, "the set of the last run is in force");
    return releases;
  }

  await listen(server, env.responderPort);
  const loaded = load();
  loading = loaded;
  const releases = await loaded;
  loading = null;
  const edgeId = await readEdgeId(disk, folder);

  following = followChanges({
    controlPlane,
    edgeId,
    problems,
    nowMs,
    followed: {
      set: () => sources.set,
      settingsVersion: () => settings?.version ?? null,
      onSet: adoptSet,
      onChanges(changes, cursor) {
        store.append(changes, cursor);
        const releases: Release[] = changes.flatMap(({ sequence, change }) =>
          change.kind === "released"
            ? [{ hostname: change.hostname, connectionId: change.connectionId, sequence }]
            : [],
        );
        if (releases.length > 0) reports?.released(releases);
      },
      onSettings(next) {
        adoptSettings(next);
        storeSettings(disk, folder, next).then(
          () => problems.clear("settings file"),
          (error) => problems.set("settings file", `the settings cannot be written to disk: ${errorText(error)}`),
        );
      },
    },
  });
  reports = startReports({
    controlPlane: reportPlane,
    asks: sources.asks,
    meter,
    problems,
    async describe() {
      return {
        edgeId,
        name: machineName().slice(0, 120) || "edge",
        probeAddress: env.probeAddress,
        responderVersion: packageJson.version,
        caddyVersion: await readCaddyVersion(disk, folder),
        startedAt: startedAt.toISOString(),
        cursor: sources.set?.cursor ?? "0:",
        hosts: sources.set?.size() ?? 0,
        lastAskAt: sources.asks.lastAskAt()?.toISOString() ?? null,
        problems: listProblems().slice(0, 20),
        renewals: start.renewals?.() ?? null,
        rateLimits: start.rateLimits?.() ?? [],
      };
    },
    storeCounts: () => storeCounts(disk, folder, sources.asks.stored()),
  });
  reports.released(releases);

  return {
    health,
    set: () => sources.set,
    async stop() {
      const closed = closeServer(server);
      await Promise.all([closed, following?.stop(), reports?.stop()]);
      await Promise.all([store.close(), storeCounts(disk, folder, sources.asks.stored()).catch(() => undefined)]);
      for (const plane of [controlPlane, reportPlane, meter, metrics]) plane.close();
      closeUpstreams();
    },
  };
}

function upstreamEnv(env: EdgeEnv, settings: EdgeSettings) {
  return {
    sandbox: settings.sandbox,
    appUrl: settings.appUrl,
    port: env.appPort,
    edge: {
      hostname: settings.edgeHostname,
      addresses: settings.edgeAddresses,
      httpPort: env.httpPort,
      httpsPort: env.httpsPort,
      responderPort: env.responderPort,
      upstreamAllow: settings.upstreamAllow.flatMap((item) => parseAllowedNetwork(item) ?? []),
    },
    dns: { sandboxPort: env.sandboxDnsPort, resolvers: env.resolvers },
    databaseUrls: env.databaseUrls,
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 1_000).unref();
  });
}
