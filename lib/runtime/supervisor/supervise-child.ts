import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type ProcessExit, ProcessStartError } from "@/lib/edge/managed-process";
import { errorText } from "@/lib/kernel/errors";
import type { Log } from "@/lib/kernel/log";
import { findProcessStart } from "@/lib/kernel/process-start";
import {
  findRecordedProcess,
  type ProcessRecord,
  removeProcessRecord,
  writeProcessRecord,
} from "@/lib/runtime/supervisor/process-record";
import { restartDelay } from "@/lib/runtime/supervisor/restart-delay";

export type ChildName = "app" | "worker" | "responder" | "caddy";

export type ChildSpec = {
  name: ChildName;
  command: string;
  args: readonly string[];
  /** Its whole environment. */
  env: Record<string, string>;
  /** One that still runs with the same configuration is kept; null: it is always replaced. */
  configuration: string | null;
  /** A file for its output; null: our own standard output and error. */
  outputPath: string | null;
  /** However often it ended. Default: as long as restarts are put off at all. */
  maxRestartDelayMs?: number;
  /** Before each start. @throws ProcessStartError for what only the operator can change */
  assertCanStart(): Promise<void>;
  isReady(): Promise<boolean>;
  /** A sentence about a first start that ended early, if only the operator can change that; null: it is tried again. */
  explainFirstExit(exit: ProcessExit): string | null;
};

export type Child = {
  pid(): number | null;
  /** Once it is ready for the first time. @throws ProcessStartError with an empty message if the process has printed its own */
  ready: Promise<void>;
  /** Ends the one that runs, in order, and starts another by this. */
  replace(spec: ChildSpec): Promise<void>;
  /** SIGTERM, then SIGKILL after `graceMs`. */
  stop(graceMs: number): Promise<void>;
};

type RunningProcess = Pick<ProcessRecord, "pid" | "startedAt"> & { exited: Promise<ProcessExit> };

const adoptedPollMs = 200;
const readyPollMs = 50;
const gonePollMs = 20;
const replaceGraceMs = 12_000;
const killedMs = 2_000;

/**
 * Keeps one process running. It has no pipe to us and is in a session of its own, so that it goes on when we are killed;
 * its record in `runDir` is how the next supervisor finds it.
 */
export function superviseChild(first: ChildSpec, { runDir, log }: { runDir: string; log: Log }): Child {
  const recordPath = join(runDir, `${first.name}.pid`);
  const stopping = new AbortController();
  let spec = first;
  let running: RunningProcess | null = null;
  let replacing = false;
  let settleReady: { resolve(): void; reject(error: Error): void };
  const ready = new Promise<void>((resolve, reject) => {
    settleReady = { resolve, reject };
  });
  // It may end before anybody waits for it.
  ready.catch(() => undefined);
  let wasReady = false;

  async function run(): Promise<void> {
    let failures = 0;
    let isFirst = true;
    while (!stopping.signal.aborted) {
      const startedAt = performance.now();
      let exit: ProcessExit | null = null;
      try {
        running = (isFirst ? await takeOver(spec, recordPath, log) : null) ?? (await start(spec, recordPath));
        exit = await watch(running);
      } catch (error) {
        if (isFirst && error instanceof ProcessStartError) return settleReady.reject(error);
        log.error({ child: spec.name, err: errorText(error) }, "a process could not be started");
      }
      running = null;
      if (stopping.signal.aborted) return;
      if (replacing) {
        replacing = false;
        continue;
      }
      const sentence = isFirst && !wasReady && exit ? spec.explainFirstExit(exit) : null;
      if (sentence !== null) return settleReady.reject(new ProcessStartError(sentence));
      isFirst = false;
      const next = restartDelay(failures, performance.now() - startedAt, spec.maxRestartDelayMs);
      failures = next.failures;
      log.error({ child: spec.name, ...exit, restartInMs: next.delayMs }, "a process ended and is started again");
      await sleep(next.delayMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  async function watch(process: RunningProcess): Promise<ProcessExit> {
    let gone = false;
    const exited = process.exited.finally(() => {
      gone = true;
    });
    while (!wasReady && !gone && !stopping.signal.aborted) {
      if ((await spec.isReady().catch(() => false)) && !gone) {
        wasReady = true;
        settleReady.resolve();
      } else await Promise.race([exited, sleep(readyPollMs)]);
    }
    return exited;
  }

  const life = run();
  return {
    pid: () => running?.pid ?? null,
    ready,
    async replace(next) {
      spec = next;
      if (!running) return;
      replacing = true;
      await end(running, replaceGraceMs);
    },
    async stop(graceMs) {
      stopping.abort();
      if (running) await end(running, graceMs);
      await Promise.race([life, sleep(killedMs)]);
      // A start that was under way when the stop came.
      if (running) await end(running, 0);
      removeProcessRecord(recordPath);
    },
  };
}

/** Adopts the process that an earlier supervisor left, or ends it. */
async function takeOver(spec: ChildSpec, recordPath: string, log: Log): Promise<RunningProcess | null> {
  const left = findRecordedProcess(recordPath);
  if (!left) return null;
  if (left.configuration === spec.configuration) {
    log.info({ child: spec.name, pid: left.pid }, "a process of an earlier start still runs and is kept");
    return { ...left, exited: untilGone(left) };
  }
  await end(left, replaceGraceMs);
  return null;
}

/** Of a process that is not our child, only its end is known. */
async function untilGone(process: Pick<ProcessRecord, "pid" | "startedAt">): Promise<ProcessExit> {
  while (isRunning(process)) await sleep(adoptedPollMs);
  return { code: null, signal: null };
}

async function start(spec: ChildSpec, recordPath: string): Promise<RunningProcess> {
  await spec.assertCanStart();
  const output = spec.outputPath === null ? null : openSync(spec.outputPath, "w", 0o600);
  const child = spawn(spec.command, spec.args, {
    // Next makes NODE_ENV required in this type; Caddy needs none.
    env: spec.env as NodeJS.ProcessEnv,
    detached: true,
    stdio: ["ignore", output ?? "inherit", output ?? "inherit"],
  });
  if (output !== null) closeSync(output);
  const exited = new Promise<ProcessExit>((resolve) => child.once("exit", (code, signal) => resolve({ code, signal })));
  const { pid } = child;
  if (pid === undefined) {
    const error = await new Promise<Error>((resolve) => child.once("error", resolve));
    throw new ProcessStartError(`${spec.command} could not be started: ${error.message}`);
  }
  const startedAt = findProcessStart(pid) ?? "";
  writeProcessRecord(recordPath, { pid, startedAt, configuration: spec.configuration ?? "" });
  return { pid, startedAt, exited };
}

async function end(process: Pick<ProcessRecord, "pid" | "startedAt">, graceMs: number): Promise<void> {
  if (graceMs > 0) {
    sendSignal(process, "SIGTERM");
    if (await isGoneWithin(process, graceMs)) return;
  }
  sendSignal(process, "SIGKILL");
  await isGoneWithin(process, killedMs);
}

async function isGoneWithin(process: Pick<ProcessRecord, "pid" | "startedAt">, ms: number): Promise<boolean> {
  const deadline = performance.now() + ms;
  while (isRunning(process)) {
    if (performance.now() > deadline) return false;
    await sleep(gonePollMs);
  }
  return true;
}

function isRunning({ pid, startedAt }: Pick<ProcessRecord, "pid" | "startedAt">): boolean {
  return findProcessStart(pid) === startedAt;
}

function sendSignal(target: Pick<ProcessRecord, "pid" | "startedAt">, signal: NodeJS.Signals): void {
  if (!isRunning(target)) return;
  try {
    // SIGKILL reaches what it started, too.
    process.kill(signal === "SIGKILL" ? -target.pid : target.pid, signal);
  } catch {
    // It ended between the check and the signal.
  }
}
