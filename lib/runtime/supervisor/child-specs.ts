import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { assertCaddyPortsFree, assertPortFree, caddyArguments, isCaddyReady, readableLogLine } from "@/lib/edge/caddy";
import type { ProcessExit } from "@/lib/edge/managed-process";
import { refusedExitCode } from "@/lib/kernel/on-shutdown";
import { withoutShell } from "@/lib/runtime/supervisor/child-environments";
import type { ChildSpec } from "@/lib/runtime/supervisor/supervise-child";

const configPath = "Caddyfile";
const requestMs = 2_000;
const shownLines = 12;
/** Visitors' requests wait for these two: Caddy asks again for 10 s. */
const maxEdgeRestartDelayMs = 1_000;
const loadedPollMs = 100;
const loadedLimitMs = 5_000;

/** V8's helper threads, four by default, each keep some 20 MB of what they have allocated once. */
const fewThreads = ["--v8-pool-size=1"];

type Variables = Record<string, string>;

export function appSpec(options: { env: Variables; host: string; port: number; token: string | null }): ChildSpec {
  const headers = options.token === null ? undefined : { "x-latchkey-token": options.token };
  return {
    ...nodeProcess("app", options.env),
    assertCanStart: () => assertPortFree("PORT", options.port, options.host),
    isReady: async () => (await ask(`http://${dialable(options.host)}:${options.port}/healthz`, headers)) === 200,
  };
}

export function workerSpec(options: { env: Variables }): ChildSpec {
  return { ...nodeProcess("worker", options.env), assertCanStart: async () => undefined, isReady: async () => true };
}

/** Ready when it answers. Whether it has its hostnames yet: `waitUntilLoaded`. */
export function responderSpec(options: { env: Variables; port: number; version: string }): ChildSpec {
  return {
    ...nodeProcess("responder", options.env),
    configuration: hash([options.version, withoutShell(options.env)]),
    maxRestartDelayMs: maxEdgeRestartDelayMs,
    assertCanStart: () => assertPortFree("RESPONDER_PORT", options.port, "127.0.0.1"),
    isReady: async () => (await askResponder(options.port)) !== null,
  };
}

/** Caddy starts after 5 s in any case: an edge without hostnames still serves the app's own site. */
export async function waitUntilLoaded(port: number): Promise<void> {
  const deadline = performance.now() + loadedLimitMs;
  while ((await askResponder(port)) !== 200 && performance.now() < deadline) await sleep(loadedPollMs);
}

export function caddySpec(options: { bin: string; env: Variables; outputPath: string }): ChildSpec {
  const args = caddyArguments(configPath);
  const storageFile = options.env.EDGE_STORAGE_FILE;
  const files = [configPath, ...(storageFile ? [storageFile] : [])].map((path) => readFileSync(path, "utf8"));
  return {
    name: "caddy",
    command: options.bin,
    args,
    env: options.env,
    configuration: hash([options.bin, args, options.env, files]),
    outputPath: options.outputPath,
    maxRestartDelayMs: maxEdgeRestartDelayMs,
    assertCanStart: () => assertCaddyPortsFree(options.env),
    isReady: () => isCaddyReady(options.env),
    explainFirstExit: (exit) => `caddy ${describeExit(exit)}\n${readLastLines(options.outputPath).join("\n")}`,
  };
}

function nodeProcess(name: "app" | "worker" | "responder", env: Variables) {
  return {
    name,
    command: process.execPath,
    args: [...fewThreads, join("scripts", "run-process.mjs"), name],
    env,
    configuration: null,
    outputPath: null,
    explainFirstExit: ({ code }: ProcessExit) => (code === refusedExitCode ? "" : null),
  };
}

function hash(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}

/** An address that stands for all addresses is not one to connect to. */
function dialable(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}

function askResponder(port: number): Promise<number | null> {
  return ask(`http://127.0.0.1:${port}/healthz/edge`);
}

/** The status, or null where nothing answers. */
async function ask(url: string, headers: Record<string, string> = {}): Promise<number | null> {
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(requestMs) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
}

function describeExit({ code, signal }: ProcessExit): string {
  return signal ? `was ended by ${signal}` : `ended with exit code ${code ?? "unknown"}`;
}

function readLastLines(path: string): string[] {
  try {
    const lines = readFileSync(path, "utf8").trimEnd().split("\n");
    return lines.flatMap((line) => readableLogLine(line) ?? []).slice(-shownLines);
  } catch {
    return [];
  }
}
