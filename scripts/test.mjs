// npm test: installs what the tests need, then runs them all. `npm test -- unit` runs one stage: lint, types, audit, unit,
// servers, e2e. The browser tests come after the others, which begin beside the build.
// Arguments after a single stage go to its runner: npm test -- e2e shell.spec.ts
// A few failures of a whole run are examined once more, alone on the machine. What passes only then is named: it is a defect of the
// test, or of what it tests on a busy machine.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { failuresOfPlaywright, failuresOfVitest, mayBeChance } from "./failures.mjs";
import { measureSlowness } from "./machine-speed.mjs";
import {
  assertNodeVersion,
  buildApp,
  buildWidget,
  compileEdge,
  compileServer,
  generateClient,
  installPackages,
  root,
} from "./prepare.mjs";
import { createSteps } from "./steps.mjs";
import { ensureTools, toolsFor } from "./tools.mjs";

const SLOWEST_SHOWN = 12;
const SHARED_SLOWNESS = 2;
const steps = createSteps();
const artifacts = join(root, ".artifacts");
const reports = { unit: join(artifacts, "unit.json"), servers: join(artifacts, "servers.json") };
const e2eReport = join(artifacts, "e2e.json");
const auditReport = join(artifacts, "audit.json");
const colours = process.stdout.isTTY ? {} : { NO_COLOR: "1" };
const environment = { ...process.env, ...colours, NEXT_TELEMETRY_DISABLED: "1", CHECKPOINT_DISABLE: "1" };

/**
 * Those of one group run side by side, and the first one of a group prints as it runs. `needsApp`: begins when the app is
 * built. All at once left the DNS checker too little of two cores to be in time.
 */
const stages = [
  { ...vitestStage("unit", ["unit", "pglite", "postgres"]), group: "tests" },
  { ...vitestStage("servers", ["servers"]), group: "tests", needsApp: true },
  {
    name: "lint",
    group: "tests",
    command: ["node_modules/@biomejs/biome/bin/biome", "ci", ...(process.stdout.isTTY ? [] : ["--colors=off"]), "."],
    count: countOne,
  },
  {
    name: "types",
    group: "tests",
    needsApp: true,
    command: ["node_modules/typescript/bin/tsc", "--noEmit", "-p", "."],
    count: countOne,
  },
  { name: "audit", group: "tests", command: ["scripts/audit.mjs"], report: auditReport, count: countAudit },
  {
    name: "e2e",
    group: "browser",
    needsApp: true,
    command: ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: e2eReport },
    report: e2eReport,
    count: countPlaywright,
    timesByFile: timesByPlaywrightFile,
    failuresOf: failuresOfPlaywright,
  },
];

/** The tests of some projects of vitest.config.ts. */
function vitestStage(name, projects) {
  return {
    name,
    command: [
      "node_modules/vitest/vitest.mjs",
      "run",
      ...projects.map((project) => `--project=${project}`),
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${reports[name]}`,
    ],
    env: { TEST_STAGE: name },
    report: reports[name],
    count: countVitest,
    timesByFile: timesByVitestFile,
    failuresOf: (report) => failuresOfVitest(report, root),
  };
}

const words = process.argv.slice(2);
const isKind = (word) => stages.some(({ name }) => name === word);
const wanted = words.slice(0, words.findIndex((word) => !isKind(word)) >>> 0);
const runnerArguments = words.slice(wanted.length);
let stopPostgres = async () => {};
const running = new Set();
process.on("SIGINT", () => interrupt(130));
process.on("SIGTERM", () => interrupt(143));

try {
  process.exitCode = await main();
} catch (error) {
  steps.failure(error);
  process.exitCode = 1;
} finally {
  // After a build that failed, the stages beside it still run.
  for (const child of running) child.kill("SIGTERM");
  await stopPostgres();
}

async function main() {
  assertNodeVersion();
  if (runnerArguments.length > 0 && wanted.length !== 1)
    throw new Error(
      `no such tests: ${runnerArguments.join(" ")}; there are ${stages.map(({ name }) => name).join(", ")}`,
    );
  const chosen = stages.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  await makeReady(chosen);
  // Nothing of the build is asked of unit, lint and audit, so they run beside it.
  const app = chosen.some(({ needsApp }) => needsApp) ? build() : Promise.resolve();
  const results = await runAll(chosen, app);
  return summarize(wanted.length === 0 ? await examineAgain(results) : results);
}

async function makeReady(chosen) {
  const busy = chosen.filter(({ name }) => ["unit", "servers", "e2e"].includes(name)).length;
  const needsServers = busy > 0;
  steps.title("Preparing");
  // Both mostly wait for a network.
  await Promise.all([
    installPackages(steps, { withDevelopment: true }).then(() => generateClient(steps)),
    needsServers && ensureTools(toolsFor.test, { purpose: "test", steps }),
  ]);
  rmSync(artifacts, { recursive: true, force: true });
  mkdirSync(artifacts, { recursive: true });
  if (!needsServers) return;
  await startDatabase();
  await steps.run("machine", async () => {
    // Each of several stages gets a part of the machine that was measured alone.
    const slowness = (await measureSlowness()) * (busy > 1 ? SHARED_SLOWNESS : 1);
    environment.TEST_TIME_FACTOR = String(slowness);
    return slowness === 1 ? "time limits as they are" : `time limits times ${slowness.toFixed(1)}`;
  });
}

async function build() {
  await buildWidget(steps);
  await compileServer(steps);
  await compileEdge(steps);
  await buildApp(steps);
}

async function startDatabase() {
  await steps.run("postgresql", async () => {
    if (environment.TEST_POSTGRES_URL) return "TEST_POSTGRES_URL";
    const { register } = await import("tsx/esm/api");
    register({ tsconfig: join(root, "tsconfig.json") });
    const { startPostgres } = await import("../e2e/support/postgres.ts");
    const postgres = await startPostgres();
    stopPostgres = postgres.stop;
    environment.TEST_POSTGRES_URL = postgres.url;
    return `on port ${new URL(postgres.url).port}`;
  });
}

async function runAll(chosen, app) {
  const results = [];
  for (const group of new Set(chosen.map((stage) => stage.group)))
    results.push(
      ...(await runGroup(
        chosen.filter((stage) => stage.group === group),
        app,
      )),
    );
  return results;
}

/** The first one prints as it runs, the others when they have ended, so that their lines do not mix. */
function runGroup([first, ...others], app) {
  steps.title(first.name);
  const start = (stage, output) => (stage.needsApp ? app : Promise.resolve()).then(() => runStage(stage, output));
  const began = [start(first, "inherit"), ...others.map((stage) => start(stage, "pipe"))];
  return Promise.all(
    began.map(async (ending, index) => {
      const result = await ending;
      await Promise.all(began.slice(0, index));
      if (index > 0) {
        steps.title(result.name);
        process.stdout.write(result.output);
      }
      return result;
    }),
  );
}

/** Runs the files of a few failures once more, when nothing else runs. The result of the second run counts, and is named. */
async function examineAgain(results) {
  const failures = results.flatMap((result) => result.failures);
  const isComplete = results.every(({ counts, failures }) => counts.failed === failures.length);
  if (!isComplete || !mayBeChance(failures)) return results;
  const examined = [];
  for (const result of results) {
    if (result.failures.length === 0) {
      examined.push(result);
      continue;
    }
    steps.title(`${result.name}: once more, alone`);
    const files = [...new Set(result.failures.map(({ file }) => file))];
    const second = await runStage(result.stage, "inherit", files);
    const counts = {
      ...result.counts,
      passed: result.counts.passed + (second.counts.failed === 0 ? result.failures.length : 0),
      failed: second.counts.failed,
    };
    examined.push({ ...result, counts, secondTry: second.counts.failed === 0 ? result.failures : [] });
  }
  return examined;
}

async function runStage(stage, output, moreArguments = runnerArguments) {
  const { name, command, env = {}, report, count, timesByFile, failuresOf } = stage;
  const startedAt = performance.now();
  const printed = [];
  const code = await new Promise((resolve) => {
    const child = spawn(process.execPath, [...command, ...moreArguments], {
      cwd: root,
      env: { ...environment, ...env },
      stdio: ["ignore", output, output],
    });
    running.add(child);
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => printed.push(chunk));
    child.on("error", () => resolve(1));
    child.on("close", (exitCode) => {
      running.delete(child);
      resolve(exitCode ?? 1);
    });
  });
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  const written = report && existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : null;
  const counts = count(code, written);
  // A stage with a bad exit code has failed, whatever its report counted.
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  const slowest = written && timesByFile ? slowestOf(timesByFile(written)) : [];
  const failures = written && failuresOf ? failuresOf(written) : [];
  return { name, stage, seconds, counts, slowest, failures, secondTry: [], output: Buffer.concat(printed) };
}

function countOne(code) {
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** A registry that does not answer is no failure, and no success. */
function countAudit(code, report) {
  return report?.isAssessed ? countOne(code) : { passed: 0, failed: code === 0 ? 0 : 1, skipped: 1 };
}

function countVitest(_code, report) {
  return {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  };
}

function countPlaywright(_code, report) {
  const { expected = 0, flaky = 0, unexpected = 0, skipped = 0 } = report?.stats ?? {};
  return { passed: expected + flaky, failed: unexpected, skipped };
}

/** @returns {[file: string, ms: number][]} */
function timesByVitestFile({ testResults }) {
  return testResults.map(({ name, startTime, endTime }) => [relative(root, name), endTime - startTime]);
}

function timesByPlaywrightFile({ suites }) {
  const timesOf = ({ suites: inner = [], specs = [] }) =>
    sum(inner.map(timesOf)) +
    sum(specs.flatMap(({ tests }) => tests.flatMap(({ results }) => results)).map(durationOf));
  return suites.map((suite) => [join("e2e", suite.file), timesOf(suite)]);
}

function durationOf({ duration }) {
  return duration;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

/** A file that runs on both engines is the sum of both. */
function slowestOf(times) {
  const byFile = new Map();
  for (const [file, ms] of times) byFile.set(file, (byFile.get(file) ?? 0) + ms);
  return [...byFile].sort(([, one], [, other]) => other - one).slice(0, SLOWEST_SHOWN);
}

function summarize(results) {
  for (const { name, slowest } of results) {
    if (slowest.length === 0) continue;
    steps.title(`${name}: the slowest files`);
    for (const [file, ms] of slowest) console.log(`  ${(ms / 1_000).toFixed(1).padStart(7)} s  ${file}`);
  }
  steps.title("Summary");
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, seconds, counts } of results) {
    for (const kind of Object.keys(total)) total[kind] += counts[kind];
    const mark = counts.failed === 0 ? "✓" : "✗";
    console.log(`  ${mark} ${name.padEnd(8)} ${inWords(counts).padEnd(40)} ${seconds.padStart(7)} s`);
    if (counts.failed > 0) console.log(`      again: npm test -- ${name}`);
  }
  for (const { file, name } of results.flatMap(({ secondTry }) => secondTry))
    console.log(`  ! passed only at the second try, alone on the machine: ${file} › ${name}`);
  console.log(`\n${inWords(total)}`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

async function interrupt(code) {
  for (const child of running) child.kill("SIGTERM");
  await stopPostgres();
  process.exit(code);
}
