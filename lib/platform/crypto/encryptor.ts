import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

/** Encrypts what we must be able to read again: signing secrets, provider tokens, stored responses. */
export interface Encryptor {
  encrypt(plain: string | Uint8Array): Uint8Array<ArrayBuffer>;
  /** @throws Error when the key is no longer configured, or the ciphertext was changed */
  decrypt(encrypted: Uint8Array): string;
  /** The same, of what was encrypted as bytes. */
  decryptBytes(encrypted: Uint8Array): Uint8Array;
  /** Whether it was encrypted with the key that encrypts now. */
  isCurrent(encrypted: Uint8Array): boolean;
}

const algorithm = "aes-256-gcm";
const version = 1;
const keyIdBytes = 4;
const ivBytes = 12;
const tagBytes = 16;
const headerBytes = 1 + keyIdBytes + ivBytes + tagBytes;

/**
 * AES-256-GCM (NIST SP 800-38D). Layout: version (1 byte), key id (4), IV (12), tag (16), ciphertext. The key id is the
 * start of the key's SHA-256, so that keys can rotate: the first key encrypts, each of them decrypts.
 * @param keys base64, 32 bytes each
 */
export function createEncryptor(keys: readonly string[]): Encryptor {
  const ring = keys.map((key) => Buffer.from(key, "base64")).map((key) => ({ key, id: keyId(key) }));
  const [current] = ring;
  if (!current) throw new Error("an encryptor needs a key");
  return {
    isCurrent: (encrypted) =>
      Buffer.from(encrypted)
        .subarray(1, 1 + keyIdBytes)
        .equals(current.id),
    encrypt(plain) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(algorithm, current.key, iv);
      const body = Buffer.concat([cipher.update(Buffer.from(plain)), cipher.final()]);
      return Uint8Array.from(Buffer.concat([Buffer.of(version), current.id, iv, cipher.getAuthTag(), body]));
    },
    decrypt: (encrypted) => decryptBytes(encrypted).toString("utf8"),
    decryptBytes,
  };

  function decryptBytes(encrypted: Uint8Array): Buffer {
    const bytes = Buffer.from(encrypted);
    const id = bytes.subarray(1, 1 + keyIdBytes);
    const used = ring.find((candidate) => candidate.id.equals(id));
    if (bytes[0] !== version || bytes.length < headerBytes || !used) {
      throw new Error("this was encrypted with a key that is no longer configured");
    }
    const iv = bytes.subarray(1 + keyIdBytes, 1 + keyIdBytes + ivBytes);
    const decipher = createDecipheriv(algorithm, used.key, iv, { authTagLength: tagBytes });
    decipher.setAuthTag(bytes.subarray(headerBytes - tagBytes, headerBytes));
    return Buffer.concat([decipher.update(bytes.subarray(headerBytes)), decipher.final()]);
  }
}

function keyId(key: Buffer): Buffer {
  return createHash("sha256").update(key).digest().subarray(0, keyIdBytes);
}
