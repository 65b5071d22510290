import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { createEncryptor } from "@/lib/platform/crypto/encryptor";

const oldKey = randomBytes(32).toString("base64");
const newKey = randomBytes(32).toString("base64");

it("decrypts what it encrypted, and never the same bytes twice", () => {
  const encryptor = createEncryptor([newKey]);
  const encrypted = encryptor.encrypt("whsec_ü");
  expect(encryptor.decrypt(encrypted)).toBe("whsec_ü");
  expect(Buffer.from(encrypted).equals(Buffer.from(encryptor.encrypt("whsec_ü")))).toBe(false);
  expect(Buffer.from(encrypted).includes("whsec")).toBe(false);
});

it("decrypts what an older key encrypted, and encrypts with the newest", () => {
  const encrypted = createEncryptor([oldKey]).encrypt("secret");
  const rotated = createEncryptor([newKey, oldKey]);
  expect(rotated.decrypt(encrypted)).toBe("secret");
  expect(createEncryptor([newKey]).decrypt(rotated.encrypt("next"))).toBe("next");
  expect(() => createEncryptor([newKey]).decrypt(encrypted)).toThrow("no longer configured");
});

it("notices every changed bit", () => {
  const encryptor = createEncryptor([newKey]);
  const encrypted = encryptor.encrypt("secret");
  for (let index = 0; index < encrypted.length; index += 1) {
    const changed = Uint8Array.from(encrypted);
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(() => encryptor.decrypt(changed)).toThrow();
  }
});
