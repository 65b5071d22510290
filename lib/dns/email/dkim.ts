import { createPublicKey } from "node:crypto";

/** `cut`: the key ends before its own length says, as it does where only the first 255 characters were stored. */
export type DkimFault = "not_dkim" | "quoted" | "cut" | "unreadable" | "revoked" | "weak";

export type DkimKey = { type: "rsa" | "ed25519"; bits: number };

/** `key` is also given where the only fault is that it is weak. */
export type DkimReading = { fault: null; key: DkimKey } | { fault: DkimFault; key: DkimKey | null };

const minRsaBits = 2_048;

/** Reads the TXT value at a selector, its strings joined (RFC 6376, section 3.6.1; RFC 8301; RFC 8463). */
export function readDkim(text: string): DkimReading {
  if (/^\s*"/.test(text)) return { fault: "quoted", key: null };
  const tags = readTags(text);
  if (tags === null || !tags.has("p") || (tags.has("v") && tags.get("v") !== "DKIM1")) {
    return { fault: "not_dkim", key: null };
  }
  const encoded = (tags.get("p") ?? "").replace(/\s/g, "");
  if (encoded === "") return { fault: "revoked", key: null };
  const type = (tags.get("k") ?? "rsa").toLowerCase();
  if (type !== "rsa" && type !== "ed25519") return { fault: "unreadable", key: null };
  // Bytes beyond the alphabet are dropped by the decoder.
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return { fault: "unreadable", key: null };
  const bytes = Buffer.from(encoded, "base64");
  if (type === "ed25519") {
    if (bytes.length === 32) return { fault: null, key: { type, bits: 256 } };
    return { fault: bytes.length < 32 ? "cut" : "unreadable", key: null };
  }
  return readRsa(bytes);
}

/** The tags of DKIM and DMARC records; null where the text is no list of tags. A tag that is there twice makes it none. */
export function readTags(text: string): Map<string, string> | null {
  const tags = new Map<string, string>();
  const parts = text.split(";");
  if (parts.at(-1)?.trim() === "") parts.pop();
  for (const part of parts) {
    const at = part.indexOf("=");
    const name = part.slice(0, Math.max(at, 0)).trim();
    if (!/^[a-z][a-z0-9_]*$/i.test(name) || tags.has(name)) return null;
    tags.set(name, part.slice(at + 1).trim());
  }
  return tags;
}

function readRsa(bytes: Buffer): DkimReading {
  const length = derLength(bytes);
  if (length === null) return { fault: "unreadable", key: null };
  if (bytes.length < length) return { fault: "cut", key: null };
  const bits = rsaBits(bytes);
  if (bits === null) return { fault: "unreadable", key: null };
  return { fault: bits < minRsaBits ? "weak" : null, key: { type: "rsa", bits } } as DkimReading;
}

/** The length that the outermost SEQUENCE claims, its header included. */
function derLength(bytes: Buffer): number | null {
  const [tag, first] = bytes;
  if (tag !== 0x30 || first === undefined) return null;
  if (first < 0x80) return 2 + first;
  const count = first & 0x7f;
  if (count === 0 || count > 2 || bytes.length < 2 + count) return null;
  return 2 + count + bytes.readUIntBE(2, count);
}

/** Both forms are in use: SubjectPublicKeyInfo, and the bare RSAPublicKey of RFC 6376. */
function rsaBits(bytes: Buffer): number | null {
  for (const type of ["spki", "pkcs1"] as const) {
    try {
      const key = createPublicKey({ key: bytes, format: "der", type });
      if (key.asymmetricKeyType === "rsa") return key.asymmetricKeyDetails?.modulusLength ?? null;
    } catch {
      // Not this form.
    }
  }
  return null;
}
