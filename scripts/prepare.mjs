// The steps that make a fresh clone ready, each skipped when its inputs did not change.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { builtWidget, buildWidget as writeWidget } from "./build-widget.mjs";
import { compile, compiledEdge, compiledServer } from "./compile.mjs";
import { copyDatabaseClient, storedClient } from "./database-client.mjs";
import { withLock } from "./lock.mjs";
import { runCommand } from "./run-command.mjs";
import { upToDate } from "./steps.mjs";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

const MIN_NODE = [20, 19];
const INSTALL_TIMEOUT_MS = 10 * 60_000;
const NPM_ERROR_LINES = 12;
const BUILD_TIMEOUT_MS = 10 * 60_000;
/** What the built app and the compiled server are made of. */
const SOURCES = [
  "app",
  "components",
  "lib",
  "widget",
  "docs/errors.md",
  "server.ts",
  "next.config.ts",
  "package-lock.json",
  "prisma/schema.prisma",
  "tsconfig.json",
  "postcss.config.mjs",
];

/** What the widget is bundled from. */
const WIDGET_SOURCES = [
  "widget",
  "lib/kernel",
  "lib/accounts/branding",
  "package.json",
  "package-lock.json",
  "scripts/build-widget.mjs",
];

/** Without the part of lib that only the app runs, an edge is not replaced when a page changes. */
const EDGE_SOURCES = [
  "lib/kernel",
  "lib/edge",
  "lib/dns",
  "lib/platform",
  "lib/runtime",
  "lib/accounts/applications/find-demo-application.ts",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];

/** @throws Error where Node is too old to run the app */
export function assertNodeVersion(version = process.versions.node) {
  const [major, minor] = version.split(".").map(Number);
  if (major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1])) return;
  throw new Error(
    `Latchkey needs Node ${MIN_NODE.join(".")} or newer; this is ${version}. Install a newer Node, then try again.`,
  );
}

/** Installs the packages of the lock file: those that run and build the app, and with `withDevelopment` those of the tests. */
export function installPackages(steps, { withDevelopment = false } = {}) {
  const stamp = join(root, "node_modules/.latchkey-packages");
  const inputs = `${hashOf(["package-lock.json"])} ${process.versions.modules}`;
  const isDone = () =>
    [`${inputs} all`, ...(withDevelopment ? [] : [`${inputs} production`])].includes(readText(stamp));
  return prepared(steps, "packages", isDone, async (announce) => {
    announce("npm ci");
    const options = [withDevelopment ? "--include=dev" : "--omit=dev", "--no-audit", "--no-fund"];
    await npm("ci", options).catch(async (error) => {
      // npm ci refuses a lock file that was written for other platforms. npm install takes the same versions from it,
      // and --no-save leaves it as it is.
      if (!error.tail?.some((line) => line.includes("EUSAGE"))) throw error;
      announce("npm install (npm ci misses other platforms' packages in the lock file)");
      await npm("install", ["--no-save", ...options]);
    });
    writeFileSync(stamp, `${inputs} ${withDevelopment ? "all" : "production"}`);
    return "installed";
  });
}

/**
 * lib/db/generated. With the packages for development, Prisma generates it, with its types. An installation for production has
 * no generator: it takes what `npm run database-client` has stored.
 */
export function generateClient(steps) {
  const stamp = join(root, "node_modules/.latchkey-client");
  const hasGenerator = existsSync(join(root, "node_modules/prisma-cli"));
  const inputs = `${hashOf(["prisma/schema.prisma", "prisma.config.ts", "package-lock.json", storedClient])} ${hasGenerator}`;
  const isDone = () => readText(stamp) === inputs && existsSync(join(root, "lib/db/generated"));
  return prepared(steps, "database client", isDone, async () => {
    // Not both forms at once: tools differ in which one they prefer.
    rmSync(join(root, "lib/db/generated"), { recursive: true, force: true });
    if (hasGenerator) await runGenerator();
    else copyDatabaseClient();
    writeFileSync(stamp, inputs);
    return "generated";
  });
}

/** Generating needs no schema engine, but Prisma downloads one unless a path to some program is set. */
export async function runGenerator() {
  const env = {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: "1",
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
  };
  await runPackage("prisma-cli", "build/index.js", ["generate"], "database-client", env);
}

export function buildApp(steps) {
  const stamp = join(root, ".next/latchkey-inputs");
  const inputs = hashOfSources();
  return prepared(
    steps,
    "app",
    () => readText(stamp) === inputs,
    async (announce) => {
      announce("next build");
      rmSync(stamp, { force: true });
      const env = { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" };
      await runPackage("next", "dist/bin/next", ["build"], "app", env);
      mkdirSync(dirname(stamp), { recursive: true });
      writeFileSync(stamp, inputs);
      return "built";
    },
  );
}

/** What `/widget/` serves. Earlier versions stay beside it, for pages that have pinned one. */
export function buildWidget(steps) {
  const target = join(root, builtWidget);
  const stamp = join(target, "inputs");
  const inputs = hashOf(WIDGET_SOURCES);
  return prepared(
    steps,
    "widget",
    () => readText(stamp) === inputs,
    async () => {
      await writeWidget(target);
      await endEsbuild();
      writeFileSync(stamp, inputs);
      return "built";
    },
  );
}

/** What runs beside Next: server.ts with the API, the worker, and the operator's commands. */
export function compileServer(steps) {
  const entries = [
    "server.ts",
    ...["worker-main", "admin", "doctor", "backup", "restore", "upgrade"].map((name) => `lib/runtime/${name}.ts`),
  ];
  return compiled(steps, "server", entries, compiledServer, hashOfSources);
}

/** What an edge machine needs: neither Next's build nor the database client. */
export function compileEdge(steps) {
  const entries = [
    "lib/edge/responder/main.ts",
    "lib/edge/guardian/handshake-thread.ts",
    "lib/runtime/supervisor/main.ts",
    "lib/runtime/supervisor/edge-main.ts",
  ];
  return compiled(steps, "edge", entries, compiledEdge, () => hashOf(EDGE_SOURCES));
}

/** Changes with the code of the responder. */
export function edgeVersion() {
  return readText(join(root, compiledEdge, "inputs"));
}

function compiled(steps, label, entries, outdir, hashInputs) {
  const stamp = join(root, outdir, "inputs");
  const inputs = hashInputs();
  return prepared(
    steps,
    label,
    () => readText(stamp) === inputs,
    async () => {
      await compile(entries, outdir);
      await endEsbuild();
      writeFileSync(stamp, inputs);
      return "compiled";
    },
  );
}

/** Its service would stay beside the supervisor, with 130 MB. */
async function endEsbuild() {
  const { stop } = await import("esbuild");
  await stop();
}

// npm prints the cause first and a long explanation after it: keep the log's first errors.
async function npm(command, options) {
  try {
    await run("npm", [command, ...options], "packages", INSTALL_TIMEOUT_MS);
  } catch (error) {
    const said = readText(error.logPath)?.split("\n") ?? [];
    error.tail = said.filter((line) => line.startsWith("npm error")).slice(0, NPM_ERROR_LINES);
    throw error;
  }
}

// Concurrent runs in one folder take turns; the second finds the work of the first.
async function prepared(steps, label, isDone, work) {
  await steps.run(label, async (announce) => {
    if (isDone()) return upToDate;
    const lock = join(root, ".tools", `lock-${label.replaceAll(" ", "-")}`);
    return withLock(lock, async () => (isDone() ? upToDate : work(announce)));
  });
}

// Through the package's own entry file, so that it runs on this Node.
function runPackage(name, entry, args, log, env) {
  return run(process.execPath, [join(root, "node_modules", name, entry), ...args], log, BUILD_TIMEOUT_MS, env);
}

function run(command, args, log, timeoutMs, env = {}) {
  const logPath = join(root, ".tools/logs", `${log}.log`);
  return runCommand(command, args, { cwd: root, env: { ...process.env, ...env }, logPath, timeoutMs });
}

// Read once for both builds: some 900 files.
let sourcesHash;
function hashOfSources() {
  sourcesHash ??= hashOf(SOURCES);
  return sourcesHash;
}

function hashOf(paths) {
  const hash = createHash("sha256");
  for (const path of paths.flatMap(filesUnder))
    hash
      .update(path)
      .update("\0")
      .update(readFileSync(join(root, path)))
      .update("\0");
  return hash.digest("hex");
}

// Tests and generated files do not change what is built.
function filesUnder(path) {
  const absolute = join(root, path);
  if (!existsSync(absolute)) return [];
  let entries;
  try {
    entries = readdirSync(absolute, { recursive: true, withFileTypes: true });
  } catch {
    return [path];
  }
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1))
    .filter((file) => !file.startsWith("lib/db/generated/"))
    .sort();
}

function readText(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}
