// npm run restore -- …: puts a backup in place: docs/operations.md.
import { runMain } from "./run-main.mjs";

await runMain("restore");
