import { parseArgs } from "node:util";
import { processEnv } from "@/lib/kernel/env";
import { restoreBackup } from "@/lib/runtime/backup/restore-backup";
import { refusalsPrinted } from "@/lib/runtime/refusals-printed";

const usage = `
  npm run restore -- --from <folder> [--replace]

  Puts a backup of npm run backup in place: all of it, or nothing. Stop every app and worker first; edges may go on. The
  database must be empty; --replace removes what it holds, and the certificates in Caddy's storage.
`;

/** @returns the exit code */
export async function main(argv: readonly string[]): Promise<number> {
  return refusalsPrinted(async () => {
    const { values } = parseArgs({
      args: [...argv],
      options: { from: { type: "string" }, replace: { type: "boolean" }, help: { type: "boolean" } },
    });
    if (values.help || values.from === undefined) {
      console.log(usage);
      return values.help ? 0 : 1;
    }
    const { manifest, pending, warnings } = await restoreBackup(processEnv(), {
      from: values.from,
      replace: values.replace === true,
    });
    console.log(`  ✓ restored: the state of ${manifest.takenAt}, of version ${manifest.version}; every count is right`);
    if (pending.length > 0) console.log(`  ! ${pending.length} migrations follow at the next start (npm run upgrade)`);
    for (const warning of warnings) console.log(`  ! ${warning}`);
    console.log("  What happened since then is gone. Edges load the restored set when the app runs again.");
    return 0;
  });
}
