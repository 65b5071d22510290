import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { availableParallelism } from "node:os";
import { Refusal } from "@/lib/kernel/errors";
import { createFairGate } from "@/lib/kernel/fair-gate";

/**
 * Hashes passwords. A port, so that tests can count the work and need not wait for it. Each costs a core for a quarter of a
 * second: half of the cores hash at a time, and the others are left to all else.
 * @throws Refusal rate_limited where so many wait that this one would take too long
 */
export interface Passwords {
  /** `scrypt$N$r$p$salt$key`, salt and key in base64url: everything that is needed to check it. */
  hash(password: string): Promise<string>;
  /** Does the same work for null (no such person, or no password), so that timing does not reveal who exists. */
  verify(stored: string | null, password: string): Promise<boolean>;
}

export type ScryptCost = { N: number; r: number; p: number };

/** OWASP's Password Storage Cheat Sheet: 32 MiB and three passes, about a quarter of a second. */
const productionCost: ScryptCost = { N: 2 ** 15, r: 8, p: 3 };
const saltBytes = 16;
const keyBytes = 32;
const maxMemoryBytes = 128 * 1024 * 1024;
const maxQueued = 100;
const waitMs = 10_000;

export function createPasswords(cost: ScryptCost = productionCost): Passwords {
  const gate = createFairGate({ maxInFlight: Math.max(1, Math.floor(availableParallelism() / 2)), maxQueued });
  const nobody = { ...cost, salt: randomBytes(saltBytes), key: randomBytes(keyBytes) };

  async function deriveInTurn(password: string, salt: Buffer, its: ScryptCost): Promise<Buffer> {
    const permit = await gate.enter([], waitMs);
    if (permit.kind !== "granted") {
      const details = { retryAfterSeconds: Math.ceil(waitMs / 1_000) };
      throw new Refusal("rate_limited", "Too many people are signing in right now. Try again in 10 s.", { details });
    }
    return derive(password, salt, its).finally(permit.release);
  }

  return {
    async hash(password) {
      const salt = randomBytes(saltBytes);
      const key = await deriveInTurn(password, salt, cost);
      const { N, r, p } = cost;
      return ["scrypt", N, r, p, salt.toString("base64url"), key.toString("base64url")].join("$");
    },
    async verify(stored, password) {
      const known = stored === null ? null : parse(stored);
      const { salt, key, ...its } = known ?? nobody;
      const given = await deriveInTurn(password, salt, its);
      return timingSafeEqual(given, key) && known !== null;
    },
  };
}

/** Unicode has several encodings of the same typed text (RFC 8265, OpaqueString): we hash NFC. */
function derive(password: string, salt: Buffer, cost: ScryptCost): Promise<Buffer> {
  const options: ScryptOptions = { ...cost, maxmem: maxMemoryBytes };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFC"), salt, keyBytes, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

function parse(stored: string): (ScryptCost & { salt: Buffer; key: Buffer }) | null {
  const [, N, r, p, salt, key] = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]{43})$/.exec(stored) ?? [];
  if (!N || !r || !p || !salt || !key) return null;
  const [saltBuffer, keyBuffer] = [Buffer.from(salt, "base64url"), Buffer.from(key, "base64url")];
  return { N: Number(N), r: Number(r), p: Number(p), salt: saltBuffer, key: keyBuffer };
}
