import { createHash } from "node:crypto";
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Env, sandboxSecrets } from "@/lib/kernel/env";
import { Refusal } from "@/lib/kernel/errors";

export const manifestName = "manifest.json";

/** The parts of a backup, each a file of its folder. */
export const partNames = {
  postgres: "database.dump",
  pglite: "database.tar.gz",
  caddy: "caddy.tar",
  tokens: "tokens.json",
};

const manifestSchema = z.object({
  format: z.literal(1),
  /** Of Latchkey, as in package.json. */
  version: z.string(),
  takenAt: z.iso.datetime(),
  engine: z.enum(["pglite", "postgres"]),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })).min(1),
  /** Rows by table, in the snapshot that was dumped. */
  counts: z.record(z.string().regex(/^\w+$/), z.int().nonnegative()),
  parts: z.array(
    z.object({
      name: z.enum([partNames.postgres, partNames.pglite, partNames.caddy, partNames.tokens]),
      bytes: z.int().nonnegative(),
      sha256: z.string(),
    }),
  ),
  /** By variable: what shows whether it still has the value, and not the value. */
  keys: z.record(z.string(), z.string()),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type Part = Manifest["parts"][number];

/** @throws Refusal invalid where the folder holds no backup that this version can read */
export function readManifest(folder: string): Manifest {
  const path = join(folder, manifestName);
  if (!existsSync(path)) throw new Refusal("invalid", `${folder} holds no backup: there is no ${manifestName}.`);
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    throw new Refusal("invalid", `${path} is damaged, or was written by a newer version of Latchkey.`);
  }
}

/** @throws Refusal invalid where a file is missing or is not the one that was written */
export async function verifyParts(folder: string, { parts }: Manifest): Promise<void> {
  for (const { name, sha256 } of parts) {
    const path = join(folder, name);
    if (!existsSync(path)) throw new Refusal("invalid", `${path} is missing: the backup is not complete.`);
    if ((await describePart(folder, name)).sha256 !== sha256) {
      throw new Refusal("invalid", `${path} is damaged: it does not have the SHA-256 of the manifest.`);
    }
  }
}

export async function describePart(folder: string, name: Part["name"]): Promise<Part> {
  const path = join(folder, name);
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return { name, bytes: statSync(path).size, sha256: hash.digest("hex") };
}

/** The secrets without which a restored database is of less use, or of none. They are never part of a backup. */
export function keyFingerprints(env: Pick<Env, "credentialKeys" | "tokenSecret" | "authSecret">): Manifest["keys"] {
  return {
    CREDENTIAL_ENC_KEY: fingerprint(env.credentialKeys[0] ?? sandboxSecrets.CREDENTIAL_ENC_KEY),
    TOKEN_HMAC_SECRET: fingerprint(env.tokenSecret),
    AUTH_SECRET: fingerprint(env.authSecret),
  };
}

const consequences: Record<string, string> = {
  CREDENTIAL_ENC_KEY:
    "the webhooks' signing secrets and the credentials for DNS providers cannot be read. Add the key of that time to " +
    "CREDENTIAL_ENC_KEY_PREVIOUS, then run `npm run admin -- reencrypt`",
  TOKEN_HMAC_SECRET: "widget tokens of that time are refused, and the keys that sign assertions are others",
  AUTH_SECRET: "everybody has to sign in again",
};

/** A sentence for each secret that is not the one of the backup. */
export function findChangedKeys(
  { keys }: Pick<Manifest, "keys">,
  env: Pick<Env, "credentialKeys" | "tokenSecret" | "authSecret">,
): string[] {
  const now = keyFingerprints(env);
  const readable = new Set(env.credentialKeys.map(fingerprint));
  return Object.entries(keys)
    .filter(([name, value]) => now[name] !== value && !(name === "CREDENTIAL_ENC_KEY" && readable.has(value)))
    .map(
      ([name]) =>
        `${name} is not the one that was used when the backup was taken: ${consequences[name] ?? "check it"}.`,
    );
}

/** 48 bits: enough to see a difference, and of no use for finding a secret that `openssl rand` made. */
function fingerprint(value: string): string {
  return createHash("sha256").update(`latchkey backup ${value}`).digest("hex").slice(0, 12);
}
