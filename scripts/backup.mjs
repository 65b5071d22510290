// npm run backup -- …: writes a backup: docs/self-hosting.md.
import { runMain } from "./run-main.mjs";

await runMain("backup");
