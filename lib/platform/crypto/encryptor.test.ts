import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { createEncryptor } from "@/lib/platform/crypto/encryptor";

const oldKey = randomBytes(32).toString("base64");
const newKey = randomBytes(32).toString("base64");

it("gives back what was sealed, and never the same bytes twice", () => {
  const encryptor = createEncryptor([newKey]);
  const sealed = encryptor.encrypt("whsec_ü");
  expect(encryptor.decrypt(sealed)).toBe("whsec_ü");
  expect(Buffer.from(sealed).equals(Buffer.from(encryptor.encrypt("whsec_ü")))).toBe(false);
  expect(Buffer.from(sealed).includes("whsec")).toBe(false);
});

it("decrypts what an older key encrypted, and encrypts with the newest", () => {
  const sealed = createEncryptor([oldKey]).encrypt("secret");
  const rotated = createEncryptor([newKey, oldKey]);
  expect(rotated.decrypt(sealed)).toBe("secret");
  expect(createEncryptor([newKey]).decrypt(rotated.encrypt("next"))).toBe("next");
  expect(() => createEncryptor([newKey]).decrypt(sealed)).toThrow("not configured");
});

it("notices every changed bit", () => {
  const encryptor = createEncryptor([newKey]);
  const sealed = encryptor.encrypt("secret");
  for (let index = 0; index < sealed.length; index += 1) {
    const changed = Uint8Array.from(sealed);
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(() => encryptor.decrypt(changed)).toThrow();
  }
});
