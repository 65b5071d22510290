import { join } from "node:path";
import { sequenceOf } from "@/lib/edge/protocol/changes";
import type { Disk } from "@/lib/edge/responder/disk";
import type { EdgeSet, Release } from "@/lib/edge/responder/edge-set";
import { type JournalLine, readJournalText } from "@/lib/edge/responder/journal-lines";
import { createSetParser } from "@/lib/edge/responder/parse-set";
import { errorText } from "@/lib/kernel/errors";

export type StoredSet = {
  set: EdgeSet;
  /** Where the set is from. */
  generation: number;
  /** The newest one that has a file. */
  newest: number;
  snapshotBytes: number;
  /** Where to continue in its journal; null: something was damaged or missing, so that the files should be written anew. */
  journalBytes: number | null;
  problems: string[];
  /** The last releases of the journals: whether they were reported is not known. */
  releases: Release[];
};

const maxReleases = 1_000;
const chunkBytes = 262_144;

/**
 * The set from an edge's folder: the newest generation whose snapshot is whole, with its journal, and with those of newer
 * generations whose snapshot is not. null: there is none.
 */
export async function readSet(disk: Disk, folder: string): Promise<StoredSet | null> {
  const generations = await listGenerations(disk, folder);
  const problems: string[] = [];
  for (const generation of generations) {
    const path = join(folder, snapshotName(generation));
    try {
      const { set, bytes } = await readSnapshot(disk, path);
      const journals = generations.filter((other) => other >= generation).reverse();
      const { bytes: journalBytes, releases } = await replay(disk, folder, set, journals, problems);
      const isWhole = problems.length === 0 && generation === generations[0];
      return {
        set,
        generation,
        newest: generations[0] ?? generation,
        snapshotBytes: bytes,
        journalBytes: isWhole ? journalBytes : null,
        problems,
        releases: releases.slice(-maxReleases),
      };
    } catch (error) {
      // A process that is killed while it writes a snapshot leaves its journal and the unfinished file.
      if (await isUnfinished(disk, folder, generation)) continue;
      problems.push(`${snapshotName(generation)} cannot be used: ${errorText(error)}`);
    }
  }
  const [newest] = generations;
  if (newest === undefined) return null;
  throw new UnusableSetError([...problems, "no set of hostnames on this disk can be used"], newest);
}

/** There are files, and none of them can be used. */
export class UnusableSetError extends Error {
  readonly problems: string[];
  readonly newest: number;

  constructor(problems: string[], newest: number) {
    super(problems.join("; "));
    this.name = "UnusableSetError";
    this.problems = problems;
    this.newest = newest;
  }
}

export function snapshotName(generation: number): string {
  return `set-${String(generation).padStart(8, "0")}.snapshot`;
}

export function journalName(generation: number): string {
  return `set-${String(generation).padStart(8, "0")}.journal`;
}

async function isUnfinished(disk: Disk, folder: string, generation: number): Promise<boolean> {
  const names = await disk.readdir(folder);
  return !names.includes(snapshotName(generation)) && names.includes(`${snapshotName(generation)}.tmp`);
}

/** Newest first, as numbered by either of the two files. */
export async function listGenerations(disk: Disk, folder: string): Promise<number[]> {
  const names = await disk.readdir(folder).catch(() => []);
  const numbers = names.flatMap((name) => /^set-(\d{1,12})\.(?:snapshot|journal)$/.exec(name)?.[1] ?? []);
  return [...new Set(numbers.map(Number))].sort((one, other) => other - one);
}

async function readSnapshot(disk: Disk, path: string): Promise<{ set: EdgeSet; bytes: number }> {
  const file = await disk.open(path, "r");
  try {
    const parser = createSetParser();
    const buffer = Buffer.allocUnsafe(chunkBytes);
    let bytes = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, bytes);
      if (bytesRead === 0) return { set: parser.end(), bytes };
      bytes += bytesRead;
      parser.push(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

/** `bytes`: of the last journal, up to its last whole line. */
async function replay(disk: Disk, folder: string, set: EdgeSet, generations: number[], problems: string[]) {
  const replaying = createReplay(set);
  let bytes = 0;
  for (const generation of generations) {
    const name = journalName(generation);
    const content = await disk.readFile(join(folder, name)).catch((error) => {
      problems.push(`${name} cannot be read: ${errorText(error)}`);
      return Buffer.alloc(0);
    });
    const read = readJournalText(content);
    if (read.damaged > 0) problems.push(`${name} has ${read.damaged} damaged lines, which were left out`);
    for (const line of read.lines) replaying.add(line);
    bytes = read.bytes;
  }
  return { bytes, releases: replaying.end() };
}

/** Applies journals to a set in the order in which they were written. Only what follows without a gap moves the cursor. */
function createReplay(set: EdgeSet) {
  const cursors = new Set([set.cursor]);
  const releases: Release[] = [];
  let applied = sequenceOf(set.cursor);
  let hasGap = false;
  return {
    add(line: JournalLine): void {
      if ("after" in line) hasGap ||= !cursors.has(line.after);
      else if ("cursor" in line) {
        if (hasGap || sequenceOf(line.cursor) !== applied) return;
        cursors.add(line.cursor);
        set.moveTo(line.cursor);
      } else {
        // Journals overlap: while a generation is written, changes go into both.
        if (!hasGap && line.sequence <= applied) return;
        if (line.sequence !== applied + 1) hasGap = true;
        applied = line.sequence;
        set.apply(line);
        const { change, sequence } = line;
        if (change.kind === "released") {
          releases.push({ hostname: change.hostname, connectionId: change.connectionId, sequence });
        }
      }
    },
    /** What is ahead of the cursor comes once more from the control plane, from its beginning. */
    end(): Release[] {
      const sequence = sequenceOf(set.cursor);
      for (const release of releases) if (release.sequence > sequence) set.noteRelease(release);
      return releases;
    },
  };
}
