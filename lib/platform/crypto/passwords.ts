import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";

/** Hashes passwords. A port, so that tests can count the work and need not wait for it. */
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

export function createPasswords(cost: ScryptCost = productionCost): Passwords {
  const nobody = { ...cost, salt: randomBytes(saltBytes), key: randomBytes(keyBytes) };
  return {
    async hash(password) {
      const salt = randomBytes(saltBytes);
      const key = await derive(password, salt, cost);
      const { N, r, p } = cost;
      return ["scrypt", N, r, p, salt.toString("base64url"), key.toString("base64url")].join("$");
    },
    async verify(stored, password) {
      const known = stored === null ? null : parse(stored);
      const { salt, key, ...its } = known ?? nobody;
      const given = await derive(password, salt, its);
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
