import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const WAIT_MS = 15 * 60_000;
const POLL_MS = 250;
// A holder writes its process id right after it creates the folder: without one for this long, it died in between.
const NAMELESS_MS = 5_000;

/** Runs `work` while this process alone holds the folder `path`. A lock whose holder has died is taken over. */
export async function withLock(path, work) {
  mkdirSync(dirname(path), { recursive: true });
  const deadline = Date.now() + WAIT_MS;
  while (!tryLock(path)) {
    if (isAbandoned(path)) rmSync(path, { recursive: true, force: true });
    else if (Date.now() > deadline)
      throw new Error(`another run has held ${path} for 15 minutes: stop it, or remove the folder`);
    else await sleep(POLL_MS);
  }
  const release = () => rmSync(path, { recursive: true, force: true });
  process.on("exit", release);
  try {
    return await work();
  } finally {
    process.off("exit", release);
    release();
  }
}

function tryLock(path) {
  try {
    mkdirSync(path);
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
  writeFileSync(join(path, "pid"), String(process.pid));
  return true;
}

function isAbandoned(path) {
  try {
    process.kill(Number(readFileSync(join(path, "pid"), "utf8")), 0);
    return false;
  } catch (error) {
    if (error.code === "ESRCH") return true;
    if (error.code === "ENOENT") return isOlderThan(path, NAMELESS_MS);
    return false;
  }
}

function isOlderThan(path, ageMs) {
  try {
    return Date.now() - statSync(path).mtimeMs > ageMs;
  } catch {
    return false;
  }
}
