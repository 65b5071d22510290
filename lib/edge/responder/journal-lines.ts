import { crc32 } from "node:zlib";
import { z } from "zod";
import { cursorPattern, type SequencedChange, sequencedChangeSchema } from "@/lib/edge/protocol/changes";

/**
 * A line of a journal. `after`: the changes that follow continue from this cursor. `cursor`: all changes up to it are above.
 * A journal is `<CRC-32 of the JSON, 8 hex digits> <JSON>` per line.
 */
export type JournalLine = { after: string } | { cursor: string } | SequencedChange;

const cursor = z.string().regex(cursorPattern);
const line = z.union([sequencedChangeSchema, z.strictObject({ cursor }), z.strictObject({ after: cursor })]);

export function encodeJournalLine(content: JournalLine): string {
  const text = JSON.stringify(content);
  return `${checksum(Buffer.from(text))} ${text}\n`;
}

export type JournalText = {
  lines: JournalLine[];
  /** Lines whose checksum is wrong. The others count all the same. */
  damaged: number;
  /** Up to the end of the last whole line: what follows was being written when the process ended. */
  bytes: number;
};

export function readJournalText(content: Buffer): JournalText {
  const result: JournalText = { lines: [], damaged: 0, bytes: content.lastIndexOf(10) + 1 };
  let start = 0;
  while (start < result.bytes) {
    const end = content.indexOf(10, start);
    const read = readLine(content.subarray(start, end));
    if (read === null) result.damaged += 1;
    else result.lines.push(read);
    start = end + 1;
  }
  return result;
}

function readLine(bytes: Buffer): JournalLine | null {
  const text = bytes.subarray(9);
  if (bytes.toString("latin1", 0, 9) !== `${checksum(text)} `) return null;
  try {
    return line.parse(JSON.parse(text.toString("utf8")));
  } catch {
    return null;
  }
}

function checksum(bytes: Buffer): string {
  return crc32(bytes).toString(16).padStart(8, "0");
}
