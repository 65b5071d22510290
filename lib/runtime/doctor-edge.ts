import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { plain } from "@/lib/diagnosis/render-diagnosis";
import { localDisk } from "@/lib/edge/responder/disk";
import { readEdgeId, readStoredSettings, readTokens } from "@/lib/edge/responder/edge-files";
import { type EdgeEnv, readEdgeEnv } from "@/lib/kernel/edge-env";
import { errorText } from "@/lib/kernel/errors";
import { type CaddyFacts, checkCacheSize, checkCaddyVersion, readCaddyConfig } from "@/lib/runtime/check-caddy-config";
import { checkShared, checkStorage } from "@/lib/runtime/check-storage";
import { type EdgeCheck, fail, ok, warn } from "@/lib/runtime/edge-check";
import { edgeCaddyEnvironment } from "@/lib/runtime/supervisor/edge-main";

export type DoctorEdgeOptions = {
  environment: Record<string, string | undefined>;
  /** null: not found. */
  caddyBin: string | null;
  /** The Caddyfile. */
  configPath: string;
  /** The edge's public address, to try its ports; null: not given. */
  address: string | null;
  json: boolean;
};

const commandMs = 20_000;
const requestMs = 5_000;
const maxSkewMs = 5_000;
const maxStaleSeconds = 10;

/** `npm run doctor -- edge`: whether this machine's edge is sound. @returns the exit code: 1 where something fails */
export async function reportEdge(options: DoctorEdgeOptions): Promise<number> {
  const checks = await checkEdge(options);
  console.log(options.json ? JSON.stringify({ checks }, null, 2) : render(checks));
  return checks.some(({ status }) => status === "fail") ? 1 : 0;
}

/** Each check in words, without printing them. */
export async function checkEdge(options: DoctorEdgeOptions): Promise<EdgeCheck[]> {
  const env = readEdgeEnv(options.environment);
  const folder = join(env.dataDir, "edge");
  const tokens = await knownTokens(env, folder);
  const { facts, checks } = await checkCaddy(options, env, folder, tokens.internalToken);
  const responder = await checkResponder(env, tokens.internalToken);
  return [
    ...checks,
    ...(facts?.askUrl ? [await checkAsk(facts.askUrl)] : []),
    ...responder.checks,
    ...(facts && responder.hosts !== null ? [checkCacheSize(facts.cacheSize, responder.hosts)] : []),
    ...(facts ? await checkCertificates(facts, folder) : []),
    ...(await checkControlPlane(env, tokens.edgeToken)),
    ...(await checkPorts(env, options.address)),
  ];
}

/** Without making any. */
async function knownTokens(env: EdgeEnv, folder: string) {
  const given = { internalToken: env.internalToken, edgeToken: env.edgeToken };
  return existsSync(join(folder, "tokens.json")) ? readTokens(localDisk, folder, given) : given;
}

async function checkCaddy(
  { caddyBin, configPath, environment }: DoctorEdgeOptions,
  env: EdgeEnv,
  folder: string,
  internalToken: string | null,
): Promise<{ facts: CaddyFacts | null; checks: EdgeCheck[] }> {
  if (caddyBin === null) {
    return { facts: null, checks: [fail("Caddy was not found.", "Install it, or name it with --caddy <path>.")] };
  }
  const version = checkCaddyVersion(
    spawnSync(caddyBin, ["version"], { encoding: "utf8", timeout: commandMs }).stdout ?? "",
  );
  const settings = await readStoredSettings(localDisk, folder);
  const source = { env, environment, internalToken: internalToken ?? "" };
  const caddyEnv: NodeJS.ProcessEnv = {
    NODE_ENV: "production",
    ...edgeCaddyEnvironment(source, settings ?? unknownSettings),
    PATH: environment.PATH ?? "",
    ...(environment.EDGE_ADMIN ? { EDGE_ADMIN: environment.EDGE_ADMIN } : {}),
  };
  const { stdout, stderr, status } = spawnSync(caddyBin, ["adapt", "--config", configPath, "--adapter", "caddyfile"], {
    encoding: "utf8",
    timeout: commandMs,
    env: caddyEnv,
    maxBuffer: 64 * 1_024 * 1_024,
  });
  if (status !== 0) {
    const [reason = ""] = (stderr ?? "").trim().split("\n").slice(-1);
    return { facts: null, checks: [version, fail(`Caddy cannot read ${configPath}: ${reason}`, "Correct the file.")] };
  }
  const { facts, checks } = readCaddyConfig(JSON.parse(stdout));
  return { facts, checks: [version, ...checks] };
}

/** Of an edge that was never connected. */
const unknownSettings = {
  appUrl: "https://localhost",
  edgeHostname: "edge.latchkey.test",
  issuer: "internal",
  acmeEmail: null,
};

/** As Caddy asks, for a name that nobody can have connected. */
async function checkAsk(askUrl: URL): Promise<EdgeCheck> {
  const url = new URL(askUrl);
  const shown = `${askUrl.origin}${askUrl.pathname}`;
  url.searchParams.set("domain", `doctor-${randomBytes(8).toString("hex")}.invalid`);
  try {
    const response = await get(url);
    const reason = z.object({ reason: z.string() }).safeParse(await response.json().catch(() => null)).data?.reason;
    if (response.ok) {
      return fail(
        `${shown} answers ${response.status} to a made-up name: certificates are ordered for any name.`,
        "Point the ask URL at the responder: nothing else may answer there.",
      );
    }
    if (response.status === 401) {
      return fail(
        `${shown} refuses Caddy's token.`,
        "Give Caddy and the responder the same INTERNAL_TOKEN, and start both again.",
      );
    }
    if (reason === "not_loaded") {
      return fail(
        `${shown} refuses every name: the responder has no set yet.`,
        "See the responder and the control plane below.",
      );
    }
    if (response.status === 403 && reason === "not_connected") return ok("A made-up name is refused");
    return fail(`${shown} answers ${response.status} to a made-up name.`, "Point the ask URL at the responder.");
  } catch (error) {
    return fail(
      `${shown} cannot be reached: ${reasonOf(error)}`,
      "Start the responder (npm start, npm run edge), or correct RESPONDER_PORT: without it no certificate is ordered.",
    );
  }
}

const healthSchema = z.object({
  loaded: z.boolean(),
  hosts: z.number().optional(),
  connected: z.boolean().optional(),
  stale_seconds: z.number().optional(),
  problems: z.array(z.string()).optional(),
});

async function checkResponder(
  env: EdgeEnv,
  token: string | null,
): Promise<{ hosts: number | null; checks: EdgeCheck[] }> {
  const url = new URL(`http://127.0.0.1:${env.responderPort}/healthz/edge`);
  try {
    const response = await get(url, token === null ? {} : { "x-latchkey-token": token });
    const {
      loaded,
      hosts,
      connected,
      stale_seconds: stale = 0,
      problems = [],
    } = healthSchema.parse(await response.json());
    const named = problems.map((problem) => warn(`The responder reports: ${problem}`, "See docs/self-hosting.md."));
    if (!loaded) {
      const never = fail("The responder has no set: every hostname is refused.", "It needs the control plane once.");
      return { hosts: null, checks: [never, ...named] };
    }
    if (hosts === undefined) {
      const refused = fail(
        "The responder refuses this INTERNAL_TOKEN.",
        "Use the one of DATA_DIR/edge/tokens.json, or set it.",
      );
      return { hosts: null, checks: [refused] };
    }
    const count = `${hosts.toLocaleString("en")} ${hosts === 1 ? "host" : "hosts"}`;
    return { hosts, checks: [checkLag(count, connected === true, stale), ...named] };
  } catch (error) {
    const down = fail(
      `No responder answers on port ${env.responderPort}: ${reasonOf(error)}`,
      "Start it: npm start, npm run edge.",
    );
    return { hosts: null, checks: [down] };
  }
}

function checkLag(count: string, connected: boolean, staleSeconds: number): EdgeCheck {
  if (connected && staleSeconds <= maxStaleSeconds) return ok(`The responder knows ${count}, and is up to date`);
  return fail(
    `The responder knows ${count}, and has had no contact with the control plane for ${Math.round(staleSeconds)} s.`,
    "It serves what it knew. Check CONTROLPLANE_URL, EDGE_TOKEN and the network between them.",
  );
}

async function checkCertificates({ storageDir, storageModule }: CaddyFacts, folder: string): Promise<EdgeCheck[]> {
  if (storageDir === null)
    return [ok(`Certificates are stored by Caddy's module ${storageModule}, which has its own checks`)];
  const checks = checkStorage(storageDir);
  if (checks.some(({ status }) => status === "fail") || !existsSync(join(folder, "edge.json"))) return checks;
  return [...checks, checkShared(storageDir, { id: await readEdgeId(localDisk, folder), name: hostname() })];
}

async function checkControlPlane(env: EdgeEnv, token: string | null): Promise<EdgeCheck[]> {
  const checks: EdgeCheck[] = [];
  for (const origin of env.controlplaneUrls) {
    const sentAt = Date.now();
    try {
      const response = await get(new URL("/internal/edge/settings", origin), {
        authorization: `Bearer ${token ?? ""}`,
      });
      await response.arrayBuffer();
      // The header has whole seconds: half of one is added.
      const theirs = Date.parse(response.headers.get("date") ?? "") + 500;
      checks.push(checkAnswer(origin, response.status), ...checkClock(origin, theirs - (sentAt + Date.now()) / 2));
    } catch (error) {
      const fix = "Check CONTROLPLANE_URL and the network: the edge serves what it knew.";
      checks.push(fail(`The control plane at ${origin} cannot be reached: ${reasonOf(error)}`, fix));
    }
  }
  return checks;
}

function checkAnswer(origin: string, status: number): EdgeCheck {
  if (status === 200) return ok(`The control plane at ${origin} accepts this edge`);
  const reason = status === 401 || status === 403 ? "refuses this EDGE_TOKEN" : `answers ${status}`;
  return fail(
    `The control plane at ${origin} ${reason}.`,
    "Set EDGE_TOKEN here and in the app's environment to the same value.",
  );
}

function checkClock(origin: string, skewMs: number): EdgeCheck[] {
  if (Number.isNaN(skewMs)) return [];
  const seconds = Math.round(Math.abs(skewMs) / 1_000);
  if (Math.abs(skewMs) <= maxSkewMs) return [ok("The clocks agree")];
  const direction = skewMs > 0 ? "behind" : "ahead of";
  return [
    fail(`This machine's clock is ${seconds} s ${direction} that of ${origin}.`, "Run an NTP client on both machines."),
  ];
}

async function checkPorts(env: EdgeEnv, address: string | null): Promise<EdgeCheck[]> {
  const host = env.bind ?? "127.0.0.1";
  const own = [env.httpPort, env.httpsPort].map(async (port) =>
    (await accepts(host, port))
      ? ok(`Port ${port} is open on this machine`)
      : fail(
          `Nothing listens on ${host}:${port}.`,
          "Start Caddy (npm start, npm run edge), or correct EDGE_HTTP_PORT and EDGE_HTTPS_PORT.",
        ),
  );
  // Visitors and the CA come to these, whatever ports Caddy has behind a load balancer.
  const outside = (address === null ? [] : [80, 443]).map(async (port) =>
    (await accepts(address ?? "", port))
      ? ok(`${address} answers on port ${port}, as seen from here`)
      : fail(
          `${address} does not answer on port ${port}, as seen from here.`,
          "Open the port in the firewall and in front of this machine. Try from another network too: some routers do not lead back to themselves.",
        ),
  );
  return Promise.all([...own, ...outside]);
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: requestMs });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.on("connect", () => settle(true));
    socket.on("error", () => settle(false));
    socket.on("timeout", () => settle(false));
  });
}

function get(url: URL, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { headers, redirect: "manual", signal: AbortSignal.timeout(requestMs) });
}

/** fetch hides the reason in `cause`. Never the URL, which has the token. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && "code" in cause ? String(cause.code) : (errorText(cause).split("\n")[0] ?? "");
}

const marks = { ok: "✓", warn: "!", fail: "✗" } as const;

function render(checks: readonly EdgeCheck[]): string {
  const lines = checks.flatMap(({ status, text, fix }) => [
    `  ${marks[status]} ${plain(text)}`,
    ...(fix === undefined ? [] : [`    ${plain(fix)}`]),
  ]);
  const count = (status: EdgeCheck["status"]) => checks.filter((check) => check.status === status).length;
  return `\n${lines.join("\n")}\n\n  ${checks.length} checks: ${count("fail")} failed, ${count("warn")} warnings.\n`;
}
