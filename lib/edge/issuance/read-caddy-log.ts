import { type FileHandle, open, stat } from "node:fs/promises";
import type { EdgeReport } from "@/lib/edge/protocol/report";

export type RateLimitRefusal = EdgeReport["rateLimits"][number];

export type CaddyLogReader = {
  /** Reads what was written since the last call. */
  read(): Promise<void>;
  /** The refusals that may still be in force, at most a hundred. The same ones until they are over. */
  refusals(): RateLimitRefusal[];
  close(): Promise<void>;
};

/** How far back a new process reads. */
const maxPastBytes = 256 * 1024;
/** The most for one call: the rest is for the next ones. */
const maxBytes = 4 * 1024 * 1024;
const chunkBytes = 64 * 1024;
/** Longer lines are none of those that are looked for. */
const maxLineBytes = 64 * 1024;
const maxRefusals = 100;
/** Where the authority names no time. */
const assumedMs = 3_600_000;

/**
 * Follows Caddy's log for refusals of the certificate authority because of its limits. Caddy rotates the file: what is left
 * in the old one is read first. A file that was cut short is read from its beginning.
 */
export function createCaddyLogReader({
  path,
  now,
  onLine,
}: {
  path: string;
  now(): Date;
  /** Every line, for others that look for something in it. */
  onLine?(line: string): void;
}): CaddyLogReader {
  let file: { handle: FileHandle; inode: bigint; offset: number } | null = null;
  let partial = "";
  let isFirst = true;
  const found = new Map<string, RateLimitRefusal>();

  async function openFile(): Promise<void> {
    const handle = await open(path, "r").catch(() => null);
    if (handle === null) return;
    const { ino, size } = await handle.stat({ bigint: true });
    const offset = isFirst ? Math.max(0, Number(size) - maxPastBytes) : 0;
    file = { handle, inode: ino, offset };
    partial = "";
    isFirst = false;
  }

  async function readOn(budget: number): Promise<number> {
    if (file === null) return 0;
    const { size } = await file.handle.stat();
    if (size < file.offset) {
      file.offset = 0;
      partial = "";
    }
    let used = 0;
    const buffer = Buffer.alloc(chunkBytes);
    while (used < budget) {
      const { bytesRead } = await file.handle.read(buffer, 0, chunkBytes, file.offset);
      if (bytesRead === 0) break;
      file.offset += bytesRead;
      used += bytesRead;
      const lines = (partial + buffer.toString("latin1", 0, bytesRead)).split("\n");
      partial = lines.pop() ?? "";
      if (partial.length > maxLineBytes) partial = "";
      for (const line of lines) note(line);
    }
    return used;
  }

  function note(line: string): void {
    const text = Buffer.from(line, "latin1").toString("utf8");
    onLine?.(text);
    const refusal = parseRefusal(text);
    if (refusal === null) return;
    const id = `${refusal.issuer} ${refusal.hostname}`;
    found.delete(id);
    found.set(id, refusal);
    const [oldest] = found.keys();
    if (found.size > maxRefusals && oldest !== undefined) found.delete(oldest);
  }

  async function isRotated(): Promise<boolean> {
    const current = await stat(path, { bigint: true }).catch(() => null);
    return current !== null && file !== null && current.ino !== file.inode;
  }

  return {
    async read() {
      if (file === null) await openFile();
      const used = await readOn(maxBytes);
      if (used < maxBytes && file !== null && (await isRotated())) {
        // What was written to it in the meantime.
        await readOn(maxBytes);
        await file.handle.close();
        file = null;
        await openFile();
        await readOn(maxBytes);
      }
    },
    refusals() {
      const at = now().getTime();
      for (const [id, refusal] of found) if (isOver(refusal, at)) found.delete(id);
      return [...found.values()];
    },
    async close() {
      await file?.handle.close();
      file = null;
    },
  };
}

function isOver({ retryAfter, at }: RateLimitRefusal, nowMs: number): boolean {
  return nowMs > (retryAfter === null ? Date.parse(at) + assumedMs : Date.parse(retryAfter));
}

type Entry = { logger?: unknown; ts?: unknown; issuer?: unknown; identifier?: unknown; error?: unknown };

const limited = /urn:ietf:params:acme:error:rateLimited|\bHTTP (?:429|503)\b/;
const namedTime = /retry after (\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?: ?UTC|Z)/;

/** One line of Caddy's log, which is JSON; null where it is not about a limit. */
export function parseRefusal(line: string): RateLimitRefusal | null {
  if (!limited.test(line)) return null;
  const entry = parseEntry(line);
  const { error, issuer, identifier, ts } = entry ?? {};
  if (typeof error !== "string" || typeof issuer !== "string" || !limited.test(error)) return null;
  if (!String(entry?.logger).startsWith("tls")) return null;
  const [, day, time] = namedTime.exec(error) ?? [];
  const retryAfter = day === undefined ? null : new Date(`${day}T${time}Z`);
  return {
    issuer: issuer.slice(0, 200),
    hostname: typeof identifier === "string" ? identifier.slice(0, 253) : null,
    detail: error.slice(0, 1_000),
    retryAfter: retryAfter === null || Number.isNaN(retryAfter.getTime()) ? null : retryAfter.toISOString(),
    at: timeOf(ts),
  };
}

function parseEntry(line: string): Entry | null {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === "object" ? entry : null;
  } catch {
    return null;
  }
}

const latestSeconds = 8_640_000_000_000;

/** Seconds since 1970. */
function timeOf(ts: unknown): string {
  const isTime = typeof ts === "number" && ts >= 0 && ts < latestSeconds;
  return new Date(isTime ? ts * 1_000 : 0).toISOString();
}
