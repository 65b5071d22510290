// npm run backup -- …: writes a backup: docs/operations.md.
import { runMain } from "./run-main.mjs";

await runMain("backup");
