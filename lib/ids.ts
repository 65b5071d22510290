import { randomBytes } from "node:crypto";
import { v7 } from "uuid";

/** UUIDv7 (RFC 9562): sorts by creation, so that the primary key is the order of every list. */
export function newId(now: Date): string {
  return v7({ msecs: now.getTime() });
}

/** `bits` random bits in base64url, for secrets and challenges. */
export function randomToken(bits: number): string {
  return randomBytes(Math.ceil(bits / 8)).toString("base64url");
}
