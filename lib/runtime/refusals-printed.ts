import { DataDirLockedError } from "@/lib/db/data-dir-lock";
import { NewerDatabaseError, UpgradeNeededError } from "@/lib/db/migrate";
import { EnvError } from "@/lib/kernel/env";
import { isRefusal } from "@/lib/kernel/errors";

/** What a person can change. */
const known = [EnvError, DataDirLockedError, NewerDatabaseError, UpgradeNeededError] as const;

/** Runs a command. Errors that a person can fix are a line of text, and 1 is the exit code. */
export async function refusalsPrinted(run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    const isArgument = (error as NodeJS.ErrnoException).code?.startsWith("ERR_PARSE_ARGS") === true;
    if (!isRefusal(error) && !isArgument && !known.some((one) => error instanceof one)) throw error;
    console.error(`\n  ✗ ${(error as Error).message}\n`);
    return 1;
  }
}
