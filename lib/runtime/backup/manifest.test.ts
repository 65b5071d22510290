import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import {
  describePart,
  findChangedKeys,
  keyFingerprints,
  type Manifest,
  readManifest,
  verifyParts,
} from "@/lib/runtime/backup/manifest";

const keys = { credentialKeys: ["new-key", "old-key"], tokenSecret: "token-secret", authSecret: "auth-secret" };

it("says which secrets are not those of the backup, and what that means, without naming one", () => {
  const manifest = { keys: keyFingerprints(keys) };
  expect(findChangedKeys(manifest, keys)).toEqual([]);
  expect(JSON.stringify(manifest)).not.toMatch(/new-key|old-key|token-secret|auth-secret/);
  const others = { credentialKeys: ["another"], tokenSecret: "another", authSecret: "another" };
  expect(findChangedKeys(manifest, others)).toEqual([
    expect.stringMatching(/^CREDENTIAL_ENC_KEY is not the one .*CREDENTIAL_ENC_KEY_PREVIOUS/),
    expect.stringMatching(/^TOKEN_HMAC_SECRET is not the one .*widget tokens/),
    expect.stringMatching(/^AUTH_SECRET is not the one .*sign in again/),
  ]);
});

it("a key that still decrypts is no changed key", () => {
  const manifest = { keys: keyFingerprints({ ...keys, credentialKeys: ["old-key"] }) };
  expect(findChangedKeys(manifest, keys)).toEqual([]);
});

it("a part that is missing, cut or changed is found before anything is restored", async () => {
  const folder = mkdtempSync(join(tmpdir(), "manifest-"));
  try {
    const path = join(folder, "database.dump");
    writeFileSync(path, "all of the rows");
    const manifest: Manifest = {
      format: 1,
      version: "0.1.0",
      takenAt: "2026-11-29T08:00:00.000Z",
      engine: "postgres",
      migrations: [{ name: "1_first", checksum: "x" }],
      counts: { jobs: 1 },
      parts: [await describePart(folder, "database.dump")],
      keys: {},
    };
    await verifyParts(folder, manifest);
    for (const content of ["all of the row", "all of the rowz", ""]) {
      writeFileSync(path, content);
      await expect(verifyParts(folder, manifest)).rejects.toThrow(/database\.dump is damaged/);
    }
    rmSync(path);
    await expect(verifyParts(folder, manifest)).rejects.toThrow(/database\.dump is missing/);
    expect(() => readManifest(folder)).toThrow(/holds no backup/);
    writeFileSync(join(folder, "manifest.json"), JSON.stringify({ ...manifest, format: 2 }));
    expect(() => readManifest(folder)).toThrow(/is damaged, or was written by a newer version/);
    writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
    expect(readManifest(folder)).toEqual(manifest);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
