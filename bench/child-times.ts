import { readdirSync, readFileSync } from "node:fs";

/** Processor time in seconds: of this process, and of its descendants by their program. */
export type ProcessorTimes = Record<string, number>;

const ticksPerSecond = 100;

/** What this process and its descendants, those that have ended included, have used so far. Linux alone. */
export function readProcessorTimes(): ProcessorTimes {
  const processes = readdirSync("/proc").flatMap((pid) => (/^\d+$/.test(pid) ? readStat(Number(pid)) : []));
  const times: ProcessorTimes = {};
  const { user, system } = process.cpuUsage();
  times.worker = (user + system) / 1_000_000;
  const add = (parent: number) => {
    for (const one of processes.filter(({ ppid }) => ppid === parent)) {
      times[one.program] = (times[one.program] ?? 0) + one.seconds;
      add(one.pid);
    }
  };
  add(process.pid);
  return times;
}

/** Milliseconds of processor time for each of `count` runs, by program. */
export function processorMsEach(before: ProcessorTimes, after: ProcessorTimes, count: number): ProcessorTimes {
  return Object.fromEntries(
    Object.entries(after).map(([program, seconds]) => [
      program,
      Math.round(((seconds - (before[program] ?? 0)) / count) * 1_000_000) / 1_000,
    ]),
  );
}

type Stat = { pid: number; ppid: number; program: string; seconds: number };

function readStat(pid: number): Stat[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const program = text.slice(text.indexOf("(") + 1, text.lastIndexOf(")"));
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    // As proc(5) numbers them: 4 is the parent; 14 and 15 are user and system time, 16 and 17 those of ended children.
    const ticks = [14, 15, 16, 17].reduce((sum, field) => sum + Number(fields[field - 3]), 0);
    return [{ pid, ppid: Number(fields[1]), program, seconds: ticks / ticksPerSecond }];
  } catch {
    return [];
  }
}
