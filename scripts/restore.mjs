// npm run restore -- …: puts a backup in place: docs/self-hosting.md.
import { runMain } from "./run-main.mjs";

await runMain("restore");
