import type { FileHandle } from "node:fs/promises";
import type { Disk } from "@/lib/edge/responder/disk";

/** A file that is appended to. What is appended while a write is under way goes into the next one, with one sync for all. */
export type Journal = {
  append(text: string): void;
  /** Of the file. */
  bytes(): number;
  /** Resolves when everything was written, or a write has failed. */
  flush(): Promise<void>;
  /** Text was dropped because the disk took none for too long: the file has a gap. */
  hasGap(): boolean;
  close(): Promise<void>;
};

export type JournalOptions = {
  disk: Disk;
  path: string;
  /** Where to continue in a file that is there. */
  bytes: number;
  onFailed(error: unknown): void;
  onWritten(): void;
  retryMs?: number;
};

const maxWaitingBytes = 16_000_000;

export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { disk, path, onFailed, onWritten, retryMs = 2_000 } = options;
  const file: FileHandle = await disk.open(path, options.bytes === 0 ? "w" : "r+", 0o600);
  if (options.bytes > 0) await file.truncate(options.bytes).catch(() => undefined);
  let bytes = options.bytes;
  let waiting: string[] = [];
  let waitingBytes = 0;
  let gap = false;
  let writing: Promise<void> | null = null;
  let retry: NodeJS.Timeout | null = null;
  let closed = false;

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const taken = waiting;
      waiting = [];
      waitingBytes = 0;
      try {
        const text = Buffer.from(taken.join(""));
        // At a fixed place: what a failed write left there is overwritten.
        await writeAll(file, text, bytes);
        await file.datasync();
        bytes += text.length;
        onWritten();
      } catch (error) {
        onFailed(error);
        hold([...taken, ...waiting]);
        if (!closed) {
          retry = setTimeout(start, retryMs);
          retry.unref();
        }
        return;
      }
    }
  }

  function hold(texts: string[]): void {
    waiting = texts;
    waitingBytes = texts.reduce((sum, text) => sum + text.length, 0);
    if (waitingBytes <= maxWaitingBytes) return;
    gap = true;
    waiting = [];
    waitingBytes = 0;
  }

  function start(): void {
    if (retry !== null) clearTimeout(retry);
    retry = null;
    writing ??= write().finally(() => {
      writing = null;
      if (waiting.length > 0 && retry === null && !closed) start();
    });
  }

  return {
    append(text) {
      waiting.push(text);
      waitingBytes += text.length;
      if (retry === null) start();
      else if (waitingBytes > maxWaitingBytes) hold(waiting);
    },
    bytes: () => bytes,
    async flush() {
      if (waiting.length > 0) start();
      await writing;
    },
    hasGap: () => gap,
    async close() {
      if (waiting.length > 0) start();
      await writing;
      closed = true;
      if (retry !== null) clearTimeout(retry);
      await file.close();
    },
  };
}

async function writeAll(file: FileHandle, text: Buffer, position: number): Promise<void> {
  for (let written = 0; written < text.length; ) {
    const { bytesWritten } = await file.write(text, written, text.length - written, position + written);
    written += bytesWritten;
  }
}
