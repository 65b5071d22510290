import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { SequencedChange } from "@/lib/edge/protocol/changes";
import type { Disk } from "@/lib/edge/responder/disk";
import type { EdgeSet, Release } from "@/lib/edge/responder/edge-set";
import { type Journal, openJournal } from "@/lib/edge/responder/journal";
import { encodeJournalLine, type JournalLine } from "@/lib/edge/responder/journal-lines";
import type { Problems } from "@/lib/edge/responder/problems";
import { journalName, listGenerations, readSet, snapshotName, UnusableSetError } from "@/lib/edge/responder/read-set";
import { writeSet } from "@/lib/edge/responder/write-set";
import { errorText } from "@/lib/kernel/errors";

/** The set on disk: two generations, each a snapshot and a journal of the changes after it. The memory is always ahead of it. */
export type SetStore = {
  /** The set of the last run; null: none, or none that can be used. */
  load(): Promise<{ set: EdgeSet | null; releases: Release[] }>;
  /** Records changes that were applied, up to `cursor`. */
  append(changes: readonly SequencedChange[], cursor: string): void;
  /** A set from the control plane has taken the place of the one before. */
  replace(next: EdgeSet): void;
  /** A host that the set before had, and the one that replaced it has not: the old generation must lack it too. */
  noteReleases(releases: readonly Release[]): void;
  journalBytes(): number;
  /** Resolves when what was appended is on disk, as far as the disk takes it, and no generation is being written. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

export type SetStoreOptions = {
  disk: Disk;
  folder: string;
  problems: Problems;
  now(): Date;
  /** A journal of this size, or of a quarter of its snapshot's, starts a new generation. */
  minJournalBytes?: number;
  retryMs?: number;
};

/** What is being written then is given up: the generation before is still whole. */
const closeLimitMs = 1_000;

export function createSetStore(options: SetStoreOptions): SetStore {
  const { disk, folder, problems, now, minJournalBytes = 1_000_000, retryMs = 10_000 } = options;
  let set: EdgeSet | null = null;
  /** The newest number that has a file; the generation that is in use, and the one before it. */
  let newest = 0;
  let generation: number | null = null;
  let snapshotBytes = 0;
  /** The present generation's, and while a new one is written its journal too. */
  let journal: Journal | null = null;
  let nextJournal: Journal | null = null;
  let writing: Promise<void> | null = null;
  let isOutdated = false;
  let retry: NodeJS.Timeout | null = null;
  let closed = false;

  function note(sentences: readonly string[]): void {
    for (const [index, sentence] of sentences.entries()) problems.set(`stored ${index}`, sentence);
  }

  async function open(of: number, bytes: number): Promise<Journal> {
    return openJournal({
      disk,
      path: join(folder, journalName(of)),
      bytes,
      onFailed: (error) => problems.set("journal", `changes cannot be written to disk: ${errorText(error)}`),
      onWritten: () => problems.clear("journal"),
      retryMs: Math.min(retryMs, 2_000),
    });
  }

  function write(lines: readonly JournalLine[]): void {
    const text = lines.map(encodeJournalLine).join("");
    journal?.append(text);
    nextJournal?.append(text);
  }

  /** Writes a generation of the present set, and once more if another set took its place meanwhile. */
  function startGeneration(): void {
    isOutdated = true;
    if (writing !== null || closed) return;
    if (retry !== null) clearTimeout(retry);
    retry = null;
    writing = writeGenerations().finally(() => {
      writing = null;
    });
  }

  async function writeGenerations(): Promise<void> {
    try {
      while (isOutdated && set !== null && !closed) {
        isOutdated = false;
        await writeGeneration(set);
      }
      problems.clear("snapshot");
    } catch (error) {
      problems.set("snapshot", `the set of hostnames cannot be written to disk: ${errorText(error)}`);
      isOutdated = true;
      if (closed) return;
      retry = setTimeout(startGeneration, retryMs);
      retry.unref();
    }
  }

  async function writeGeneration(written: EdgeSet): Promise<void> {
    newest += 1;
    const next = newest;
    const opened = await open(next, 0);
    try {
      const { cursor } = written;
      opened.append(encodeJournalLine({ after: cursor }));
      nextJournal = opened;
      const isCancelled = () => closed;
      snapshotBytes = await writeSet(disk, folder, {
        set: written,
        generation: next,
        cursor,
        takenAt: now(),
        isCancelled,
      });
    } catch (error) {
      nextJournal = null;
      await opened.close();
      await disk.rm(join(folder, journalName(next)), { force: true }).catch(() => undefined);
      throw error;
    }
    const previous = { generation, journal };
    generation = next;
    journal = opened;
    nextJournal = null;
    await previous.journal?.close();
    await removeOthers([next, previous.generation]);
  }

  /**
   * Two generations are kept: the newest one, and the one that was in use before it. Between them may be one whose snapshot
   * was damaged: its journal continues the older one's.
   */
  async function removeOthers(kept: (number | null)[]): Promise<void> {
    const oldest = Math.min(...kept.map((number) => number ?? Number.POSITIVE_INFINITY));
    const old = (await listGenerations(disk, folder)).filter((number) => !kept.includes(number));
    for (const number of old) {
      const names = [snapshotName(number), `${snapshotName(number)}.tmp`];
      if (number < oldest) names.push(journalName(number));
      for (const name of names) await disk.rm(join(folder, name), { force: true });
    }
  }

  return {
    async load() {
      let releases: Release[] = [];
      try {
        await disk.mkdir(folder, { recursive: true, mode: 0o700 });
        const stored = await readSet(disk, folder);
        if (stored === null) return { set, releases };
        ({ set, generation, newest, snapshotBytes, releases } = stored);
        note(stored.problems);
        if (stored.journalBytes === null) startGeneration();
        else journal = await open(generation, stored.journalBytes);
      } catch (error) {
        if (error instanceof UnusableSetError) {
          newest = error.newest;
          note(error.problems);
        } else problems.set("stored", `the folder of this edge cannot be used: ${errorText(error)}`);
        if (set !== null) startGeneration();
      }
      return { set, releases };
    },
    append(changes, cursor) {
      write([...changes, { cursor }]);
      const bytes = journal?.bytes() ?? 0;
      if (bytes > Math.max(minJournalBytes, snapshotBytes / 4) || journal?.hasGap()) startGeneration();
    },
    replace(next) {
      set = next;
      write([{ after: next.cursor }]);
      startGeneration();
    },
    noteReleases(releases) {
      write(
        releases.map(({ sequence, hostname, connectionId }) => {
          return { sequence, change: { kind: "released" as const, hostname, connectionId } };
        }),
      );
    },
    journalBytes: () => journal?.bytes() ?? 0,
    async settled() {
      await writing;
      await journal?.flush();
    },
    async close() {
      if (retry !== null) clearTimeout(retry);
      await Promise.race([writing, sleep(closeLimitMs, undefined, { ref: false })]);
      closed = true;
      await writing;
      await journal?.close();
    },
  };
}
