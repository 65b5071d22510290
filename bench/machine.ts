import { readFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";

/** The machine of the measurement, in one line. */
export function describeMachine(): string {
  const memoryGb = Math.round(totalmem() / 1024 ** 3);
  return `${cpus().length} cores (${cpus()[0]?.model ?? "?"}), ${memoryGb} GB, Linux ${release()}, Node ${process.versions.node}`;
}

/** Resident memory of a process on this machine in MB: current and peak. */
export function readMemory(pid: number): { residentMb: number; peakMb: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const megabytes = (field: string) =>
    Math.round(Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(status)?.[1]) / 1024);
  return { residentMb: megabytes("VmRSS"), peakMb: megabytes("VmHWM") };
}
