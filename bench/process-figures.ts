import { readdirSync, readFileSync } from "node:fs";

export type ProcessFigures = {
  pid: number;
  /** "app", "supervisor", or the name of the program. */
  name: string;
  /** Resident memory, with the pages that it shares with others. */
  rssMb: number;
  /** The same, with a page of n processes counted as an n-th of a page. */
  pssMb: number;
  /** User and system time, with that of ended children. */
  cpuSeconds: number;
};

const ticksPerSecond = 100;

/** A process and all that it has started, on Linux. */
export function findProcesses(pid: number): ProcessFigures[] {
  const parents = new Map(allProcesses().flatMap((one) => parentOf(one)));
  const found = [pid];
  for (const one of found) for (const [child, parent] of parents) if (parent === one) found.push(child);
  return found.flatMap(readFigures);
}

function allProcesses(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function parentOf(pid: number): [number, number][] {
  const stat = statOf(pid);
  return stat === null ? [] : [[pid, Number(stat[1])]];
}

/** A process may end while it is read: then it has no figures. */
function readFigures(pid: number): ProcessFigures[] {
  const stat = statOf(pid);
  if (stat === null) return [];
  try {
    const memory = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    const megabytes = (field: string) =>
      Math.round(Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(memory)?.[1] ?? 0) / 1024);
    const cpuSeconds = stat.slice(11, 15).reduce((total, ticks) => total + Number(ticks), 0) / ticksPerSecond;
    return [{ pid, name: nameOf(pid), rssMb: megabytes("Rss"), pssMb: megabytes("Pss"), cpuSeconds }];
  } catch {
    return [];
  }
}

/** What follows the name in parentheses: state, parent, … */
function statOf(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null;
  }
}

function nameOf(pid: number): string {
  const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  const script = words.findIndex((word) => word.endsWith("run-process.mjs"));
  if (script !== -1) return words[script + 1] ?? "node";
  if (words[1] === "scripts/start.mjs") return "supervisor";
  const [program = ""] = (words[0] ?? "").split(" ");
  return program.split("/").at(-1) ?? program;
}
