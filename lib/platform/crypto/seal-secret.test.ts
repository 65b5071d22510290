import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { createSealer } from "@/lib/platform/crypto/seal-secret";

const oldKey = randomBytes(32).toString("base64");
const newKey = randomBytes(32).toString("base64");

it("gives back what was sealed, and never the same bytes twice", () => {
  const sealer = createSealer([newKey]);
  const sealed = sealer.seal("whsec_ü");
  expect(sealer.open(sealed)).toBe("whsec_ü");
  expect(Buffer.from(sealed).equals(Buffer.from(sealer.seal("whsec_ü")))).toBe(false);
  expect(Buffer.from(sealed).includes("whsec")).toBe(false);
});

it("opens what an older key sealed, and seals with the newest", () => {
  const sealed = createSealer([oldKey]).seal("secret");
  const rotated = createSealer([newKey, oldKey]);
  expect(rotated.open(sealed)).toBe("secret");
  expect(createSealer([newKey]).open(rotated.seal("next"))).toBe("next");
  expect(() => createSealer([newKey]).open(sealed)).toThrow("not configured");
});

it("notices every changed bit", () => {
  const sealer = createSealer([newKey]);
  const sealed = sealer.seal("secret");
  for (let index = 0; index < sealed.length; index += 1) {
    const changed = Uint8Array.from(sealed);
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(() => sealer.open(changed)).toThrow();
  }
});
