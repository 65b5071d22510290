import { join } from "node:path";
import { benchToken, root } from "@/bench/start-server";
import { getFreePort } from "@/e2e/support/free-port";
import { type ManagedProcess, startProcess } from "@/lib/edge/managed-process";
import { compile } from "@/scripts/compile.mjs";

export type BenchResponder = ManagedProcess & {
  url: string;
  /** From its start as a process to its set in force. */
  loadedAfterMs: number;
  askPath(hostname: string): string;
};

const compiled = ".build/bench-edge";
const entry = "lib/edge/responder/main.ts";
const limitMs = 180_000;

export async function compileResponder(): Promise<void> {
  await compile([entry], compiled);
}

/** The responder as it is shipped: compiled, in a process of its own. */
export async function startResponder(dataDir: string, env: Record<string, string> = {}): Promise<BenchResponder> {
  const port = env.RESPONDER_PORT ?? String(await getFreePort());
  const url = `http://127.0.0.1:${port}`;
  const startedAt = performance.now();
  const responder = await startProcess({
    name: "responder",
    command: process.execPath,
    args: ["-e", `import("./${compiled}/${entry.replace(/ts$/, "js")}").then(({ main }) => main())`],
    env: {
      PATH: process.env.PATH ?? "",
      NODE_ENV: "production",
      DATA_DIR: dataDir,
      RESPONDER_PORT: port,
      INTERNAL_TOKEN: benchToken,
      EDGE_TOKEN: `edge${benchToken}`,
      CONTROLPLANE_URL: "http://127.0.0.1:9",
      LOG_LEVEL: "warn",
      ...env,
    },
    cwd: root,
    logPath: join(dataDir, "responder.log"),
    readyTimeoutMs: limitMs,
    ready: () =>
      fetch(`${url}/healthz/edge`).then(
        ({ ok }) => ok,
        () => false,
      ),
  });
  const loadedAfterMs = performance.now() - startedAt;
  const askPath = (hostname: string) => `/internal/ask?token=${benchToken}&domain=${hostname}`;
  return { ...responder, url, loadedAfterMs, askPath };
}
