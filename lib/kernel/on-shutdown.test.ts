import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");

/** Writes ten times a second, and writes down what nobody catches, as Next does. */
const talker = `
  import { onShutdown } from "@/lib/kernel/on-shutdown";
  process.on("uncaughtException", (error) => console.error(error));
  onShutdown((code) => process.exit(code));
  setInterval(() => console.log("still here"), 100);
`;

let running: ChildProcess | null = null;
afterEach(() => running?.kill("SIGKILL"));

async function startTalker() {
  const args = ["--import", "tsx", "--input-type=module", "-e", talker];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  running = child;
  await new Promise((resolve) => child.stdout.once("data", resolve));
  return { child, code: new Promise((resolve) => child.once("exit", (code, signal) => resolve(signal ?? code))) };
}

it("exits instead of spinning when nobody reads its output", async () => {
  const { child, code } = await startTalker();
  child.stdout.destroy();
  child.stderr.destroy();
  expect(await code).toBe(1);
});

it.each(["SIGINT", "SIGTERM"] as const)("ends at %s", async (signal) => {
  const { child, code } = await startTalker();
  child.kill(signal);
  expect(await code).toBe(0);
});
