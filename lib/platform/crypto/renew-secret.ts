import type { Encryptor } from "@/lib/platform/crypto/encryptor";

type Bytes = Uint8Array<ArrayBuffer>;

/** `unreadable`: encrypted with a key that is no longer configured. */
export type SecretCounts = { reencrypted: number; current: number; unreadable: number };

/** A stored secret, encrypted with the key that encrypts now. `bytes` are the same where nothing had to change, or could. */
export function renewSecret(encryptor: Encryptor, bytes: Bytes): { kind: keyof SecretCounts; bytes: Bytes } {
  if (encryptor.isCurrent(bytes)) return { kind: "current", bytes };
  try {
    return { kind: "reencrypted", bytes: encryptor.encrypt(encryptor.decrypt(bytes)) };
  } catch {
    return { kind: "unreadable", bytes };
  }
}
