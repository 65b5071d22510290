import { execFileSync, spawn } from "node:child_process";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findProcesses, type ProcessFigures } from "@/bench/process-figures";
import { type BenchRow, report } from "@/bench/report";
import { getFreePort } from "@/e2e/support/free-port";
import { startPostgres } from "@/e2e/support/postgres";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { demoKey } from "@/lib/accounts/applications/find-demo-application";
import { demoPeople } from "@/lib/runtime/sandbox/demo-people";

// What somebody waits for after `git clone`: the first start, the later ones, and what all of it keeps in memory. Clones the
// last commit. On a busy machine, compare the processor's seconds, not those of the clock.
const caches = (process.env.BENCH_NPM_CACHES ?? "empty,own").split(",");
const restMs = Number(process.env.BENCH_REST_MS ?? 10_000);
const apiRequests = Number(process.env.BENCH_REQUESTS ?? 1_000);
const pageViews = Number(process.env.BENCH_PAGES ?? 20);
const aims = { empty: 60, own: 35, warm: 3, sandboxMb: 450, appMb: 300 };
const places = ["/", "/connections", "/applications", "/webhooks", "/usage", "/team", "/audit-log", "/settings"];

const root = join(import.meta.dirname, "..");
const scratch = createScratchDirectory("bench-start");
const running = new Set<Running>();
type Running = {
  seconds: number;
  cpuSeconds: number;
  port: number;
  processes(): ProcessFigures[];
  stop(): Promise<void>;
};

try {
  const rows: BenchRow[] = [];
  for (const cache of caches) rows.push(await firstStart(cache === "empty" ? "empty" : "own"));
  const clone = cloneOf(caches[0] ?? "own");
  rows.push(...(await warmStart(clone)), await productionApp(clone));
  report(rows);
} finally {
  for (const one of running) await one.stop();
  scratch.remove();
}

/** From nothing but the clone until all processes answer. Its baseline: the same packages, installed and nothing else. */
async function firstStart(cache: "empty" | "own"): Promise<BenchRow> {
  const clone = cloneOf(cache);
  const env = (name: string): Record<string, string> =>
    cache === "empty" ? { npm_config_cache: join(scratch.path, name) } : {};
  git("clone", "--quiet", root, clone);
  const started = await start(clone, env("cache-of-start"));
  await started.stop();
  const bare = join(scratch.path, `bare-${cache}`);
  git("clone", "--quiet", root, bare);
  const beganAt = performance.now();
  execFileSync("npm", ["ci", "--omit=dev", "--no-audit", "--no-fund"], {
    cwd: bare,
    env: { ...process.env, ...env("cache-of-install") },
    stdio: "ignore",
  });
  const installSeconds = secondsSince(beganAt);
  return row(
    `first start, ${cache === "empty" ? "empty npm cache" : "npm cache of this machine"} (processor ${started.cpuSeconds.toFixed(0)} s)`,
    [started.seconds, "s"],
    ["npm ci --omit=dev alone", installSeconds],
    aims[cache],
  );
}

async function warmStart(clone: string): Promise<BenchRow[]> {
  const started = await start(clone, {});
  await sleep(restMs);
  const processes = started.processes();
  await started.stop();
  const bare = await startNext(clone);
  await sleep(restMs);
  const bareMb = sum(bare.processes().map(({ pssMb }) => pssMb));
  await bare.stop();
  const total = sum(processes.map(({ pssMb }) => pssMb));
  const totalRss = sum(processes.map(({ rssMb }) => rssMb));
  return [
    row(
      `warm start (processor ${started.cpuSeconds.toFixed(1)} s)`,
      [started.seconds, "s"],
      ["bare next start", bare.seconds],
      aims.warm,
    ),
    row(
      `sandbox at rest, shared pages once (RSS ${totalRss} MB)`,
      [total, "MB"],
      ["bare next start", bareMb],
      aims.sandboxMb,
    ),
    ...processes.map(({ name, pssMb, rssMb }) => row(`… ${name} (RSS ${rssMb} MB)`, [pssMb, "MB"], null, null)),
  ];
}

/** The app's process beside a real PostgreSQL, where the worker is a process of its own. With the sandbox's people and key. */
async function productionApp(clone: string): Promise<BenchRow> {
  const postgres = await startPostgres();
  try {
    const started = await start(clone, { SANDBOX_DATABASE_URL: await postgres.createDatabase() });
    const url = `http://127.0.0.1:${started.port}`;
    for (let sent = 0; sent < apiRequests; sent += 1) {
      await expectOk(`${url}/v1/connections`, { authorization: `Bearer ${demoKey}` });
    }
    const cookie = await signIn(url);
    for (let seen = 0; seen < pageViews; seen += 1) {
      await expectOk(`${url}${places[seen % places.length]}`, { cookie });
    }
    await sleep(restMs);
    const app = started.processes().find(({ name }) => name === "app");
    await started.stop();
    const bare = await startNext(clone);
    await sleep(restMs);
    const bareRss = sum(bare.processes().map(({ rssMb }) => rssMb));
    await bare.stop();
    return row(
      `app on PostgreSQL after ${apiRequests} requests of /v1 and ${pageViews} pages, RSS`,
      [app?.rssMb ?? Number.NaN, "MB"],
      ["bare next start", bareRss],
      aims.appMb,
    );
  } finally {
    await postgres.stop();
  }
}

/** `npm start` in a clone, until it prints that all of it is ready. */
async function start(clone: string, env: Record<string, string>): Promise<Running> {
  const names = ["PORT", "RESPONDER_PORT", "EDGE_HTTP_PORT", "EDGE_HTTPS_PORT", "SANDBOX_DNS_PORT"];
  const ports: Record<string, string> = {};
  for (const name of names) ports[name] = String(await getFreePort());
  const isReady = (output: string) => Promise.resolve(/ready in [\d.]+ s/.test(output));
  return run("npm", ["start"], clone, { ...ports, ...env }, Number(ports.PORT), isReady);
}

/** Next with the same build, without our server, database and edge. Ready when it accepts connections. */
async function startNext(clone: string): Promise<Running> {
  const port = await getFreePort();
  const next = join(clone, "node_modules/next/dist/bin/next");
  const args = [next, "start", "--hostname", "127.0.0.1", "--port", String(port)];
  return run(process.execPath, args, clone, {}, port, () => accepts(port));
}

async function run(
  command: string,
  args: string[],
  cwd: string,
  env: Record<string, string>,
  port: number,
  isReady: (output: string) => Promise<boolean>,
): Promise<Running> {
  const beganAt = performance.now();
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const processes = () => findProcesses(child.pid ?? 0);
  const stop = async () => {
    running.delete(started);
    // npm does not hand every signal on, so the process that it has started gets its own.
    for (const { pid, name } of processes()) if (name === "supervisor") process.kill(pid, "SIGTERM");
    if (child.exitCode === null && command !== "npm") child.kill("SIGTERM");
    await exited;
  };
  const started: Running = { seconds: 0, cpuSeconds: 0, port, processes, stop };
  running.add(started);
  while (!(await isReady(output))) {
    if (child.exitCode !== null) throw new Error(`${command} ${args.join(" ")} ended:\n${output.slice(-2_000)}`);
    await sleep(20);
  }
  started.seconds = secondsSince(beganAt);
  started.cpuSeconds = sum(processes().map(({ cpuSeconds }) => cpuSeconds));
  return started;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

async function signIn(url: string): Promise<string> {
  const cookies = new Map<string, string>();
  const keep = (response: Response) => {
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
  };
  const header = () => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const csrf = await fetch(`${url}/api/auth/csrf`);
  keep(csrf);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const { email, password } = demoPeople.owner;
  const body = new URLSearchParams({ csrfToken, email, password, json: "true" });
  const headers = { origin: url, cookie: header() };
  keep(await fetch(`${url}/api/auth/callback/credentials`, { method: "POST", body, headers, redirect: "manual" }));
  return header();
}

async function expectOk(url: string, headers: Record<string, string>): Promise<void> {
  const response = await fetch(url, { headers });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
}

function row(
  what: string,
  [value, unit]: [number, string],
  baseline: [string, number] | null,
  aim: number | null,
): BenchRow {
  const digits = unit === "s" ? 1 : 0;
  return {
    what,
    figure: `${value.toFixed(digits)} ${unit}`,
    baseline: baseline && `${baseline[0]} ${baseline[1].toFixed(digits)} ${unit}`,
    ratio: baseline && value / baseline[1],
    aim: aim === null ? null : `≤ ${aim} ${unit}`,
    met: aim === null ? null : value <= aim,
  };
}

function cloneOf(cache: string): string {
  return join(scratch.path, `clone-${cache}`);
}

function git(...args: string[]): void {
  execFileSync("git", args, { stdio: "ignore" });
}

function secondsSince(startedAt: number): number {
  return (performance.now() - startedAt) / 1_000;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
