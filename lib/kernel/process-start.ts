import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/**
 * When the process started, as a text that only serves to be compared: process ids are reused, this is not, not even after
 * the machine's next start. null: no such process runs. One that ended and is only not collected yet does not run.
 */
export function findProcessStart(pid: number): string | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return existsSync("/proc/self/stat") ? null : findByPs(pid);
  }
  // proc(5): the fields after the name in parentheses, from the third on; the 22nd is the start in ticks since boot.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, ticks] = [fields[0], fields[19]];
  return state === "Z" || state === "X" || ticks === undefined ? null : `${ticks}@${readBootId()}`;
}

function readBootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}

function findByPs(pid: number): string | null {
  const answer = spawnSync("ps", ["-p", String(pid), "-o", "state=,lstart="], { encoding: "utf8" }).stdout ?? "";
  const [state = "", ...started] = answer.trim().split(/\s+/);
  return state === "" || state.startsWith("Z") ? null : started.join(" ");
}
