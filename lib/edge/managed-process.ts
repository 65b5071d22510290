import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, renameSync, statSync, type WriteStream } from "node:fs";
import { dirname } from "node:path";

export type ProcessExit = { code: number | null; signal: NodeJS.Signals | null };

export type ManagedProcess = {
  pid: number;
  exited: Promise<ProcessExit>;
  /** Its last lines of output, both streams mixed, oldest first. */
  tail: () => string[];
  /** Sends the stop signal, then SIGKILL after `graceMs`. Resolves when the process has exited. */
  stop: (options?: { graceMs?: number }) => Promise<void>;
};

export type ProcessOptions = {
  name: string;
  command: string;
  args: string[];
  /** The whole environment: none of ours, and none of our secrets, is inherited. */
  env: Record<string, string>;
  cwd?: string;
  /** Run as this system user; only root may ask for it. */
  user?: string | null;
  /** The signal to stop it, sent by us or by the kernel. */
  stopSignal?: "SIGTERM" | "SIGINT";
  logPath: string;
  /** The signal when this process exits without having stopped it. Default: SIGKILL. */
  exitSignal?: "SIGTERM" | "SIGKILL";
  /** Makes one line of its log fit for an error message; null drops the line. */
  readable?: (line: string) => string | null;
  ready: () => Promise<boolean>;
  readyTimeoutMs: number;
};

/** The child could not be started, ended before it was ready, or was not ready in time. The message holds its last lines. */
export class ProcessStartError extends Error {
  override name = "ProcessStartError";
}

const TAIL_LINES = 60;
const ERROR_LINES = 12;
const MAX_LOG_BYTES = 10 * 1024 * 1024;
const READY_POLL_MS = 25;
const PIPE_GRACE_MS = 250;
const SETPRIV = ["/usr/bin/setpriv", "/bin/setpriv"].find((path) => existsSync(path)) ?? null;

const living = new Map<ChildProcess, NodeJS.Signals>();

/**
 * Starts a child in a process group of its own (so that Ctrl-C reaches it only through us), writes its output to
 * `logPath`, and resolves once `ready` returns true. The child does not outlive this process: an exit hook stops it, and
 * on Linux the kernel does if this process is killed.
 */
export async function startProcess(options: ProcessOptions): Promise<ManagedProcess> {
  const log = openLog(options.logPath);
  const [command, args] = boundToParent(options);
  const child = spawn(command, args, {
    cwd: options.cwd,
    // Next makes NODE_ENV required in this type; a child that is not Node does not need it.
    env: options.env as NodeJS.ProcessEnv,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const exited = watchExit(child, options.exitSignal ?? "SIGKILL", () => log.end());
  collectLines(child, log, lines);

  let gone: ProcessExit | null = null;
  let spawnError: Error | null = null;
  child.on("error", (error) => {
    spawnError = error;
  });
  exited.then((exit) => {
    gone = exit;
  });

  const stop = async ({ graceMs = 5_000 }: { graceMs?: number } = {}) => {
    if (gone || child.pid === undefined) return;
    child.kill(options.stopSignal ?? "SIGTERM");
    const timer = setTimeout(() => killGroup(child), graceMs);
    await exited;
    clearTimeout(timer);
  };

  const deadline = Date.now() + options.readyTimeoutMs;
  for (;;) {
    if (spawnError || gone) throw startError(options, describeEnd(spawnError, gone), lines);
    if (await options.ready()) break;
    if (Date.now() > deadline) {
      await stop({ graceMs: 1_000 });
      throw startError(options, `was not ready within ${options.readyTimeoutMs / 1_000} s`, lines);
    }
    await new Promise((resolve) => setTimeout(resolve, READY_POLL_MS));
  }
  // Another process may have answered on its port: an exit by now is still a failed start.
  if (gone || child.pid === undefined) throw startError(options, describeEnd(spawnError, gone), lines);
  return { pid: child.pid, exited, tail: () => [...lines], stop };
}

// The parent-death signal is set last: the kernel clears it when the user changes.
function boundToParent({ command, args, user, stopSignal = "SIGTERM" }: ProcessOptions): [string, string[]] {
  if (!SETPRIV) {
    if (user) throw new ProcessStartError(`cannot run ${command} as ${user}: setpriv (util-linux) is missing`);
    return [command, args];
  }
  const identity = user ? ["--reuid", user, "--regid", user, "--init-groups"] : [];
  return [SETPRIV, [...identity, "--pdeathsig", stopSignal.slice("SIG".length), "--", command, ...args]];
}

function openLog(path: string): WriteStream {
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path) && statSync(path).size > MAX_LOG_BYTES) renameSync(path, `${path}.1`);
  const log = createWriteStream(path, { flags: "a" });
  // On a full disk the log has a gap. The child goes on.
  log.on("error", () => log.destroy());
  return log;
}

function collectLines(child: ChildProcess, log: WriteStream, lines: string[]): void {
  for (const stream of [child.stdout, child.stderr]) {
    let rest = "";
    stream?.setEncoding("utf8");
    stream?.on("data", (chunk: string) => {
      if (!log.destroyed) log.write(chunk);
      const parts = (rest + chunk).split("\n");
      rest = (parts.pop() ?? "").slice(-4_096);
      lines.push(...parts);
      lines.splice(0, Math.max(0, lines.length - TAIL_LINES));
    });
    stream?.on("end", () => {
      if (rest) lines.push(rest);
    });
  }
}

function watchExit(child: ChildProcess, exitSignal: NodeJS.Signals, onGone: () => void): Promise<ProcessExit> {
  if (living.size === 0) process.on("exit", killLiving);
  living.set(child, exitSignal);
  return new Promise((resolve) => {
    const settle = (exit: ProcessExit) => {
      if (!living.delete(child)) return;
      if (living.size === 0) process.off("exit", killLiving);
      onGone();
      resolve(exit);
    };
    child.on("close", (code, signal) => settle({ code, signal }));
    // A grandchild may hold the pipes open after the child has exited.
    child.on("exit", (code, signal) => setTimeout(() => settle({ code, signal }), PIPE_GRACE_MS).unref());
    child.on("error", () => {
      if (child.pid === undefined) settle({ code: null, signal: null });
    });
  });
}

function killLiving(): void {
  for (const [child, signal] of living) killGroup(child, signal);
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals = "SIGKILL"): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It exited between the check and the signal.
  }
}

function describeEnd(spawnError: Error | null, exit: ProcessExit | null): string {
  if (spawnError) return `could not be started: ${spawnError.message}`;
  return exit?.signal ? `was ended by ${exit.signal}` : `ended with exit code ${exit?.code ?? "unknown"}`;
}

function startError(options: ProcessOptions, what: string, lines: string[]): ProcessStartError {
  const readable = lines
    .map((line) => (options.readable ? options.readable(line) : line))
    .filter((line) => line !== null);
  const said = readable.length > 0 ? `\n${readable.slice(-ERROR_LINES).join("\n")}` : "";
  return new ProcessStartError(`${options.name} ${what} (log: ${options.logPath})${said}`);
}
