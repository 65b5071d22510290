// How fast this machine is right now, compared with the one on which the tests' time limits were chosen.
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker } from "node:worker_threads";

/** How long `work` takes on the reference machine: 2 idle cores at 2.45 GHz (AMD EPYC 7003), Node 20. */
const REFERENCE_MS = 700;
/** Both test runners use two workers, so measure with two threads: on one core they take twice as long. */
const THREADS = 2;
const ROUNDS = 1_000;

/** @returns {Promise<number>} 1 on the reference machine and on faster ones, 4 on one that is four times slower */
export async function measureSlowness() {
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: THREADS }, runWorker));
  return Math.max(1, (performance.now() - startedAt) / REFERENCE_MS);
}

function runWorker() {
  return new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(import.meta.url));
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

/** Objects, strings, sorting and hashing, as in the tests. */
function work() {
  let text = "latchkey";
  for (let round = 0; round < ROUNDS; round += 1) {
    const rows = Array.from({ length: 500 }, (_, index) => ({ id: `${text.slice(0, 8)}-${index}`, index, round }));
    const copy = JSON.parse(JSON.stringify(rows));
    copy.sort((a, b) => (a.id < b.id ? -1 : 1));
    text = createHash("sha256")
      .update(copy.map(({ id }) => id.replace(/-/g, ".")).join())
      .digest("hex");
  }
  return text;
}

if (!isMainThread) parentPort.postMessage(work());
