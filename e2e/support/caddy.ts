import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { getFreePort } from "@/e2e/support/free-port";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { getToolPath } from "@/e2e/support/tool-path";
import { type AccountBinding, caddyEnvironment, startCaddy } from "@/lib/edge/caddy";
import { timeLimit } from "@/scripts/time-limit.mjs";

export type CaddyTool = "caddy" | "caddy-2.6";

export type TestCaddy = {
  httpPort: number;
  httpsPort: number;
  /** Root certificate of its internal CA; it exists once a certificate was issued. */
  internalRootFile: string;
  logPath: string;
  /** The last lines of its output. */
  tail: () => string[];
  pid: () => number;
  stop: () => Promise<void>;
};

export type TestCaddyOptions = {
  tool: CaddyTool;
  responderUrl: string;
  /** The app, or its instances. Default: what answers as the responder is the app too. */
  controlplaneUrl?: string | readonly string[];
  appUrl: string;
  /** Caddys with the same name belong to one installation. */
  edgeHostname?: string;
  issuer: string;
  bindings?: readonly (AccountBinding | null)[];
  internalToken?: string;
  trustedProxies?: readonly string[];
  trustedRootsFile?: string;
  /** Set them if the CA has to know them in advance. */
  httpPort?: number;
  httpsPort?: number;
  /** Where several Caddys share their certificates and locks. Default: a folder of its own, removed by `stop`. */
  storageDir?: string;
  /** Changes the repository's Caddyfile for a test that cannot wait for its times. */
  edit?: (caddyfile: string) => string;
  /** Called with its storage folder before it starts. */
  prepareStorage?: (storageDir: string) => void;
};

const repositoryCaddyfile = join(import.meta.dirname, "../../Caddyfile");
const TAIL_LINES = 30;
const OWN_CERTIFICATE_TIMEOUT_MS = timeLimit(30_000);
const POLL_MS = 25;

/**
 * The repository's own Caddyfile on 127.0.0.1, with its own storage. Resolves once the app's host has its
 * certificate: if the first two orders are concurrent, Caddy 2.6 creates two accounts, or reads an incomplete one.
 */
export async function startTestCaddy(options: TestCaddyOptions): Promise<TestCaddy> {
  const scratch = createScratchDirectory(options.tool);
  const httpPort = options.httpPort ?? (await getFreePort());
  const httpsPort = options.httpsPort ?? (await getFreePort());
  const storageDir = options.storageDir ?? join(scratch.path, "storage");
  const logPath = join(scratch.path, "caddy.log");
  const outputPath = join(scratch.path, "caddy.out");
  options.prepareStorage?.(storageDir);
  const { edit } = options;
  const configPath = edit === undefined ? repositoryCaddyfile : join(scratch.path, "Caddyfile");
  if (edit !== undefined) writeFileSync(configPath, edit(readFileSync(repositoryCaddyfile, "utf8")));
  const caddy = await startCaddy({
    bin: getToolPath(options.tool),
    configPath,
    logPath: outputPath,
    env: caddyEnvironment({
      controlplaneUrls: [options.controlplaneUrl ?? options.responderUrl].flat(),
      responderUrl: options.responderUrl,
      appUrl: options.appUrl,
      edgeHostname: options.edgeHostname ?? "edge.platform.test",
      issuer: options.issuer,
      bindings: options.bindings ?? [],
      acmeEmail: null,
      httpPort,
      httpsPort,
      bind: "127.0.0.1",
      storageDir,
      storageFile: null,
      logPath,
      adminAddress: null,
      trustedProxies: options.trustedProxies ?? [],
      internalToken: options.internalToken ?? null,
      trustedRootsFile: options.trustedRootsFile ?? null,
    }),
  });
  const tail = () => readLines(logPath).slice(-TAIL_LINES);
  const stop = async () => {
    await caddy.stop({ graceMs: 5_000 });
    scratch.remove();
  };
  const { hostname } = new URL(options.appUrl);
  const deadline = Date.now() + OWN_CERTIFICATE_TIMEOUT_MS;
  while (!hasCertificate(storageDir, hostname)) {
    if (Date.now() > deadline) {
      const said = tail().join("\n");
      await stop();
      throw new Error(`${options.tool} got no certificate for ${hostname}:\n${said}`);
    }
    await setTimeout(POLL_MS);
  }
  return {
    httpPort,
    httpsPort,
    internalRootFile: join(storageDir, "pki/authorities/local/root.crt"),
    logPath,
    tail,
    pid: () => caddy.pid,
    stop,
  };
}

function readLines(path: string): string[] {
  return existsSync(path) ? readFileSync(path, "utf8").trimEnd().split("\n") : [];
}

/** Caddy writes three files for a certificate, the .json last. */
function hasCertificate(storageDir: string, hostname: string): boolean {
  const issuers = join(storageDir, "certificates");
  if (!existsSync(issuers)) return false;
  return readdirSync(issuers).some((issuer) => existsSync(join(issuers, issuer, hostname, `${hostname}.json`)));
}
