import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { caddyEnvironment } from "@/lib/edge/caddy";
import { ProcessStartError } from "@/lib/edge/managed-process";
import type { EdgeSettings } from "@/lib/edge/protocol/settings";
import { localDisk } from "@/lib/edge/responder/disk";
import { readStoredSettings, readTokens } from "@/lib/edge/responder/edge-files";
import { type EdgeEnv, readEdgeEnv } from "@/lib/kernel/edge-env";
import { createLog, type Log } from "@/lib/kernel/log";
import { restrictDataDir } from "@/lib/kernel/restrict-data-dir";
import { accountBindings } from "@/lib/runtime/supervisor/account-bindings";
import { askForSettings } from "@/lib/runtime/supervisor/ask-for-settings";
import { caddyStorage } from "@/lib/runtime/supervisor/caddy-storage";
import { edgeEnvironment } from "@/lib/runtime/supervisor/child-environments";
import { caddySpec, responderSpec, waitUntilLoaded } from "@/lib/runtime/supervisor/child-specs";
import { createSupervisor } from "@/lib/runtime/supervisor/create-supervisor";
import { runSupervisor } from "@/lib/runtime/supervisor/run-supervisor";
import type { ChildSpec } from "@/lib/runtime/supervisor/supervise-child";
import { writeCaddyVersion } from "@/lib/runtime/supervisor/write-caddy-version";

type Variables = Record<string, string | undefined>;

export type EdgeOptions = {
  environment: Variables;
  caddyBin: string;
  /** Changes with the code of the responder. */
  version: string;
};

const settingsPollMs = 2_000;
const firstRetryMs = 500;
const maxRetryMs = 10_000;
const remindMs = 60_000;

/** `npm run edge`: responder and Caddy, with everything about the installation from the control plane or from the disk. */
export async function main({ environment, caddyBin, version }: EdgeOptions): Promise<void> {
  await runSupervisor(async (opened) => {
    const startedAt = performance.now();
    const { env, edgeToken } = readEnvironment(environment);
    const { dataDir, responderPort: port } = env;
    const log = createLog(env);
    for (const warning of [restrictDataDir(dataDir) ?? []].flat()) log.warn(warning);
    const supervisor = createSupervisor({ dataDir, log });
    opened(supervisor);

    const folder = join(dataDir, "edge");
    const { internalToken } = await readTokens(localDisk, folder, env);
    const change = { EDGE_TOKEN: edgeToken, INTERNAL_TOKEN: internalToken, DATA_DIR: dataDir, LOG_LEVEL: env.logLevel };
    const responderEnv = edgeEnvironment(environment, change);
    writeCaddyVersion(caddyBin, dataDir);
    const responder = supervisor.supervise(responderSpec({ env: responderEnv, port, version }));
    let settings = (await readStoredSettings(localDisk, folder)) ?? (await firstSettings(env, edgeToken, log));
    await responder.ready;
    await waitUntilLoaded(port);
    const specOf = (from: EdgeSettings) => toCaddySpec({ env, environment, internalToken, caddyBin }, from);
    const caddy = supervisor.supervise(specOf(settings));
    await caddy.ready;
    log.info({ tookMs: Math.round(performance.now() - startedAt) }, "the edge is ready");

    // The responder stores what the control plane says.
    for (;;) {
      await sleep(settingsPollMs);
      const newest = await readStoredSettings(localDisk, folder);
      if (newest === null || newest.version === settings.version) continue;
      const hasChanged = specOf(newest).configuration !== specOf(settings).configuration;
      settings = newest;
      if (!hasChanged) continue;
      log.info({ version: newest.version }, "the settings have changed: Caddy is started again with them");
      await caddy.replace(specOf(newest));
    }
  });
}

function readEnvironment(environment: Variables): { env: EdgeEnv; edgeToken: string } {
  const env = readEdgeEnv(environment);
  const missing = ["CONTROLPLANE_URL", "EDGE_TOKEN"].filter((name) => !environment[name]);
  if (missing.length > 0 || env.edgeToken === null) {
    throw new ProcessStartError(
      `${missing.join(" and ")} ${missing.length > 1 ? "are" : "is"} missing: an edge needs the app's address, such as ` +
        "CONTROLPLANE_URL=https://app.internal:3000, and the EDGE_TOKEN that the app has.",
    );
  }
  return { env, edgeToken: env.edgeToken };
}

/** This edge was never connected: nothing is on its disk. @throws ProcessStartError if the token is refused */
async function firstSettings(env: EdgeEnv, edgeToken: string, log: Log): Promise<EdgeSettings> {
  const urls = env.controlplaneUrls.join(", ");
  let retryMs = firstRetryMs;
  for (let saidAt = Number.NEGATIVE_INFINITY; ; retryMs = Math.min(maxRetryMs, retryMs * 2)) {
    const answer = await askForSettings(env.controlplaneUrls, edgeToken);
    if (answer.kind === "settings") return answer.settings;
    if (answer.kind === "refused") {
      throw new ProcessStartError(
        `The control plane at ${answer.url} refuses this EDGE_TOKEN. Set EDGE_TOKEN here and in the app's environment to the ` +
          "same value.",
      );
    }
    if (performance.now() - saidAt > remindMs) {
      saidAt = performance.now();
      log.warn(
        { reason: answer.reason },
        `no control plane answers at ${urls}, and this edge has never been connected: it waits, and serves nothing yet`,
      );
    }
    await sleep(retryMs);
  }
}

type CaddySource = { env: EdgeEnv; environment: Variables; internalToken: string; caddyBin: string };

function toCaddySpec(source: CaddySource, settings: EdgeSettings): ChildSpec {
  const caddyEnv = edgeCaddyEnvironment(source, settings);
  return caddySpec({ bin: source.caddyBin, env: caddyEnv, outputPath: join(source.env.dataDir, "run/caddy.out") });
}

/** What the Caddyfile reads, on an edge. */
export function edgeCaddyEnvironment(
  { env, environment, internalToken }: Omit<CaddySource, "caddyBin">,
  settings: Pick<EdgeSettings, "appUrl" | "edgeHostname" | "issuer" | "acmeEmail">,
): Record<string, string> {
  const storage = environment.EDGE_STORAGE || join(env.dataDir, "caddy");
  return caddyEnvironment({
    controlplaneUrls: env.controlplaneUrls,
    responderUrl: `http://127.0.0.1:${env.responderPort}`,
    appUrl: settings.appUrl,
    edgeHostname: settings.edgeHostname,
    issuer: settings.issuer,
    bindings: accountBindings(environment),
    acmeEmail: settings.acmeEmail,
    httpPort: env.httpPort,
    httpsPort: env.httpsPort,
    bind: env.bind,
    ...caddyStorage(storage, env.dataDir),
    logPath: join(env.dataDir, "caddy.log"),
    adminAddress: null,
    internalToken,
    trustedProxies: (environment.EDGE_TRUSTED_PROXIES ?? "").split(/[\s,]+/).filter((item) => item !== ""),
    trustedRootsFile: environment.EDGE_ACME_CA_FILE || null,
  });
}
