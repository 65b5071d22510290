import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { encodeSetEnd, encodeSetHeader } from "@/lib/edge/protocol/set-format";
import { type Disk, renameDurably } from "@/lib/edge/responder/disk";
import type { EdgeSet } from "@/lib/edge/responder/edge-set";
import { snapshotName } from "@/lib/edge/responder/read-set";

export type SetToWrite = {
  set: EdgeSet;
  generation: number;
  /** The set's, when its journal began. */
  cursor: string;
  takenAt: Date;
  /** Asked between slices: the file is given up. */
  isCancelled(): boolean;
};

/** Lines between two turns of the event loop: well below a millisecond. */
const sliceLines = 100;
const writeBytes = 131_072;

/**
 * Writes the set as the snapshot of a generation, while changes go on: those after `cursor` may be in it or not, and
 * applying them again is harmless. @returns its size in bytes
 */
export async function writeSet(disk: Disk, folder: string, written: SetToWrite): Promise<number> {
  const path = join(folder, snapshotName(written.generation));
  const temporary = `${path}.tmp`;
  try {
    const bytes = await writeFile(disk, temporary, written);
    await renameDurably(disk, temporary, path);
    return bytes;
  } catch (error) {
    await disk.rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function writeFile(disk: Disk, path: string, { set, cursor, takenAt, isCancelled }: SetToWrite): Promise<number> {
  const file = await disk.open(path, "w", 0o600);
  try {
    const out = createOutput(file);
    const count = { application: 0, host: 0 };
    let lines = 0;
    out.add(encodeSetHeader({ cursor, takenAt: takenAt.toISOString() }));
    for (const { kind, line } of set.lines()) {
      out.add(line);
      count[kind] += 1;
      lines += 1;
      if (lines % sliceLines === 0) await setImmediate();
      if (isCancelled()) throw new Error("cancelled");
      if (out.isFull()) await out.write();
    }
    await out.write();
    out.add(encodeSetEnd({ applications: count.application, hosts: count.host, sha256: out.sha256() }));
    await out.write();
    await file.sync();
    return out.bytes();
  } finally {
    await file.close();
  }
}

function createOutput(file: FileHandle) {
  const hash = createHash("sha256");
  let waiting: string[] = [];
  let waitingLength = 0;
  let bytes = 0;
  return {
    add(line: string) {
      waiting.push(line);
      waitingLength += line.length;
    },
    isFull: () => waitingLength >= writeBytes,
    async write() {
      const content = Buffer.from(waiting.join(""));
      waiting = [];
      waitingLength = 0;
      hash.update(content);
      bytes += content.length;
      await file.writeFile(content);
    },
    /** Of what was written so far. */
    sha256: () => hash.copy().digest("hex"),
    bytes: () => bytes,
  };
}
