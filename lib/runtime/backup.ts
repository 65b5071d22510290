import { join } from "node:path";
import { parseArgs } from "node:util";
import { processEnv } from "@/lib/kernel/env";
import { backupsFolder, createBackup } from "@/lib/runtime/backup/create-backup";
import { refusalsPrinted } from "@/lib/runtime/refusals-printed";

const usage = `
  npm run backup [-- --to <folder>]

  Writes a folder with the database and, where they are on this machine, Caddy's keys and certificates. The app may go on
  on PostgreSQL; the embedded database must not be open. Without --to: a folder below DATA_DIR/backups.
`;

/** @returns the exit code */
export async function main(argv: readonly string[]): Promise<number> {
  return refusalsPrinted(async () => {
    const { values } = parseArgs({ args: [...argv], options: { to: { type: "string" }, help: { type: "boolean" } } });
    if (values.help) {
      console.log(usage);
      return 0;
    }
    const env = processEnv();
    const now = new Date();
    const to = values.to ?? join(backupsFolder(env), now.toISOString().replaceAll(/[:.]/g, "-"));
    const { folder, manifest, notes } = await createBackup(env, { to, now });
    const bytes = manifest.parts.reduce((sum, part) => sum + part.bytes, 0);
    const rows = Object.values(manifest.counts).reduce((sum, count) => sum + count, 0);
    console.log(`  ✓ ${folder}: ${rows} rows, ${(bytes / 1e6).toFixed(1)} MB`);
    for (const note of notes) console.log(`  ! ${note}`);
    return 0;
  });
}
