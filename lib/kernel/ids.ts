import { randomBytes, randomInt } from "node:crypto";
import { v7 } from "uuid";
import { processSingleton } from "@/lib/kernel/process-singleton";

const maxSequence = 0xffff_ffff;
const maxStart = 0x8000_0000;
/** Of the process, not of this module: Next bundles a second copy of lib, and both must count on. */
const last = processSingleton("last-id", () => ({ msecs: -1, sequence: 0 }));

/**
 * UUIDv7 (RFC 9562): sorts by creation, so that the primary key is the order of every list. Within a millisecond of one
 * process a counter keeps that order (section 6.2, method 1); it starts at a random number in the lower half of its range.
 */
export function newId(now: Date): string {
  const msecs = now.getTime();
  const counts = msecs === last.msecs && last.sequence < maxSequence;
  last.sequence = counts ? last.sequence + 1 : randomInt(maxStart);
  last.msecs = msecs;
  return v7({ msecs, seq: last.sequence, random: lastBytes() });
}

/** Random where the id takes its last 42 bits from. randomInt has random numbers in stock; asking for bytes takes 15 µs. */
function lastBytes(): Uint8Array {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(randomInt(2 ** 48 - 1), 10, 6);
  return bytes;
}

/** The smallest id that `newId` can make at `at`: ids from then on are not below it. */
export function firstIdAt(at: Date): string {
  const time = Math.max(0, at.getTime()).toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}

/** `bits` random bits in base64url, for secrets and challenges. */
export function randomToken(bits: number): string {
  return randomBytes(Math.ceil(bits / 8)).toString("base64url");
}
