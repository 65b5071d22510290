import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Env } from "@/lib/kernel/env";
import { Refusal } from "@/lib/kernel/errors";
import { archiveFolder } from "@/lib/runtime/backup/archive-folder";
import { dumpPglite } from "@/lib/runtime/backup/dump-pglite";
import { dumpPostgres } from "@/lib/runtime/backup/dump-postgres";
import {
  describePart,
  keyFingerprints,
  type Manifest,
  manifestName,
  type Part,
  partNames,
} from "@/lib/runtime/backup/manifest";

export type Backup = {
  folder: string;
  manifest: Manifest;
  /** Sentences for the operator: what must be kept elsewhere. */
  notes: string[];
};

/**
 * Writes a folder with the database and, where this machine has them, Caddy's keys and certificates and the generated
 * tokens. The folder appears when it is complete.
 * @param input `to`: a folder that does not exist or is empty
 * @throws Refusal invalid; DataDirLockedError
 */
export async function createBackup(env: Env, input: { to: string; now: Date }): Promise<Backup> {
  const folder = resolve(input.to);
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new Refusal("invalid", `${folder} is not empty: a backup is a folder of its own.`);
  }
  const draft = `${folder}.unfinished`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  try {
    const engine = env.databaseUrl === null ? "pglite" : "postgres";
    const database = join(draft, partNames[engine]);
    const facts =
      env.databaseUrl === null
        ? await dumpPglite(env.dataDir, database)
        : await dumpPostgres(env.databaseDirectUrl ?? env.databaseUrl, database);
    const names: Part["name"][] = [partNames[engine]];
    const storage = await archiveStorage(env, join(draft, partNames.caddy));
    if (storage === "archived") names.push(partNames.caddy);
    const tokens = join(env.dataDir, "edge", partNames.tokens);
    if (existsSync(tokens)) {
      copyFileSync(tokens, join(draft, partNames.tokens));
      names.push(partNames.tokens);
    }
    const manifest: Manifest = {
      format: 1,
      version: readVersion(),
      takenAt: input.now.toISOString(),
      engine,
      ...facts,
      parts: await Promise.all(names.map((name) => describePart(draft, name))),
      keys: keyFingerprints(env),
    };
    writeFileSync(join(draft, manifestName), JSON.stringify(manifest, null, 2));
    if (existsSync(folder)) rmSync(folder, { recursive: true });
    mkdirSync(dirname(folder), { recursive: true });
    renameSync(draft, folder);
    return { folder, manifest, notes: notesOf(env, storage) };
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
}

/** Where backups are kept unless `--to` names another folder. */
export function backupsFolder(env: Pick<Env, "dataDir">): string {
  return join(env.dataDir, "backups");
}

/** Of package.json, in the folder that this process runs in. */
export function readVersion(): string {
  return String(JSON.parse(readFileSync("package.json", "utf8")).version);
}

async function archiveStorage({ edge }: Env, path: string): Promise<"archived" | "elsewhere" | "none"> {
  if (!existsSync(edge.storage)) return "none";
  // Caddy's locks are of its running process.
  return (await archiveFolder(edge.storage, path, ["./locks"])) ? "archived" : "elsewhere";
}

function notesOf(env: Env, storage: "archived" | "elsewhere" | "none"): string[] {
  const secrets =
    "The secrets of the environment are not in it. Keep them apart from it: without CREDENTIAL_ENC_KEY (and " +
    "CREDENTIAL_ENC_KEY_PREVIOUS), signing secrets and DNS credentials cannot be read; TOKEN_HMAC_SECRET, AUTH_SECRET and " +
    "WORKER_SECRET keep tokens, sign-ins and callers valid.";
  const where = {
    archived: [],
    elsewhere: [`Certificates are not in it: ${env.edge.storage} says that they are kept elsewhere. Back that up too.`],
    none: env.edge.enabled
      ? []
      : ["Certificates are not in it: they are on the machines of the edges. Back up their EDGE_STORAGE."],
  };
  return [...(env.sandbox ? [] : [secrets]), ...where[storage]];
}
