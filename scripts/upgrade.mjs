// npm run upgrade -- …: says what an upgrade changes, takes a backup and applies the migrations.
import { runMain } from "./run-main.mjs";

await runMain("upgrade");
