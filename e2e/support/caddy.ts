import { join } from "node:path";
import { getFreePort } from "@/e2e/support/free-port";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { getToolPath } from "@/e2e/support/tool-path";
import { caddyEnvironment, startCaddy } from "@/lib/edge/caddy";

export type CaddyTool = "caddy" | "caddy-2.6";

export type TestCaddy = {
  httpPort: number;
  httpsPort: number;
  /** Root certificate of its internal CA; there once something was issued. */
  internalRootFile: string;
  logPath: string;
  pid: () => number | null;
  stop: () => Promise<void>;
};

export type TestCaddyOptions = {
  tool: CaddyTool;
  controlplaneUrl: string;
  appUrl: string;
  issuer: string;
  internalToken?: string;
  trustedRootsFile?: string;
  /** Chosen beforehand where the CA has to know them. */
  httpPort?: number;
  httpsPort?: number;
};

/** The repository's own Caddyfile on 127.0.0.1, with a storage of its own. */
export async function startTestCaddy(options: TestCaddyOptions): Promise<TestCaddy> {
  const scratch = createScratchDirectory(options.tool);
  const httpPort = options.httpPort ?? (await getFreePort());
  const httpsPort = options.httpsPort ?? (await getFreePort());
  const storageDir = join(scratch.path, "storage");
  const logPath = join(scratch.path, "caddy.log");
  const caddy = await startCaddy({
    bin: getToolPath(options.tool),
    configPath: join(import.meta.dirname, "../../Caddyfile"),
    logPath,
    pidFile: join(scratch.path, "caddy.pid"),
    env: caddyEnvironment({
      controlplaneUrl: options.controlplaneUrl,
      appUrl: options.appUrl,
      issuer: options.issuer,
      acmeEmail: null,
      httpPort,
      httpsPort,
      bind: "127.0.0.1",
      storageDir,
      adminAddress: null,
      internalToken: options.internalToken ?? null,
      trustedRootsFile: options.trustedRootsFile ?? null,
    }),
  });
  return {
    httpPort,
    httpsPort,
    internalRootFile: join(storageDir, "pki/authorities/local/root.crt"),
    logPath,
    pid: caddy.pid,
    stop: async () => {
      await caddy.stop({ graceMs: 5_000 });
      scratch.remove();
    },
  };
}
