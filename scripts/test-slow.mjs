// npm run test:slow [-- RUNS [FILE …]]: repeats the browser tests on one core shared with a busy loop, to expose races that
// an idle machine hides. Linux only: `taskset` pins everything to one core.
import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./prepare.mjs";

const DEFAULT_RUNS = 3;
const [runs = String(DEFAULT_RUNS), ...files] = process.argv.slice(2);
if (!/^[1-9]\d*$/.test(runs)) throw new Error(`"${runs}" is not a number of runs`);
if (spawnSync("taskset", ["--version"]).status !== 0) throw new Error("taskset (util-linux) is needed");

const busy = spawn("taskset", ["-c", "0", process.execPath, "-e", "for (;;) {}"], { stdio: "ignore" });
process.on("exit", () => busy.kill("SIGKILL"));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

let failed = 0;
for (let run = 1; run <= Number(runs); run += 1) {
  console.log(`\nRun ${run} of ${runs}`);
  const args = ["-c", "0", process.execPath, join(root, "scripts/test.mjs"), "e2e", ...files];
  const code = await new Promise((resolve) => {
    spawn("taskset", args, { cwd: root, stdio: ["ignore", "inherit", "inherit"] }).on("close", resolve);
  });
  if (code !== 0) failed += 1;
}
console.log(`\n${runs} runs, ${failed} of them failed`);
process.exitCode = failed === 0 ? 0 : 1;
