import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { dirname } from "node:path";

const TAIL_LINES = 25;

/** A command failed: `message` is one line, `tail` its last lines of output, `logPath` the file with all of it. */
export class CommandError extends Error {
  constructor(message, tail, logPath) {
    super(message);
    this.name = "CommandError";
    this.tail = tail;
    this.logPath = logPath;
  }
}

/** Runs a command with its output going to `logPath`. Resolves with the last lines. */
export function runCommand(command, args, { logPath, cwd, env = process.env, timeoutMs }) {
  mkdirSync(dirname(logPath), { recursive: true });
  const log = createWriteStream(logPath);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], timeout: timeoutMs });
    const kill = () => child.kill("SIGTERM");
    process.on("exit", kill);
    const lines = [];
    let rest = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (chunk) => {
        log.write(chunk);
        const parts = (rest + chunk).split("\n");
        rest = parts.pop().slice(-2_000);
        lines.push(...parts);
        lines.splice(0, Math.max(0, lines.length - TAIL_LINES));
      });
    }
    const settle = (failure) => {
      process.off("exit", kill);
      if (rest) lines.push(rest);
      log.end(() => {
        if (failure) reject(new CommandError(`${[command, ...args].join(" ")} ${failure}`, lines, logPath));
        else resolve(lines);
      });
    };
    child.on("error", (error) => settle(`could not be started: ${error.message}`));
    child.on("close", (code, signal) => settle(code === 0 ? null : `ended with ${signal ?? `exit code ${code}`}`));
  });
}
