import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { findProcessStart } from "@/lib/kernel/process-start";

const schema = z.object({ pid: z.int().min(2), startedAt: z.string(), configuration: z.string() });

/** A process that a supervisor started, for the supervisor after it. */
export type ProcessRecord = z.infer<typeof schema>;

export function writeProcessRecord(path: string, record: ProcessRecord): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.new`, JSON.stringify(record));
  renameSync(`${path}.new`, path);
}

export function removeProcessRecord(path: string): void {
  rmSync(path, { force: true });
}

/** The recorded process if it still runs. Another one that has its id by now is not it. */
export function findRecordedProcess(path: string): ProcessRecord | null {
  let record: ProcessRecord;
  try {
    record = schema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return null;
  }
  return findProcessStart(record.pid) === record.startedAt ? record : null;
}
